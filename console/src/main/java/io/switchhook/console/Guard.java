package io.switchhook.console;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.switchhook.console.Sessions.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may do what, and what browsers may do with the answers.
final class Guard {
    static final String PROOF = "X-Switchhook-Proof";

    /// Nothing comes from elsewhere, nothing stands inline, nobody frames it.
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private final Users users;
    private final Sessions sessions;
    private final boolean secure;

    /// @param secure whether browsers come over TLS
    Guard(Users users, Sessions sessions, boolean secure) {
        this.users = users;
        this.sessions = sessions;
        this.secure = secure;
    }

    static void headers(Context context) {
        context.header("Content-Security-Policy", POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("X-Frame-Options", "DENY");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cross-Origin-Opener-Policy", "same-origin");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        context.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }

    /// Lets a request pass, or throws a [RequestProblem].
    void check(Route route, Context context) {
        if (route.isUnsafe()) sameSite(route, context);
        if (route.role().isEmpty()) return;
        var session = require(context);
        var user = user(session);
        if (!user.role().includes(route.role().get()))
            throw RequestProblem.forbidden(
                    "Only an "
                            + route.role().get()
                            + " may do this, and you are a "
                            + user.role()
                            + ".");
        if (route.isUnsafe() && !same(context.header(PROOF), session.proof()))
            throw RequestProblem.forbidden("The request lacks its proof; reload the page.");
    }

    /// A browser says from where a request was made, and a form of another site cannot say that it is what a route takes.
    private static void sameSite(Route route, Context context) {
        var site = context.header("Sec-Fetch-Site");
        var origin = context.header("Origin");
        var host = String.valueOf(context.header("Host"));
        boolean foreign =
                site != null && !site.equals("same-origin") && !site.equals("none")
                        || origin != null && !origin.endsWith("://" + host);
        if (foreign) throw RequestProblem.forbidden("Requests of other sites are not served.");
        boolean hasBody = context.contentLength() > 0;
        if (hasBody && !String.valueOf(context.contentType()).startsWith(route.takes()))
            throw RequestProblem.invalid("Send Content-Type: " + route.takes() + ".");
    }

    private static boolean same(@Nullable String given, String wanted) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        wanted.getBytes(StandardCharsets.UTF_8));
    }

    Session require(Context context) {
        return find(context).orElseThrow(() -> RequestProblem.notLoggedIn("Log in."));
    }

    private Optional<Session> find(Context context) {
        var token = context.cookie(cookieName());
        return token == null ? Optional.empty() : sessions.find(token);
    }

    /// The user of a session; whoever was removed is logged out.
    Users.User user(Session session) {
        return users.find(session.user())
                .orElseThrow(() -> RequestProblem.notLoggedIn("Your user was removed."));
    }

    /// Asked while something goes on for long: who looks is there.
    boolean isAlive(Session session) {
        return sessions.find(session.token()).isPresent() && users.find(session.user()).isPresent();
    }

    void give(Context context, Session session) {
        context.cookie(cookie(session.token(), -1));
    }

    void take(Context context) {
        context.cookie(cookie("", 0));
    }

    /// A name that browsers take over TLS only, and from this very host only.
    private String cookieName() {
        return secure ? "__Host-switchhook" : "switchhook";
    }

    private Cookie cookie(String value, int maxAge) {
        return new Cookie(cookieName(), value, "/", maxAge, secure, true, null, SameSite.STRICT);
    }
}
