package io.switchhook.callflow;

import io.switchhook.sip.message.SipMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps what the phones send and receive, in the order in which they tell. For any thread.
public final class Capture {
    /// A flow has some dozens of messages. What is beyond this comes from a loop, and is counted but not kept.
    static final int BOUND = 10_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Observation> observations = new ArrayList<>();
    private long number;
    private long lost;

    /// @param clock what observations are timed by
    public Capture(InstantSource clock) {
        this.clock = clock;
    }

    /// Takes one message. To be called before a message is sent, and when one has been received, before it is acted upon.
    ///
    /// @param transport `UDP`, `TCP`, `TLS` ...
    /// @param remote address and port of the other side
    public void record(
            Party phone, Direction direction, SipMessage message, String transport, String remote) {
        lock.lock();
        try {
            number++;
            if (observations.size() < BOUND)
                observations.add(
                        new Observation(
                                number,
                                clock.instant(),
                                phone,
                                direction,
                                message,
                                transport,
                                remote));
            else lost++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What was kept since the last [#clear].
    public List<Observation> observations() {
        lock.lock();
        try {
            return List.copyOf(observations);
        } finally {
            lock.unlock();
        }
    }

    /// How many messages came beyond what is kept.
    long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a phone waits for the answer to its BYE.
    boolean isHangingUp() {
        var asked = new HashSet<String>();
        for (var seen : observations().stream().map(Seen::of).toList()) {
            if (!seen.method().equals("BYE")) continue;
            String transaction = seen.phone() + seen.branch();
            if (seen.isRequest() && seen.isSent()) asked.add(transaction);
            else if (seen.status() >= 200 && !seen.isSent()) asked.remove(transaction);
        }
        return !asked.isEmpty();
    }

    /// Forgets all.
    void clear() {
        lock.lock();
        try {
            observations.clear();
            lost = 0;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a message beyond those that were counted.
    ///
    /// @return what is left of the limit; zero or less if none came
    Duration awaitMore(long count, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (observations.size() + lost <= count && left > 0) left = changed.awaitNanos(left);
            return Duration.ofNanos(left);
        } finally {
            lock.unlock();
        }
    }
}
