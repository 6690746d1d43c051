package io.switchhook.console;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;

import io.javalin.http.Context;
import io.switchhook.console.ServiceView.Nudge;
import java.util.List;
import java.util.Map;

/// The rows of the API about what phones in service do and tell.
record ServiceRoutes(ServiceView service, Guard guard) {

    List<Route> routes() {
        return List.of(
                Route.of(GET, "/devices/{mac}/notes", Role.VIEWER, this::notes),
                Route.of(GET, "/devices/{mac}/log", Role.VIEWER, this::log),
                Route.of(POST, "/devices/fetch", Role.ADMIN, it -> tellAll(it, Nudge.FETCH)),
                Route.of(POST, "/devices/reboot", Role.ADMIN, it -> tellAll(it, Nudge.REBOOT)),
                Route.of(POST, "/devices/{mac}/fetch", Role.ADMIN, it -> tell(it, Nudge.FETCH)),
                Route.of(POST, "/devices/{mac}/reboot", Role.ADMIN, it -> tell(it, Nudge.REBOOT)));
    }

    private static String mac(Context context) {
        return context.pathParam("mac");
    }

    private void notes(Context context) throws Refusal {
        Api.answer(context, Map.of("items", service.notes(mac(context))));
    }

    private void log(Context context) throws Refusal {
        Api.answer(context, service.log(mac(context)));
    }

    private void tell(Context context, Nudge nudge) throws Refusal {
        service.tell(mac(context), nudge, guard.require(context).user());
        context.status(204);
    }

    private void tellAll(Context context, Nudge nudge) throws Refusal {
        var body = Body.of(context);
        var group = body.optional("group");
        var model = body.optional("model");
        if (group.isEmpty() && model.isEmpty() && !body.flag("all"))
            throw RequestProblem.invalid(
                    "Say of which 'group' or 'model' the devices are, or that 'all' are meant.");
        int told = service.tellAll(group, model, nudge, guard.require(context).user());
        Api.answer(context, Map.of("devices", told));
    }
}
