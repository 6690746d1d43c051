package io.switchhook.ladder;

import static io.switchhook.ladder.Rule.hint;
import static io.switchhook.ladder.Rule.ok;
import static io.switchhook.ladder.Rule.when;

import io.switchhook.ladder.Ladder.Diagnosis;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a ladder amounts to: the first rule that fits says it.
final class Verdicts {
    /// Seconds in which a phone does what it was told by an answer.
    private static final int PATIENCE = 5;

    private static final List<Rule> REST =
            List.of(
                    hint(
                            "failed",
                            when(
                                    it -> it.failed() && !mayTryAgain(it),
                                    it -> "it failed with " + Statuses.phrase(it.status())),
                            "Look at the last answer and who gave it."),
                    ok("nothing-wrong", when(Verdicts::isDone, _ -> "nothing wrong")));

    /// In the order in which they are tried.
    static final List<Rule> RULES =
            Stream.of(
                            AdmissionRules.TABLE,
                            NetworkRules.TABLE,
                            RoutingRules.TABLE,
                            PhoneRules.TABLE,
                            CallRules.TABLE,
                            REST)
                    .flatMap(List::stream)
                    .toList();

    private Verdicts() {}

    /// Empty while nobody can tell.
    static Optional<Diagnosis> of(Evidence evidence) {
        for (var rule : RULES) {
            var diagnosis = rule.judge(evidence);
            if (diagnosis.isPresent()) return diagnosis;
        }
        return Optional.empty();
    }

    /// Whether who asked may well ask once more, in another way.
    private static boolean mayTryAgain(Evidence evidence) {
        return evidence.silence() <= PATIENCE
                && evidence.failedWith(401, 407, 421, 422, 423, 491, 494);
    }

    private static boolean isDone(Evidence evidence) {
        return evidence.isAnswered() && !evidence.failed();
    }
}
