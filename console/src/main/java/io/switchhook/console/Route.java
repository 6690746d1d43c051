package io.switchhook.console;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Optional;

/// A row of the API.
///
/// @param path below [#ROOT], with `{name}` for what varies
/// @param role who may; empty for everybody
record Route(HandlerType method, String path, Optional<Role> role, Handler handler) {
    static final String ROOT = "/api/v1";

    /// What a route does.
    interface Handler {
        void handle(Context context) throws Exception;
    }

    static Route open(HandlerType method, String path, Handler handler) {
        return new Route(method, path, Optional.empty(), handler);
    }

    static Route of(HandlerType method, String path, Role role, Handler handler) {
        return new Route(method, path, Optional.of(role), handler);
    }

    /// Whether it changes something.
    boolean isUnsafe() {
        return !method.equals(HandlerType.GET);
    }
}
