package io.switchhook.pbx.directory;

import java.util.Optional;

/// What an account is made of. Nothing here is checked yet.
///
/// @param domain empty for the server's first
/// @param name to display; empty for none
/// @param password empty, in a file that is imported, for that which the account has
/// @param features what to do with its calls from now on
public record NewAccount(
        String user,
        Optional<String> domain,
        String name,
        String password,
        Optional<Redirects> redirects,
        FeatureChange features) {

    /// @param address `USER` or `USER@DOMAIN`
    public static NewAccount of(String address, String name, String password) {
        int at = address.lastIndexOf('@');
        var domain = at < 0 ? Optional.<String>empty() : Optional.of(address.substring(at + 1));
        String user = at < 0 ? address : address.substring(0, at);
        return new NewAccount(user, domain, name, password, Optional.empty(), FeatureChange.NONE);
    }

    public NewAccount withRedirects(Redirects redirects) {
        return new NewAccount(user, domain, name, password, Optional.of(redirects), features);
    }

    NewAccount withName(String name) {
        return new NewAccount(user, domain, name, password, redirects, features);
    }

    NewAccount withPassword(String password) {
        return new NewAccount(user, domain, name, password, redirects, features);
    }

    public NewAccount withFeatures(FeatureChange features) {
        return new NewAccount(user, domain, name, password, redirects, features);
    }

    /// Without the password.
    @Override
    public String toString() {
        return user + domain.map(named -> '@' + named).orElse("");
    }
}
