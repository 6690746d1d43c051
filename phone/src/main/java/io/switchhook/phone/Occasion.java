package io.switchhook.phone;

import io.switchhook.phone.settings.ActionUrl;
import java.util.Optional;

/// Something has happened that the settings may have a URL for.
///
/// @param account whose; 0 for the whole phone
/// @param call whose; empty for none
record Occasion(ActionUrl.Event event, int account, Optional<CallFacts> call) {
    static Occasion of(ActionUrl.Event event) {
        return new Occasion(event, 0, Optional.empty());
    }

    static Occasion of(ActionUrl.Event event, int account) {
        return new Occasion(event, account, Optional.empty());
    }

    static Occasion of(ActionUrl.Event event, CallFacts call) {
        return new Occasion(event, call.account(), Optional.of(call));
    }
}
