package io.switchhook.console;

import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Who is logged in. They live in memory: a restart logs everybody out.
final class Sessions {
    static final int MOST = 1000;
    static final Duration IDLE = Duration.ofHours(1);
    static final Duration LIFE = Duration.ofHours(12);

    /// @param token what the cookie holds
    /// @param proof what requests that change something must carry in a header, which no other site can
    record Session(String token, String proof, String user, long begun) {}

    private record Entry(Session session, long seen) {}

    private final LongSupplier nanoTime;
    private final RandomGenerator random;

    /// By token; who was not seen for longest comes first.
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    Sessions(LongSupplier nanoTime, RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /// Past [#MOST] the one that was not seen for longest ends.
    synchronized Session begin(String user) {
        var session = new Session(token(), token(), user, nanoTime.getAsLong());
        entries.put(session.token(), new Entry(session, session.begun()));
        if (entries.size() > MOST) entries.remove(entries.keySet().iterator().next());
        return session;
    }

    private String token() {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    synchronized Optional<Session> find(String token) {
        var entry = entries.get(token);
        if (entry == null) return Optional.empty();
        long now = nanoTime.getAsLong();
        if (now - entry.seen() > IDLE.toNanos() || now - entry.session().begun() > LIFE.toNanos()) {
            entries.remove(token);
            return Optional.empty();
        }
        entries.put(token, new Entry(entry.session(), now));
        return Optional.of(entry.session());
    }

    synchronized void end(Session session) {
        entries.remove(session.token());
    }

    synchronized void endAll(String user) {
        entries.values().removeIf(entry -> entry.session().user().equals(user));
    }
}
