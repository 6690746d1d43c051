package io.switchhook.sip.uri;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.Scanner;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A SIP or SIPS URI: RFC 3261 §19.1.
///
/// @param secure whether the scheme is `sips`
/// @param userinfo user and perhaps `:password`, escapes as they were sent; empty for none
/// @param hostPort whom it names
/// @param parameters `;transport=tcp;lr` ...
/// @param headers what follows `?`, as it was sent; empty for none
public record SipUri(
        boolean secure, String userinfo, HostPort hostPort, Parameters parameters, String headers)
        implements Uri {

    public static SipUri of(String user, HostPort hostPort) {
        return new SipUri(false, user, hostPort, Parameters.EMPTY, "");
    }

    public static SipUri of(HostPort hostPort) {
        return of("", hostPort);
    }

    /// @throws io.switchhook.sip.grammar.MalformedValue if the text is no SIP or SIPS URI
    public static SipUri parse(String text) {
        if (Uri.parse(text) instanceof SipUri uri) return uri;
        throw Scanner.of(text).malformed("expected sip: or sips:");
    }

    static SipUri parse(Scanner in, boolean secure) {
        String userinfo = userinfo(in);
        var hostPort = HostPort.parse(in);
        var parameters = Parameters.ofUri(in);
        return new SipUri(secure, userinfo, hostPort, parameters, headers(in));
    }

    /// A user part may hold `;`, `?` and `,`, so it is whatever stands before `@`.
    private static String userinfo(Scanner in) {
        int from = in.position();
        int plain = in.endOfPlainUser(from);
        int at = in.peekAt(plain) == '@' ? plain : endOfUserinfo(in, plain);
        if (at < 0) return "";
        if (at == from || in.peekAt(from) == ':') throw in.malformed("'@' without a user");
        in.moveTo(at + 1);
        return at == plain ? in.ascii(from, at) : in.text(from, at);
    }

    /// Where the `@` is if one comes before the closing angle bracket, or -1.
    private static int endOfUserinfo(Scanner in, int from) {
        int at = from;
        while (in.peekAt(at) != '@') {
            if (in.peekAt(at) < 0 || in.peekAt(at) == '>') return -1;
            at++;
        }
        boolean unescaped = false;
        int colons = 0;
        for (int i = from; i < at; i = in.endOfPlainUser(i + 1)) {
            int c = in.peekAt(i);
            if (c <= ' ' || c == '<' || c == '"' || c == 0x7f) {
                in.moveTo(i);
                throw in.malformed("not part of a user");
            }
            unescaped |= c == ':' ? ++colons > 1 : c != '%' || !isEscape(in, i);
        }
        if (unescaped) in.lenient(Leniency.UNESCAPED_USER);
        return at;
    }

    private static boolean isEscape(Scanner in, int at) {
        return Chars.isHex(in.peekAt(at + 1)) && Chars.isHex(in.peekAt(at + 2));
    }

    private static String headers(Scanner in) {
        if (!in.accept('?')) return "";
        int from = in.position();
        int at = in.endOfParameter(from);
        while (in.peekAt(at) == '=' || in.peekAt(at) == '?') at = in.endOfParameter(at + 1);
        in.moveTo(at);
        if (at == from) throw in.malformed("'?' without headers");
        return in.text(from, in.position());
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    /// The user as it was sent; empty for none.
    public String user() {
        int colon = userinfo.indexOf(':');
        return colon < 0 ? userinfo : userinfo.substring(0, colon);
    }

    /// The user with its escapes undone.
    public String decodedUser() {
        return Chars.unescape(user());
    }

    public Optional<String> password() {
        int colon = userinfo.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(userinfo.substring(colon + 1));
    }

    public String host() {
        return hostPort.host();
    }

    /// The `transport` parameter in lower case.
    public Optional<String> transport() {
        return parameters.get("transport").map(t -> t.toLowerCase(Locale.ROOT));
    }

    /// Whether it names a loose router (`;lr`, RFC 3261 §19.1.1).
    public boolean isLooseRouter() {
        return parameters.has("lr");
    }

    public SipUri withParameters(Parameters changed) {
        return new SipUri(secure, userinfo, hostPort, changed, headers);
    }

    public SipUri withHostPort(HostPort changed) {
        return new SipUri(secure, userinfo, changed, parameters, headers);
    }

    /// Without `?headers` and without the parameters that a Request-URI may not have (§19.1.1, table 1).
    public SipUri asRequestUri() {
        if (headers.isEmpty() && !parameters.has("method")) return this;
        return new SipUri(secure, userinfo, hostPort, parameters.without("method"), "");
    }

    /// Whether both name the same resource: RFC 3261 §19.1.4. Not an equivalence relation (it is not
    /// transitive), hence not `equals`.
    public boolean equivalentTo(SipUri other) {
        return secure == other.secure
                && sameUserinfo(other)
                && hostPort.sameHost(other.hostPort)
                && hostPort.portOrZero() == other.hostPort.portOrZero()
                && sameParameters(other.parameters)
                && headerKey(headers).equals(headerKey(other.headers));
    }

    private boolean sameUserinfo(SipUri other) {
        return userinfo.equals(other.userinfo)
                || canonical(userinfo).equals(canonical(other.userinfo));
    }

    /// Escapes of unreserved characters undone, others kept: only the former mean the same unescaped.
    private static String canonical(String text) {
        if (text.indexOf('%') < 0) return text;
        var canonical = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < text.length()) {
                String escape = text.substring(i, i + 3);
                String plain = Chars.unescape(escape);
                boolean unreserved = plain.length() == 1 && Chars.isUnreserved(plain.charAt(0));
                canonical.append(unreserved ? plain : escape.toUpperCase(Locale.ROOT));
                i += 2;
            } else {
                canonical.append(c);
            }
        }
        return canonical.toString();
    }

    /// A parameter that both have must match; `user`, `ttl`, `method`, `maddr` and `transport` must
    /// be in both or in neither.
    private boolean sameParameters(Parameters others) {
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.nameAt(i);
            if (others.has(name)) {
                String value = canonical(parameters.get(name).orElse(""));
                String its = canonical(others.get(name).orElse(""));
                if (!value.equalsIgnoreCase(its)) return false;
            } else if (mustBeInBoth(name)) {
                return false;
            }
        }
        for (int i = 0; i < others.size(); i++) {
            if (mustBeInBoth(others.nameAt(i)) && !parameters.has(others.nameAt(i))) return false;
        }
        return true;
    }

    private static boolean mustBeInBoth(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "user", "ttl", "method", "maddr", "transport" -> true;
            default -> false;
        };
    }

    private static String headerKey(String headers) {
        if (headers.isEmpty()) return "";
        String[] pairs = canonical(headers).toLowerCase(Locale.ROOT).split("&", -1);
        Arrays.sort(pairs);
        return String.join("&", pairs);
    }

    @Override
    public void writeTo(ByteSink out) {
        out.put(secure ? "sips:" : "sip:");
        if (!userinfo.isEmpty()) out.put(userinfo).put('@');
        hostPort.writeTo(out);
        parameters.writeTo(out);
        if (!headers.isEmpty()) out.put('?').put(headers);
    }

    @Override
    public String toString() {
        var out = new ByteSink(64);
        writeTo(out);
        return out.toString();
    }
}
