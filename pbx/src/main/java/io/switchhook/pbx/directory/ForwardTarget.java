package io.switchhook.pbx.directory;

import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.OpaqueUri;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.TelUri;
import io.switchhook.sip.uri.Uri;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a call is forwarded to.
///
/// @param text as somebody wrote it: `1003`, `1003@office.example`, `sip:1003@office.example`, `tel:+15551003`
/// @param uri what that means
public record ForwardTarget(String text, Uri uri) {
    static final int LONGEST = 256;

    /// What a text of visible ASCII means in a realm; empty if it means nothing.
    static Optional<ForwardTarget> of(String text, String realm) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) return Optional.empty();
        try {
            var uri = uri(text, realm);
            boolean hasUser = !(uri instanceof SipUri sip) || !sip.user().isEmpty();
            return uri instanceof OpaqueUri || !hasUser
                    ? Optional.empty()
                    : Optional.of(new ForwardTarget(text, uri));
        } catch (MalformedValue e) {
            return Optional.empty();
        }
    }

    private static Uri uri(String text, String realm) {
        if (AccountRules.user(text).isEmpty()) return SipUri.of(text, HostPort.of(realm));
        var uri = Uri.parse(text.indexOf(':') >= 0 ? text : "sip:" + text);
        return uri instanceof SipUri sip ? sip.asRequestUri() : uri;
    }

    /// What is wrong with it for a user of these domains, if anything is.
    ///
    /// @param text which [#of] may not understand
    static Optional<String> fault(String user, String text, String realm, List<String> domains) {
        if (text.length() > LONGEST)
            return Optional.of("a forward is longer than " + LONGEST + " characters");
        var target = of(text, realm);
        if (target.isEmpty())
            return Optional.of(
                    "calls cannot be forwarded to "
                            + AccountRules.shown(text)
                            + ": it is neither a user nor a SIP URI nor a telephone number");
        return switch (target.get().uri()) {
            case SipUri sip -> {
                if (!domains.contains(sip.host().toLowerCase(Locale.ROOT)))
                    yield Optional.of(
                            "calls cannot be forwarded to "
                                    + AccountRules.shown(text)
                                    + ": nothing is relayed elsewhere, and this server's domains are "
                                    + String.join(", ", domains));
                yield itself(user, sip.decodedUser());
            }
            case TelUri tel -> itself(user, tel.digits());
            case OpaqueUri _ -> throw new IllegalStateException(text);
        };
    }

    private static Optional<String> itself(String user, String called) {
        return user.equals(called)
                ? Optional.of("calls of " + user + " cannot be forwarded to " + user)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
