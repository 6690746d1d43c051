package io.switchhook.sip.auth;

import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.AuthParameters;
import io.switchhook.sip.header.Challenge;
import io.switchhook.sip.header.Credentials;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says from whom a request is: RFC 3261 §22, RFC 7616, RFC 8760. Shared by all threads; throws nothing for anything
/// that came from the network.
///
/// An unknown user and a wrong password get the same answer after the same work, and who answers with a nonce that is not
/// good learns nothing of the password: he is asked again before it is looked at (RFC 7616 §3.3, `stale`). ACK and CANCEL cannot be challenged
/// (§22.1) and are not to be brought here. A request is to be brought with the Request-URI that it came with.
public final class DigestAuthenticator {
    /// Every algorithm, strongest first.
    public static final List<DigestAlgorithm> STRONGEST_FIRST = List.of(DigestAlgorithm.values());

    /// What is wrong with credentials.
    private record Fault(Remark.Credentials kind, String text) {
        private static final String WRONG = "wrong password or unknown user";
        static final Fault NONE = new Fault(Remark.Credentials.NONE, "no credentials");
        static final Fault OTHER_REALM =
                new Fault(Remark.Credentials.OTHER_REALM, "no credentials");
        static final Fault PASSWORD = new Fault(Remark.Credentials.WRONG_PASSWORD, WRONG);
        static final Fault USER = new Fault(Remark.Credentials.UNKNOWN_USER, WRONG);

        static Fault algorithm(String named) {
            return new Fault(
                    Remark.Credentials.UNKNOWN_ALGORITHM, "algorithm not offered: " + named);
        }

        static Fault nonce(NonceStanding standing) {
            var kind =
                    switch (standing) {
                        case FOREIGN -> Remark.Credentials.FOREIGN_NONCE;
                        case REPLAYED -> Remark.Credentials.REPLAYED;
                        case EXPIRED, GOOD -> Remark.Credentials.STALE_NONCE;
                    };
            return new Fault(kind, standing.text());
        }
    }

    private final Nonces nonces;
    private final Offer offer;
    private final Leniencies leniencies;
    private final DigestEvents events;
    private final Recorder recorder;

    /// What an unknown user's response is compared with; what it is of is no secret, since it can only fail.
    private final Ha1s nobody = Ha1s.of("", "", "");

    /// @param algorithms to offer, most preferred first (RFC 8760 §2.3); accounts need an HA1 for each, since a
    ///     challenge must not tell which the user has
    /// @param leniencies [Leniency#MISSING_QOP], [Leniency#OTHER_DIGEST_URI] and [Leniency#ONLY_MD5_UNDERSTOOD]
    /// @param events who hears of the outcome
    /// @param recorder told who proved himself, and who was asked to and why
    public DigestAuthenticator(
            Nonces nonces,
            List<DigestAlgorithm> algorithms,
            Leniencies leniencies,
            DigestEvents events,
            Recorder recorder) {
        this.events = events;
        this.recorder = recorder;
        this.nonces = nonces;
        this.offer = new Offer(algorithms, leniencies);
        this.leniencies = leniencies;
    }

    /// As above; nobody hears of the outcome.
    public DigestAuthenticator(
            Nonces nonces, List<DigestAlgorithm> algorithms, Leniencies leniencies) {
        this(nonces, algorithms, leniencies, DigestEvents.NONE, Recorder.NONE);
    }

    /// @param realm that the credentials must be for; those for other realms are for others, and not looked at
    /// @param logins what a user name of this realm stands for, if for anything; must not block
    public Verdict authenticate(
            Request request,
            Role role,
            String realm,
            Function<String, Optional<Login>> logins,
            Instant now) {
        try {
            var credentials = credentialsFor(realm, request, role);
            if (credentials == null)
                return challenge(request, role, realm, false, missing(request, role), now);
            return judge(request, role, realm, credentials, logins, now);
        } catch (MalformedField e) {
            return bad(request, Remark.Credentials.MALFORMED, e.text());
        } catch (MalformedValue e) {
            return bad(request, Remark.Credentials.MALFORMED, named(role, e.getMessage()));
        }
    }

