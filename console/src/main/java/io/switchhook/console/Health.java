package io.switchhook.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// Whether the server is well, and if not, what is wrong. Each part of the server answers for itself.
public final class Health {

    /// Worst last.
    public enum Status {
        OK,
        /// It serves, but somebody should look.
        WARNING,
        /// It ends, and takes no new calls.
        DRAINING,
        /// It does not serve as it should.
        FAILED;

        /// Whether a load balancer should send phones here.
        boolean serves() {
            return this == OK || this == WARNING;
        }
    }

    /// @param what is wrong and what to do, in a sentence
    public record Problem(Status status, String what) {}

    /// What [#report] found.
    ///
    /// @param problems by the name of the part
    public record Report(Status status, Map<String, Problem> problems) {
        public List<String> sentences() {
            var sentences = new ArrayList<String>();
            problems.forEach((part, problem) -> sentences.add(part + ": " + problem.what()));
            return sentences;
        }
    }

    private final Map<String, Supplier<Optional<Problem>>> parts = new ConcurrentSkipListMap<>();

    /// Has a part of the server asked whenever somebody wants to know. The answer must not block.
    public void add(String part, Supplier<Optional<Problem>> check) {
        parts.put(part, check);
    }

    public Report report() {
        var status = Status.OK;
        var problems = new java.util.LinkedHashMap<String, Problem>();
        for (var part : parts.entrySet()) {
            var problem = ask(part.getValue());
            if (problem.isEmpty()) continue;
            problems.put(part.getKey(), problem.get());
            if (problem.get().status().compareTo(status) > 0) status = problem.get().status();
        }
        return new Report(status, problems);
    }

    private static Optional<Problem> ask(Supplier<Optional<Problem>> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            return Optional.of(new Problem(Status.FAILED, "cannot tell: " + e));
        }
    }
}
