package io.switchhook.console;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import io.javalin.http.Context;
import io.switchhook.console.CallsView.Format;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectMapper;

/// The API, row by row. `openapi.yaml` describes it, and a test compares both.
final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    static final ObjectMapper JSON = AsciiJson.mapper();

    private final Health health;
    private final Views views;
    private final Users users;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final Guard guard;
    private final Live live;

    Api(
            Health health,
            Views views,
            Users users,
            Sessions sessions,
            LoginThrottle throttle,
            Guard guard,
            Live live) {
        this.health = health;
        this.views = views;
        this.users = users;
        this.sessions = sessions;
        this.throttle = throttle;
        this.guard = guard;
        this.live = live;
    }

    List<Route> routes() {
        var all = new ArrayList<>(own());
        all.addAll(new DeviceRoutes(views.devices(), guard).routes());
        all.addAll(new PhoneSettingsRoutes(views.phoneSettings(), guard).routes());
        all.addAll(new PeopleRoutes(views.people(), guard).routes());
        all.addAll(new FileRoutes(views.files(), guard).routes());
        all.addAll(new ServiceRoutes(views.service(), guard).routes());
        all.addAll(new RolloutRoutes(views.rollouts(), guard).routes());
        return all;
    }

    private List<Route> own() {
        return List.of(
                Route.open(GET, "/openapi.yaml", Api::openApi),
                Route.open(POST, "/session", this::logIn),
                Route.of(GET, "/session", Role.VIEWER, this::session),
                Route.of(DELETE, "/session", Role.VIEWER, this::logOut),
                Route.of(PUT, "/session/password", Role.VIEWER, this::changePassword),
                Route.of(GET, "/now", Role.VIEWER, context -> answer(context, now(health, views))),
                Route.of(GET, "/calls", Role.VIEWER, this::calls),
                Route.of(GET, "/calls/{id}", Role.VIEWER, this::call),
                Route.of(GET, "/phones", Role.VIEWER, this::phones),
                Route.of(GET, "/phones/{user}", Role.VIEWER, this::phone),
                Route.of(GET, "/settings", Role.VIEWER, this::settings),
                Route.of(GET, "/events", Role.VIEWER, context -> live.serve(context, guard)),
                Route.of(GET, "/users", Role.ADMIN, this::users),
                Route.of(PUT, "/users/{name}", Role.ADMIN, this::putUser),
                Route.of(DELETE, "/users/{name}", Role.ADMIN, this::removeUser));
    }

    static void answer(Context context, Object value) {
        context.contentType("application/json").result(JSON.writeValueAsBytes(value));
    }

    private static void openApi(Context context) throws IOException {
        try (var in = Api.class.getResourceAsStream("openapi.yaml")) {
            if (in == null) throw new IOException("openapi.yaml is not in the jar");
            context.contentType("application/yaml").result(in.readAllBytes());
        }
    }

    private void logIn(Context context) throws IOException {
        var body = Body.of(context);
        var name = body.text("user");
        var password = body.text("password");
        if (password.length() > Users.LONGEST_PASSWORD || name.length() > 64)
            throw RequestProblem.invalid("User or password is longer than any can be.");
        var from = InetAddress.ofLiteral(context.req().getRemoteAddr());
        var wait = throttle.attempt(from);
        if (wait.isPresent())
            throw RequestProblem.tooMany(
                    "Too many wrong passwords came from your address; try again in %d s."
                            .formatted(wait.getAsLong()),
                    wait.getAsLong());
        var user = users.authenticate(name, password);
        if (user.isEmpty()) {
            LOG.atWarn().addKeyValue("address", from.getHostAddress()).log("console login refused");
            throw RequestProblem.notLoggedIn("User or password is wrong.");
        }
        throttle.succeeded(from);
        var session = sessions.begin(user.get().name());
        LOG.atInfo()
                .addKeyValue("user", session.user())
                .addKeyValue("address", from.getHostAddress())
                .log("logged in to the console");
        guard.give(context, session);
        answer(context, session(session, user.get()));
    }

    private void session(Context context) {
        var session = guard.require(context);
        answer(context, session(session, guard.user(session)));
    }

    private static Map<String, Object> session(Sessions.Session session, Users.User user) {
        return Map.of(
                "user", user.name(), "role", user.role().toString(), "proof", session.proof());
    }

    private void logOut(Context context) {
        sessions.end(guard.require(context));
        guard.take(context);
        context.status(204);
    }

    private void changePassword(Context context) throws IOException {
        var user = guard.user(guard.require(context));
        var body = Body.of(context);
        var from = InetAddress.ofLiteral(context.req().getRemoteAddr());
        var wait = throttle.attempt(from);
        if (wait.isPresent())
            throw RequestProblem.tooMany(
                    "Try again in " + wait.getAsLong() + " s.", wait.getAsLong());
        if (users.authenticate(user.name(), body.text("old")).isEmpty())
            throw RequestProblem.forbidden("The old password is wrong.");
        throttle.succeeded(from);
        users.put(user.name(), user.role(), body.text("new"));
        sessions.endAll(user.name());
        var session = sessions.begin(user.name());
        guard.give(context, session);
        answer(context, session(session, user));
    }

    /// What the page shows first: it is sent once a second while somebody looks.
    static Map<String, Object> now(Health health, Views views) {
        var report = health.report();
        var now = new LinkedHashMap<String, Object>();
        now.put("status", Console.word(report.status()));
        now.put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
        now.put("problems", Console.problems(report));
        now.put("figures", views.now().figures());
        now.put("addresses", views.now().addresses());
        now.put("revision", views.calls().revision(""));
        return now;
    }

    private void calls(Context context) {
        answer(context, views.calls().search(Parameters.calls(context)));
    }

    private void call(Context context) {
        var format = Parameters.format(context);
        var id = context.pathParam("id");
        var ladder =
                views.calls()
                        .ladder(id, format)
                        .orElseThrow(() ->
                                RequestProblem.missing(
                                        "There is no such call, or it is so long ago that it was"
                                                + " forgotten."));
        context.contentType(format.mediaType).result(ladder);
        if (format == Format.JSON) return;
        context.header(
                "Content-Disposition",
                "attachment; filename=\"call-" + fileName(id) + "." + format.extension() + "\"");
        // An SVG of its own is a document, and what it draws came from strangers.
        context.header("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    private static String fileName(String id) {
        var name = new StringBuilder();
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            if (name.length() == 64) break;
            char c = (char) b;
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-');
            name.append(plain ? c : '_');
        }
        return name.toString();
    }

    private void phones(Context context) {
        answer(context, views.phones().search(Parameters.phones(context)));
    }

    private void phone(Context context) {
        var user = context.pathParam("user");
        answer(
                context,
                views.phones()
                        .account(user)
                        .orElseThrow(() ->
                                RequestProblem.missing("There is no account '" + user + "'.")));
    }

    private void settings(Context context) {
        answer(context, Map.of("items", views.settings().settings()));
    }

    private void users(Context context) {
        var items =
                users.all().stream()
                        .map(user -> Map.of("name", user.name(), "role", user.role().toString()))
                        .toList();
        answer(context, Map.of("items", items));
    }

    private void putUser(Context context) throws IOException {
        var body = Body.of(context);
        var role =
                Role.of(body.text("role"))
                        .orElseThrow(() -> RequestProblem.invalid("A role is viewer or admin."));
        var user = users.put(context.pathParam("name"), role, body.text("password"));
        sessions.endAll(user.name());
        LOG.atInfo()
                .addKeyValue("user", user.name())
                .addKeyValue("role", role)
                .addKeyValue("by", guard.require(context).user())
                .log("console user changed");
        answer(context, Map.of("name", user.name(), "role", role.toString()));
    }

    private void removeUser(Context context) throws IOException {
        var name = context.pathParam("name");
        var by = guard.require(context).user();
        users.remove(name);
        sessions.endAll(name);
        LOG.atInfo().addKeyValue("user", name).addKeyValue("by", by).log("console user removed");
        context.status(204);
    }
}