    private static String named(Role role, @Nullable String text) {
        return role.credentials().name().text() + ": " + text;
    }

    private Verdict bad(Request request, Remark.Credentials why, String text) {
        if (recorder.isOn()) recorder.remark(callId(request), new Remark.BadCredentials(why, text));
        return new Verdict.BadRequest(text);
    }

    /// The challenge for a request without credentials of which nothing is kept: the same each time that it comes within
    /// half a minute or so.
    public Verdict.Challenged challenge(Request request, Role role, String realm, Instant now) {
        String nonce = nonces.issue(now, source(request), identity(request));
        return challenge(request, role, realm, false, missing(request, role), nonce);
    }

    /// Why there are no credentials for us.
    private static Fault missing(Request request, Role role) {
        return request.headers().has(role.credentials().name()) ? Fault.OTHER_REALM : Fault.NONE;
    }

    private static String callId(Request request) {
        return request.headers().require(Header.CALL_ID).value();
    }

    private static String tokens(List<DigestAlgorithm> algorithms) {
        return algorithms.stream().map(DigestAlgorithm::token).collect(Collectors.joining(", "));
    }

    private static String identity(Request request) {
        var headers = request.headers();
        return request.method().name()
                + '\n'
                + headers.require(Header.VIA).branch()
                + '\n'
                + callId(request)
                + '\n'
                + headers.require(Header.FROM).tag()
                + '\n'
                + headers.require(Header.CSEQ).number();
    }

    /// The first digest credentials of the realm. A line that cannot be read counts only if there are none, and only if
    /// it is a digest: RFC 4475 §3.3.7 wants a challenge for a scheme that nobody knows.
    private static @Nullable Credentials credentialsFor(String realm, Request request, Role role) {
        MalformedField malformed = null;
        var type = role.credentials();
        if (!request.headers().has(type.name())) return null;
        for (var field : request.headers().fields()) {
            if (!field.name().equals(type.name())) continue;
            try {
                var credentials = field.values(type).getFirst();
                if (credentials.isDigest() && realm.equals(credentials.get("realm").orElse("")))
                    return credentials;
            } catch (MalformedField e) {
                if (field.text().regionMatches(true, 0, "Digest", 0, 6)) malformed = e;
            }
        }
        if (malformed != null) throw malformed;
        return null;
    }

    private Verdict judge(
            Request request,
            Role role,
            String realm,
            Credentials credentials,
            Function<String, Optional<Login>> logins,
            Instant now) {
        String named = credentials.get("algorithm").orElse(DigestAlgorithm.MD5.token());
        var algorithm = DigestAlgorithm.of(named).orElse(null);
        if (algorithm == null || !offer.contains(algorithm))
            return challenge(request, role, realm, false, Fault.algorithm(named), now);
        String user = required(credentials, "username");
        String response = required(credentials, "response");
        var digest = digest(request, credentials, algorithm);
        long count = digest.qop().isEmpty() ? 0 : count(digest.nonceCount());
        if (!namesRequestUri(digest.uri(), request.uri())
                && !leniencies.allow(Leniency.OTHER_DIGEST_URI))
            return bad(
                    request,
                    Remark.Credentials.OTHER_REQUEST,
                    named(role, "uri is not the Request-URI"));
        String source = source(request);
        var standing = nonces.standing(digest.nonce(), source, now);
        if (standing != NonceStanding.GOOD)
            return challenge(request, role, realm, true, Fault.nonce(standing), now);
        var login = logins.apply(user);
        if (!isRight(digest, response, login.map(Login::ha1s))) {
            events.wrong(request, source, login.map(Login::account).orElse(user));
            var fault = login.isPresent() ? Fault.PASSWORD : Fault.USER;
            return challenge(request, role, realm, false, fault, now);
        }
        standing = nonces.use(digest.nonce(), source, count, now);
        if (standing != NonceStanding.GOOD)
            return challenge(request, role, realm, true, Fault.nonce(standing), now);
        String account = login.orElseThrow().account();
        login.get().proven();
        events.proven(request, source, account);
        if (recorder.isOn())
            recorder.remark(callId(request), new Remark.Authenticated(account, algorithm.token()));
        return new Verdict.Authenticated(account);
    }

