package io.switchhook.server;

import io.switchhook.pbx.directory.Account;
import tools.jackson.databind.node.ObjectNode;

/// An account as commands show it.
///
/// @param usable whether it can log in: its digests are for the realm of the server
/// @param configured whether it stands in the configuration file
record AccountLine(
        String user,
        String domain,
        String name,
        String realm,
        String redirects,
        FeatureLine features,
        boolean usable,
        boolean configured) {

    static AccountLine of(Account account, String realm) {
        return new AccountLine(
                account.user(),
                account.domain(),
                account.name(),
                account.realm(),
                account.redirects().map(Object::toString).orElse(""),
                FeatureLine.of(account.features()),
                account.realm().equals(realm),
                account.configured());
    }

    static AccountLine of(ObjectNode json) {
        return new AccountLine(
                json.path("user").asString(""),
                json.path("domain").asString(""),
                json.path("name").asString(""),
                json.path("realm").asString(""),
                json.path("redirects").asString(""),
                FeatureLine.of(json),
                json.path("usable").asBoolean(false),
                json.path("configured").asBoolean(false));
    }

    ObjectNode json() {
        return features.into(ControlServer.JSON.createObjectNode())
                .put("user", user)
                .put("domain", domain)
                .put("name", name)
                .put("realm", realm)
                .put("redirects", redirects)
                .put("usable", usable)
                .put("configured", configured);
    }
}
