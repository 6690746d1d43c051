package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Diagnosis;
import io.switchhook.ladder.Ladder.Severity;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What a ladder may amount to.
///
/// @param name for programs: `wrong-password`
/// @param finds the sentence that says so, if the evidence does
/// @param advice what to do; empty for nothing
record Rule(
        String name, Severity severity, Function<Evidence, Optional<String>> finds, String advice) {

    static Rule fault(String name, Function<Evidence, Optional<String>> finds, String advice) {
        return new Rule(name, Severity.FAULT, finds, advice);
    }

    static Rule hint(String name, Function<Evidence, Optional<String>> finds, String advice) {
        return new Rule(name, Severity.HINT, finds, advice);
    }

    static Rule ok(String name, Function<Evidence, Optional<String>> finds) {
        return new Rule(name, Severity.OK, finds, "");
    }

    /// One sentence, where a condition holds.
    static Function<Evidence, Optional<String>> when(
            Predicate<Evidence> condition, Function<Evidence, String> sentence) {
        return it -> condition.test(it) ? Optional.of(sentence.apply(it)) : Optional.empty();
    }

    /// What a remark tells, where a condition holds and there is such a remark; of several, the last.
    static <R extends Remark> Function<Evidence, Optional<String>> told(
            Class<R> kind, Predicate<Evidence> condition, Function<R, String> sentence) {
        return it -> condition.test(it) ? it.last(kind).map(sentence) : Optional.empty();
    }

    Optional<Diagnosis> judge(Evidence evidence) {
        return finds.apply(evidence).map(text -> new Diagnosis(name, severity, text, advice));
    }
}
