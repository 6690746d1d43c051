package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Parameters;
import java.util.Optional;
import java.util.OptionalInt;

/// One hop that a request took: RFC 3261 §20.42.
///
/// ```
/// Via: SIP/2.0/UDP pc33.atlanta.example:5060;branch=z9hG4bK776asdhds;rport
/// ```
///
/// The protocol is not kept: `SIP/2.0` is written.
///
/// @param transport as it was sent: UDP, TCP, TLS, WS, WSS or another
/// @param sentBy where the sender wants the response
public record Via(String transport, HostPort sentBy, Parameters parameters) {
    /// What every branch made by RFC 3261's rules begins with (§8.1.1.7).
    public static final String MAGIC_COOKIE = "z9hG4bK";

    public static Via of(String transport, HostPort sentBy, String branch) {
        return new Via(transport, sentBy, Parameters.EMPTY.with("branch", branch));
    }

    static Via parse(Scanner in) {
        if (in.acceptIgnoringCase("sip/2.0/")) in.skipSpace();
        else protocol(in);
        String transport = in.token();
        in.skipSpace();
        var sentBy = HostPort.parseSentBy(in);
        return new Via(transport, sentBy, Parameters.ofHeader(in));
    }

    /// Name and version of the protocol, whatever they are, with white space between them.
    private static void protocol(Scanner in) {
        for (int i = 0; i < 2; i++) {
            in.skipToken();
            if (!in.acceptSeparator('/')) throw in.malformed("expected SIP/2.0/ and a transport");
        }
    }

    /// The branch; empty for none, as RFC 2543 allowed.
    public String branch() {
        return parameters.get("branch").orElse("");
    }

    /// Whether the branch identifies the transaction: it begins with the cookie, and more follows (RFC 4475 §3.2.1).
    public boolean hasMagicCookie() {
        String branch = branch();
        return branch.length() > MAGIC_COOKIE.length()
                && branch.regionMatches(true, 0, MAGIC_COOKIE, 0, MAGIC_COOKIE.length());
    }

    /// Where the request came from, as the next hop saw it, without brackets (§18.2.1).
    public Optional<String> received() {
        return parameters.get("received").map(Via::withoutBrackets);
    }

    private static String withoutBrackets(String address) {
        return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    }

    /// The port the request came from (RFC 3581); empty for none and where `rport` has no value yet.
    public OptionalInt rport() {
        return parameters.get("rport").map(Via::port).orElse(OptionalInt.empty());
    }

    private static OptionalInt port(String digits) {
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || port > 65535) return OptionalInt.empty();
            port = port * 10 + c - '0';
        }
        return port >= 1 && port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
    }

    /// Whether the sender asks for symmetric response routing (RFC 3581 §3).
    public boolean wantsRport() {
        return parameters.has("rport");
    }

    public Via with(Parameters changed) {
        return new Via(transport, sentBy, changed);
    }

    public void writeTo(ByteSink out) {
        out.put("SIP/2.0/").put(transport).put(' ');
        sentBy.writeTo(out);
        parameters.writeTo(out);
    }
}