    /// Where a request came from, as the transport noted it (RFC 3261 §18.2.1).
    private static String source(Request request) {
        var via = request.headers().require(Header.VIA);
        return via.parameters().get("received").orElseGet(() -> via.sentBy().host());
    }

    private Digest digest(Request request, Credentials credentials, DigestAlgorithm algorithm) {
        String nonce = required(credentials, "nonce");
        String uri = required(credentials, "uri");
        String method = request.method().name();
        String qop = credentials.get("qop").orElse("");
        if (qop.isEmpty()) {
            if (!leniencies.allow(Leniency.MISSING_QOP)) throw new MalformedValue("no qop", 0);
            return new Digest(algorithm, nonce, "", "", "", method, uri);
        }
        if (!qop.equalsIgnoreCase("auth")) throw new MalformedValue("qop was not offered", 0);
        String nonceCount = required(credentials, "nc");
        String cnonce = required(credentials, "cnonce");
        return new Digest(algorithm, nonce, nonceCount, cnonce, qop, method, uri);
    }

    private static String required(Credentials credentials, String name) {
        return credentials.get(name).orElseThrow(() -> new MalformedValue("no " + name, 0));
    }

    /// `nc-value = 8LHEX`; fewer digits are understood.
    private static long count(String digits) {
        long count = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0 || i == 8) throw new MalformedValue("nc is not eight digits", 0);
            count = count << 4 | digit;
        }
        if (count == 0) throw new MalformedValue("nc counts from 1", 0);
        return count;
    }

    /// Whether both name the same user at the same host. Scheme, port and parameters may differ: a phone behind a proxy
    /// of its own may see another form of the URI than we do (RFC 3261 §22.4 item 5).
    private static boolean namesRequestUri(String text, Uri requestUri) {
        Uri uri;
        try {
            uri = Uri.parse(text);
        } catch (MalformedValue e) {
            return false;
        }
        if (uri instanceof SipUri its && requestUri instanceof SipUri ours)
            return its.hostPort().sameHost(ours.hostPort())
                    && its.decodedUser().equals(ours.decodedUser());
        return uri.equals(requestUri);
    }

    /// An account without HA1 for the algorithm, and no account at all, cost what a wrong password costs.
    private boolean isRight(Digest digest, String response, Optional<Ha1s> account) {
        boolean known = account.isPresent() && account.get().has(digest.algorithm());
        byte[] ha1 = (known ? account.get() : nobody).of(digest.algorithm());
        String expected = digest.response(ha1);
        boolean equal =
                MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.ISO_8859_1),
                        response.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        return equal & known;
    }

    private Verdict.Challenged challenge(
            Request request, Role role, String realm, boolean stale, Fault fault, Instant now) {
        String nonce = nonces.issue(now, source(request));
        return challenge(request, role, realm, stale, fault, nonce);
    }

    private Verdict.Challenged challenge(
            Request request, Role role, String realm, boolean stale, Fault fault, String nonce) {
        var algorithms = offer.to(request);
        if (recorder.isOn())
            recorder.remark(
                    callId(request), new Remark.Challenged(fault.kind, realm, tokens(algorithms)));
        var challenges = new ArrayList<Challenge>(algorithms.size());
        var common = AuthParameters.empty().withQuoted("realm", realm).withQuoted("nonce", nonce);
        for (var algorithm : algorithms) {
            var parameters = common.with("algorithm", algorithm.token()).withQuoted("qop", "auth");
            challenges.add(
                    new Challenge("Digest", stale ? parameters.with("stale", "true") : parameters));
        }
        return new Verdict.Challenged(role, challenges, stale, fault.text);
    }
}
