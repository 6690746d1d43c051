package io.switchhook.sip.uri;

import java.util.Locale;

/// The key that bindings are filed under: a URI in the canonical form of RFC 3261 §10.3 item 5 (escapes
/// undone, host in lower case, no parameters). `sips:` and `sip:` name the same address-of-record.
///
/// @param user with escapes undone
/// @param domain in lower case
public record AddressOfRecord(String user, String domain) {

    public static AddressOfRecord of(SipUri uri) {
        return new AddressOfRecord(uri.decodedUser(), uri.host().toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return user.isEmpty() ? domain : user + '@' + domain;
    }
}
