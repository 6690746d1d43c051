package io.switchhook.console;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import io.javalin.http.Context;
import io.switchhook.console.DevicesView.Adoption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The rows of the API about phones that fetch their files here.
record DeviceRoutes(DevicesView devices, Guard guard) {
    private static final long LONGEST_TOKEN = Duration.ofDays(365).toSeconds();

    List<Route> routes() {
        return List.of(
                Route.of(GET, "/models", Role.VIEWER, this::models),
                Route.of(GET, "/devices", Role.VIEWER, this::search),
                Route.of(GET, "/devices/{mac}", Role.VIEWER, this::device),
                Route.of(PUT, "/devices/{mac}", Role.ADMIN, this::adopt),
                Route.of(DELETE, "/devices/{mac}", Role.ADMIN, this::remove),
                Route.of(POST, "/devices/{mac}/hold", Role.ADMIN, this::hold),
                Route.of(GET, "/devices/{mac}/visits", Role.VIEWER, this::visits),
                Route.of(POST, "/tokens", Role.ADMIN, this::token));
    }

    private static String mac(Context context) {
        return context.pathParam("mac");
    }

    private String by(Context context) {
        return guard.require(context).user();
    }

    private void models(Context context) {
        Api.answer(context, Map.of("items", devices.models(), "addresses", devices.addresses()));
    }

    private void search(Context context) {
        Api.answer(context, devices.search(Parameters.devices(context)));
    }

    private void device(Context context) {
        Api.answer(
                context,
                devices.device(mac(context))
                        .orElseThrow(() ->
                                RequestProblem.missing(
                                        "There is no device '" + mac(context) + "'.")));
    }

    private void adopt(Context context) throws Refusal {
        var body = Body.of(context);
        var adoption =
                new Adoption(
                        body.optional("model"),
                        body.optional("group"),
                        body.texts("users"),
                        body.optional("from"));
        Api.answer(context, devices.adopt(mac(context), adoption, by(context)));
    }

    private void hold(Context context) throws Refusal {
        Api.answer(context, devices.hold(mac(context), by(context)));
    }

    private void remove(Context context) throws Refusal {
        devices.remove(mac(context), by(context));
        context.status(204);
    }

    private void visits(Context context) throws Refusal {
        Api.answer(context, Map.of("items", devices.visits(mac(context))));
    }

    private void token(Context context) throws Refusal {
        long seconds = Body.of(context).number("seconds");
        if (seconds < 1 || seconds > LONGEST_TOKEN)
            throw RequestProblem.invalid(
                    "A token is good for a second at least, and a year at most.");
        Api.answer(context, devices.token(Duration.ofSeconds(seconds), by(context)));
    }
}
