package io.switchhook.sip.proxy;

import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.Parameters;
import java.util.List;
import java.util.OptionalInt;

/// Which phones the caller prefers, by what they said they can do: Accept-Contact and Reject-Contact, RFC 3841 §7.2.
///
/// A phone that said nothing is immune to both. What the method alone implies (§7.2.2) is left to the phones, which answer
/// what they do not know themselves.
final class CallerPreferences {
    /// He prefers none.
    static final CallerPreferences NONE = new CallerPreferences(List.of(), List.of());

    private static final HeaderType<Parameters> ACCEPT_CONTACT = type(Known.ACCEPT_CONTACT);
    private static final HeaderType<Parameters> REJECT_CONTACT = type(Known.REJECT_CONTACT);
    private static final int FULL_SCORE = 1000;

    private final List<Parameters> accepted;
    private final List<Parameters> rejected;

    private CallerPreferences(List<Parameters> accepted, List<Parameters> rejected) {
        this.accepted = accepted;
        this.rejected = rejected;
    }

    private static HeaderType<Parameters> type(Known name) {
        return new HeaderType<>(
                name,
                true,
                CallerPreferences::predicate,
                (out, predicate) -> predicate.writeTo(out.put("*")));
    }

    /// `*;audio;require`
    private static Parameters predicate(Scanner in) {
        in.token();
        return Parameters.ofHeader(in);
    }

    static CallerPreferences of(Request request) {
        var headers = request.headers();
        if (!headers.has(Known.ACCEPT_CONTACT) && !headers.has(Known.REJECT_CONTACT)) return NONE;
        return new CallerPreferences(headers.all(ACCEPT_CONTACT), headers.all(REJECT_CONTACT));
    }

    /// Where a target stands among the others, the higher the sooner: by its q, and with equal q by how well it suits
    /// (§7.2.4). Empty for one that must not get the request.
    OptionalInt rank(Target target) {
        int rank = target.q() * (FULL_SCORE + 1);
        var features = new FeatureSet(target.features());
        if (this == NONE || features.isEmpty()) return OptionalInt.of(rank + FULL_SCORE);
        for (var predicate : rejected)
            if (isRejected(features, predicate)) return OptionalInt.empty();
        if (accepted.isEmpty()) return OptionalInt.of(rank + FULL_SCORE);
        int sum = 0;
        for (var predicate : accepted) {
            int score = score(features, predicate);
            if (score == 0 && predicate.has("require")) return OptionalInt.empty();
            sum += score;
        }
        return OptionalInt.of(rank + sum / accepted.size());
    }

    /// Only for what the phone said about each of them.
    private static boolean isRejected(FeatureSet features, Parameters predicate) {
        var unwanted = new FeatureSet(predicate);
        return !unwanted.isEmpty() && unwanted.agreement(features) == unwanted.size();
    }

    /// From 0, for one that does not suit.
    private static int score(FeatureSet features, Parameters predicate) {
        var wanted = new FeatureSet(predicate);
        if (wanted.isEmpty()) return FULL_SCORE;
        int agreement = wanted.agreement(features);
        if (agreement == wanted.size()) return FULL_SCORE;
        if (agreement < 0 || predicate.has("explicit")) return 0;
        // One that said nothing about any of it suits still, if worse than all others.
        return Math.max(1, agreement * FULL_SCORE / wanted.size());
    }
}
