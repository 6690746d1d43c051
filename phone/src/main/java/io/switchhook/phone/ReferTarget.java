package io.switchhook.phone;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Replaces;
import io.switchhook.sip.uri.SipUri;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Whom a REFER names (RFC 3515 §2.1), and the call there whose place is to be taken (RFC 3891 §5).
///
/// @param uri without header fields: others than Replaces are left out, for who refers could forge any (RFC 3261 §19.1.5)
record ReferTarget(SipUri uri, Optional<Replaces> replaces) {
    private static final String NAME = "Replaces=";

    /// The other end of a dialog, to be called by somebody who takes our place there. The tags are as seen from there.
    ///
    /// @param byContact whether it is called where it is, instead of by its address, which may be somewhere else too
    static NameAddr replacing(Dialog dialog, boolean byContact) {
        var id = dialog.id();
        var address = dialog.remote().sipUri().filter(_ -> !byContact);
        var uri = address.orElse(dialog.remoteTarget());
        String value =
                id.callId().value() + ";to-tag=" + id.remoteTag() + ";from-tag=" + id.localTag();
        String escaped = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return NameAddr.of(
                new SipUri(
                        uri.secure(),
                        uri.userinfo(),
                        uri.hostPort(),
                        uri.parameters(),
                        NAME + escaped));
    }

    /// Empty if it is no SIP URI, or has a Replaces that cannot be read.
    static Optional<ReferTarget> of(NameAddr referTo) {
        var uri = referTo.sipUri();
        if (uri.isEmpty()) return Optional.empty();
        try {
            return Optional.of(
                    new ReferTarget(uri.get().asRequestUri(), replaces(uri.get().headers())));
        } catch (IllegalArgumentException | MalformedValue e) {
            return Optional.empty();
        }
    }

    private static Optional<Replaces> replaces(String headers) {
        for (var header : headers.split("&", -1))
            if (header.regionMatches(true, 0, NAME, 0, NAME.length()))
                return Optional.of(
                        Replaces.parse(
                                URLDecoder.decode(
                                        header.substring(NAME.length()).replace("+", "%2B"),
                                        StandardCharsets.UTF_8)));
        return Optional.empty();
    }
}
