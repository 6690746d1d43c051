package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Diagnosis;
import java.util.Optional;

final class Verdicts {
    private Verdicts() {}

    static Optional<Diagnosis> of(Evidence evidence) {
        return Optional.of(new Diagnosis("nothing-wrong", Ladder.Severity.OK, "nothing wrong", ""));
    }
}
