package io.switchhook.console;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Optional;

/// A row of the API.
///
/// @param path below [#ROOT], with `{name}` for what varies
/// @param role who may; empty for everybody
/// @param takes the media type of what is sent to it; never one that a form of another site can have
record Route(HandlerType method, String path, Optional<Role> role, String takes, Handler handler) {
    static final String ROOT = "/api/v1";
    private static final String JSON = "application/json";

    /// What a route does.
    interface Handler {
        void handle(Context context) throws Exception;
    }

    static Route open(HandlerType method, String path, Handler handler) {
        return new Route(method, path, Optional.empty(), JSON, handler);
    }

    static Route of(HandlerType method, String path, Role role, Handler handler) {
        return new Route(method, path, Optional.of(role), JSON, handler);
    }

    /// The same for what is sent in another form than JSON.
    Route taking(String mediaType) {
        return new Route(method, path, role, mediaType, handler);
    }

    /// Whether it changes something.
    boolean isUnsafe() {
        return !method.equals(HandlerType.GET);
    }
}
