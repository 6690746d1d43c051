package io.switchhook.console;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import io.javalin.http.Context;
import io.switchhook.console.PhoneSettingsView.Origin;
import io.switchhook.console.PhoneSettingsView.Wish;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rows of the API about what phones are told.
record PhoneSettingsRoutes(PhoneSettingsView settings, Guard guard) {
    private static final List<String> LAYERS =
            List.of("system", "model", "group", "person", "device");

    List<Route> routes() {
        return List.of(
                Route.of(GET, "/devices/{mac}/file", Role.VIEWER, this::file),
                Route.of(GET, "/devices/{mac}/history", Role.VIEWER, this::historyOf),
                Route.of(GET, "/parameters", Role.VIEWER, this::parameters),
                Route.of(GET, "/phone-settings", Role.VIEWER, this::layer),
                Route.of(PUT, "/phone-settings", Role.ADMIN, this::change),
                Route.of(GET, "/phone-settings/history", Role.VIEWER, this::history),
                Route.of(POST, "/phone-settings/preview", Role.ADMIN, this::preview));
    }

    private void file(Context context) throws Refusal {
        Api.answer(context, settings.file(context.pathParam("mac")));
    }

    private void historyOf(Context context) throws Refusal {
        Api.answer(context, Map.of("items", settings.history(context.pathParam("mac"))));
    }

    private void parameters(Context context) throws Refusal {
        var in = new Parameters(context, Set.of("model", "q"));
        Api.answer(context, Map.of("items", settings.parameters(in.text("model"), in.text("q"))));
    }

    private void layer(Context context) throws Refusal {
        Api.answer(context, Map.of("items", settings.layer(asked(context))));
    }

    private void history(Context context) throws Refusal {
        Api.answer(context, Map.of("items", settings.history(asked(context))));
    }

    private static Origin asked(Context context) {
        var in = new Parameters(context, Set.of("layer", "whose"));
        return origin(in.text("layer"), in.text("whose"));
    }

    private static Origin origin(String layer, String whose) {
        if (!LAYERS.contains(layer))
            throw RequestProblem.invalid(
                    "'%s' is no layer; allowed are %s."
                            .formatted(layer, String.join(", ", LAYERS)));
        if (layer.equals("system") != whose.isEmpty())
            throw RequestProblem.invalid(
                    "Say whose: the id of a model, the name of a group or of an account, or a MAC"
                            + " address; and nobody's for the layer system.");
        return new Origin(layer, whose);
    }

    /// Either the values of a layer, or `before`: a change that is to be taken back with all later ones of its layer.
    private static Wish wish(Body body) {
        if (body.has("before")) return new Wish.Before(body.number("before"));
        return new Wish.Values(
                origin(body.text("layer"), body.optional("whose").orElse("")),
                body.values("values"));
    }

    private void preview(Context context) throws Refusal {
        var body = Body.of(context);
        Api.answer(context, settings.preview(wish(body), body.optional("device").orElse("")));
    }

    private void change(Context context) throws Refusal {
        var by = guard.require(context).user();
        Api.answer(context, settings.change(wish(Body.of(context)), by));
    }
}
