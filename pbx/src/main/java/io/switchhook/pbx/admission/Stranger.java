package io.switchhook.pbx.admission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What is remembered of an address, those aside who proved themselves there: what it may still spend and get wrong.
final class Stranger {
    private static final int ATTEMPTS = 5;

    final Budget requests;
    final Budget mistakes;

    /// The last few, oldest first; guarded by itself.
    private final Deque<Attempt> attempts = new ArrayDeque<>(0);

    Stranger(long now) {
        requests = new Budget(now);
        mistakes = new Budget(now);
    }

    void add(Attempt attempt) {
        synchronized (attempts) {
            if (attempts.size() == ATTEMPTS) attempts.removeFirst();
            attempts.addLast(attempt);
        }
    }

    List<Attempt> attempts() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }
}
