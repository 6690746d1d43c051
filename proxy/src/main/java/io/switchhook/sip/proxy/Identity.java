package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import java.util.Locale;
import java.util.Set;

/// Who may say who somebody is: RFC 3325, RFC 3323. The trust domain is this server alone, so what others assert goes no
/// further, and identity comes from the [Router]'s edits.
final class Identity {
    /// What hides an asserted identity, and what asks for nothing.
    private static final Set<String> GRANTED = Set.of("id", "none", "critical");

    private Identity() {}

    /// RFC 3325 §5: what came from outside of the trust domain. Remote-Party-ID is what phones had before.
    static Headers.Editor withoutClaims(Headers.Editor h) {
        return h.remove(Known.P_ASSERTED_IDENTITY)
                .remove(Known.P_PREFERRED_IDENTITY)
                .remove(Known.REMOTE_PARTY_ID);
    }

    static Response withoutClaims(Response response) {
        var headers = response.headers();
        boolean claims =
                headers.has(Known.P_ASSERTED_IDENTITY) || headers.has(Known.REMOTE_PARTY_ID);
        return claims ? response.with(Identity::withoutClaims) : response;
    }

    /// RFC 3323 §4.2: whether the sender would rather not be served than without a privacy that a proxy cannot give:
    /// `header`, `session` and `user` change what belongs to the ends of a dialog.
    static boolean isPrivacyOutOfReach(Request request) {
        if (!request.headers().has(Known.PRIVACY)) return false;
        try {
            var privacy = request.headers().require(Header.PRIVACY);
            return privacy.has("critical")
                    && !privacy.values().stream()
                            .allMatch(it -> GRANTED.contains(it.toLowerCase(Locale.ROOT)));
        } catch (MalformedField e) {
            return false;
        }
    }
}
