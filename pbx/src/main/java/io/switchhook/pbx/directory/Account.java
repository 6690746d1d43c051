package io.switchhook.pbx.directory;

import io.switchhook.sip.auth.Ha1s;
import java.util.Optional;

/// Somebody who may register and call.
///
/// @param user as the user part of a SIP URI has it, escapes undone; case counts (RFC 3261 §19.1.4)
/// @param domain that it was made for; it may be called in every domain of the server
/// @param name to display; empty for none
/// @param realm that the HA1s are for
/// @param redirects empty for what the server does by default
/// @param features what is done with calls for it
/// @param configured whether it stands in the configuration file, not in the database
public record Account(
        String user,
        String domain,
        String name,
        String realm,
        Ha1s ha1s,
        Optional<Redirects> redirects,
        CallFeatures features,
        boolean configured) {

    Account withPassword(String domain, String realm, Ha1s ha1s) {
        return new Account(user, domain, name, realm, ha1s, redirects, features, configured);
    }

    Account withName(String name) {
        return new Account(user, domain, name, realm, ha1s, redirects, features, configured);
    }

    Account withFeatures(CallFeatures features) {
        return new Account(user, domain, name, realm, ha1s, redirects, features, configured);
    }

    @Override
    public String toString() {
        return user + '@' + domain;
    }
}
