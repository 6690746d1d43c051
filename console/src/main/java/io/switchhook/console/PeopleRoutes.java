package io.switchhook.console;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import io.javalin.http.Context;
import java.util.List;

/// The rows of the API about who can be called.
record PeopleRoutes(PeopleView people, Guard guard) {

    List<Route> routes() {
        return List.of(
                Route.of(GET, "/people", Role.VIEWER, this::search),
                Route.of(POST, "/people", Role.ADMIN, this::add),
                Route.of(GET, "/people/{user}", Role.VIEWER, this::person),
                Route.of(DELETE, "/people/{user}", Role.ADMIN, this::remove),
                Route.of(PUT, "/people/{user}/name", Role.ADMIN, this::rename),
                Route.of(PUT, "/people/{user}/password", Role.ADMIN, this::password),
                Route.of(PUT, "/people/{user}/features", Role.ADMIN, this::change));
    }

    private static String user(Context context) {
        return context.pathParam("user");
    }

    private String by(Context context) {
        return guard.require(context).user();
    }

    private void search(Context context) {
        Api.answer(context, people.search(Parameters.people(context)));
    }

    private void person(Context context) {
        Api.answer(
                context,
                people.person(user(context))
                        .orElseThrow(() ->
                                RequestProblem.missing(
                                        "There is no account '" + user(context) + "'.")));
    }

    private void add(Context context) throws Refusal {
        var body = Body.of(context);
        Api.answer(
                context,
                people.add(
                        body.text("user"),
                        body.optional("name").orElse(""),
                        body.optional("password"),
                        by(context)));
    }

    private void rename(Context context) throws Refusal {
        var name = Body.of(context).text("name");
        Api.answer(context, people.rename(user(context), name, by(context)));
    }

    private void password(Context context) throws Refusal {
        var password = Body.of(context).optional("password");
        Api.answer(context, people.password(user(context), password, by(context)));
    }

    private void change(Context context) throws Refusal {
        var body = Body.of(context);
        var wish =
                new PeopleView.Wish(
                        body.optional("always"),
                        body.optional("busy"),
                        body.optional("noAnswer"),
                        body.optionalNumber("seconds"),
                        body.optionalFlag("doNotDisturb"));
        Api.answer(context, people.change(user(context), wish, by(context)));
    }

    private void remove(Context context) throws Refusal {
        people.remove(user(context), by(context));
        context.status(204);
    }
}
