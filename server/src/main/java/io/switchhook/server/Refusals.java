package io.switchhook.server;

import io.switchhook.console.Refusal;
import io.switchhook.console.Refusal.Kind;
import io.switchhook.pbx.directory.AccountException;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.Mac;

/// What the floors refuse, as the console tells it.
final class Refusals {
    private Refusals() {}

    static Refusal of(DeviceException e) {
        var kind =
                switch (e.kind()) {
                    case INVALID -> Kind.INVALID;
                    case CONFLICT -> Kind.CONFLICT;
                    case STORAGE -> Kind.FAILED;
                };
        return new Refusal(kind, sentence(String.valueOf(e.getMessage())));
    }

    static Refusal of(AccountException e) {
        var kind =
                switch (e.kind()) {
                    case INVALID -> Kind.INVALID;
                    case CONFLICT -> Kind.CONFLICT;
                    case STORAGE -> Kind.FAILED;
                };
        return new Refusal(kind, sentence(String.valueOf(e.getMessage())));
    }

    static Refusal invalid(String sentence) {
        return new Refusal(Kind.INVALID, sentence);
    }

    static Refusal missing(String sentence) {
        return new Refusal(Kind.MISSING, sentence);
    }

    static Refusal conflict(String sentence) {
        return new Refusal(Kind.CONFLICT, sentence);
    }

    static Mac mac(String text) throws Refusal {
        return Mac.of(text)
                .orElseThrow(
                        () -> invalid("'" + text + "' is no MAC address such as 001565abcdef."));
    }

    /// Words of a floor as the console tells them.
    static String sentence(String words) {
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
