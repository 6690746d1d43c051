package io.switchhook.sip.auth;

import io.switchhook.sip.header.AuthParameters;
import io.switchhook.sip.header.Challenge;
import io.switchhook.sip.header.Credentials;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Answers challenges for one user: RFC 3261 §22.2 and §22.3, RFC 7616 §3.4. Remembers the last challenge of each
/// realm, so that further requests can carry credentials at once: those that a server answers itself what such requests were
/// asked for, and all others what others were. For one thread.
public final class DigestClient {
    private static final int REALMS = 16;
    private static final String FIRST = "00000001";

    /// A server answers these itself; others it passes on, and asks as a proxy.
    private static final Set<Method> OWN =
            Set.of(Method.REGISTER, Method.SUBSCRIBE, Method.PUBLISH);

    private final String user;
    private final String password;
    private final RandomGenerator random;
    private final Map<Asker, Session> sessions = new HashMap<>();

    /// Who asked.
    ///
    /// @param own whether about a request that a server answers itself
    private record Asker(Role role, String realm, boolean own) {
        static Asker of(Role role, Challenge challenge, Request request) {
            return new Asker(role, challenge.get("realm").orElse(""), isOwn(request));
        }
    }

    private static boolean isOwn(Request request) {
        return OWN.contains(request.method());
    }

    /// A challenge and how often it was answered.
    private static final class Session {
        final Challenge challenge;
        final DigestAlgorithm algorithm;
        final boolean sess;
        int count;

        Session(Challenge challenge, DigestAlgorithm algorithm, boolean sess) {
            this.challenge = challenge;
            this.algorithm = algorithm;
            this.sess = sess;
        }

        int strength() {
            return -algorithm.ordinal();
        }
    }

    /// @param random makes the cnonces: a secure one, unless in a test
    public DigestClient(String user, String password, RandomGenerator random) {
        this.user = user;
        this.password = password;
        this.random = random;
    }

    /// The request with credentials for every realm that a 401 or 407 asked for; its CSeq and branch are the caller's
    /// to change. Of a realm's challenges the strongest that is known here is answered.
    ///
    /// @return empty if there is nothing new to say: no challenge could be read, or the credentials it carried were
    ///     refused for other reasons than a stale nonce
    public Optional<Request> answer(Request request, Response response) {
        boolean learned = false;
        for (var role : Role.values()) {
            if (response.status() == role.status()) learned = learn(role, request, response);
        }
        return learned ? Optional.of(authorize(request)) : Optional.empty();
    }

    private boolean learn(Role role, Request request, Response response) {
        var refused = realmsRefused(role, request);
        var strongest = new HashMap<Asker, Session>();
        for (var field : response.headers().fields()) {
            if (!field.name().equals(role.challenge().name())) continue;
            try {
                for (var challenge : field.values(role.challenge())) {
                    var session = session(challenge);
                    if (session == null) continue;
                    var asker = Asker.of(role, challenge, request);
                    boolean stale = challenge.get("stale").orElse("").equalsIgnoreCase("true");
                    if (refused.contains(asker.realm) && !stale) continue;
                    strongest.merge(asker, session, (a, b) -> a.strength() >= b.strength() ? a : b);
                }
            } catch (MalformedField e) {
                continue;
            }
        }
        if (sessions.size() + strongest.size() > REALMS) sessions.clear();
        sessions.putAll(strongest);
        return !strongest.isEmpty();
    }

    /// The realms whose fresh nonce did not help; one that was used before may have gone stale without being called so.
    private static Set<String> realmsRefused(Role role, Request request) {
        var realms = new HashSet<String>();
        for (var credentials : request.headers().all(role.credentials())) {
            if (credentials.get("nc").orElse(FIRST).equals(FIRST))
                realms.add(credentials.get("realm").orElse(""));
        }
        return realms;
    }

    private static @Nullable Session session(Challenge challenge) {
        if (!challenge.scheme().equalsIgnoreCase("Digest")) return null;
        if (challenge.get("nonce").isEmpty() || qop(challenge) == null) return null;
        String token = challenge.get("algorithm").orElse(DigestAlgorithm.MD5.token());
        boolean sess = token.regionMatches(true, token.length() - 5, "-sess", 0, 5);
        var algorithm = DigestAlgorithm.of(sess ? token.substring(0, token.length() - 5) : token);
        return algorithm.map(known -> new Session(challenge, known, sess)).orElse(null);
    }

    /// `auth` if offered, else `auth-int` if offered, empty for a challenge without any, null if none is known.
    private static @Nullable String qop(Challenge challenge) {
        var offered = challenge.get("qop");
        if (offered.isEmpty()) return "";
        String best = null;
        for (String option : offered.get().split(",", -1)) {
            if (option.strip().equalsIgnoreCase("auth")) return "auth";
            if (option.strip().equalsIgnoreCase("auth-int")) best = "auth-int";
        }
        return best;
    }

    /// The request with fresh credentials for every realm that ever asked for them in such a request, in the place of those it
    /// has.
    public Request authorize(Request request) {
        if (sessions.isEmpty()) return request;
        boolean own = isOwn(request);
        return request.with(h -> {
            for (var role : Role.values()) h.remove(role.credentials().name());
            sessions.forEach((asker, session) -> {
                if (asker.own == own)
                    h.add(asker.role.credentials(), credentials(request, session));
            });
            return h;
        });
    }

    private Credentials credentials(Request request, Session session) {
        var challenge = session.challenge;
        String realm = challenge.get("realm").orElse("");
        String nonce = challenge.get("nonce").orElse("");
        String qop = String.valueOf(qop(challenge));
        String count = Digest.HEX.toHexDigits(++session.count);
        String cnonce = Digest.HEX.toHexDigits(random.nextLong());
        String uri = request.uri().toString();
        var digest =
                new Digest(
                        session.algorithm, nonce, count, cnonce, qop, request.method().name(), uri);
        byte[] ha1 = Digest.ha1(session.algorithm, user, realm, password);
        if (session.sess) ha1 = Digest.sessionHa1(session.algorithm, ha1, nonce, cnonce);
        var parameters =
                AuthParameters.empty()
                        .withQuoted("username", user)
                        .withQuoted("realm", realm)
                        .withQuoted("nonce", nonce)
                        .withQuoted("uri", uri)
                        .withQuoted("response", digest.response(ha1, request.body()));
        var algorithm = challenge.get("algorithm");
        if (algorithm.isPresent()) parameters = parameters.with("algorithm", algorithm.get());
        if (!qop.isEmpty() || session.sess) parameters = parameters.withQuoted("cnonce", cnonce);
        if (!qop.isEmpty()) parameters = parameters.with("qop", qop).with("nc", count);
        var opaque = challenge.get("opaque");
        if (opaque.isPresent()) parameters = parameters.withQuoted("opaque", opaque.get());
        return new Credentials("Digest", parameters);
    }
}
