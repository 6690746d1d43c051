package io.switchhook.server;

import io.switchhook.server.CallEvent.Answered;
import io.switchhook.server.CallEvent.Ended;
import io.switchhook.server.CallEvent.Failed;
import io.switchhook.server.CallEvent.Ringing;
import io.switchhook.server.CallEvent.Started;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Prints each call as it passes, a line for each thing that happens. The shards only leave a note; a thread of its own
/// prints.
final class CallPrinter implements CallListener, AutoCloseable {
    private static final int QUEUE = 1024;
    private static final int CALLS = 1000;

    private record Note(Instant at, CallEvent event) {}

    private record Call(String caller, String callee, Instant answered) {
        @Override
        public String toString() {
            return caller + " -> " + callee;
        }
    }

    private final PrintWriter out;
    private final Clock clock;
    private final Set<String> quiet;
    private final BlockingQueue<Note> notes = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;

    /// The calls of which the end was not heard; the oldest is forgotten when there are too many.
    private final Map<String, Call> calls = bounded();

    /// Those that are not printed, likewise.
    private final Map<String, Boolean> unseen = bounded();

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > CALLS;
            }
        };
    }

    /// @param quiet users whose calls among themselves are not printed
    CallPrinter(PrintWriter out, Clock clock, Set<String> quiet) {
        this.out = out;
        this.clock = clock;
        this.quiet = Set.copyOf(quiet);
        this.thread = Thread.ofVirtual().name("calls").start(this::print);
    }

    @Override
    public void call(CallEvent event) {
        // A note that has no room is lost: nobody can read that fast.
        if (!notes.offer(new Note(clock.instant(), event))) return;
    }

    private void print() {
        try {
            while (true) {
                var note = notes.take();
                if (isQuiet(note.event())) continue;
                out.println(line(note));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isQuiet(CallEvent event) {
        if (event instanceof Started(var id, var caller, var callee)
                && quiet.contains(caller)
                && quiet.contains(callee)) unseen.put(id, true);
        return unseen.containsKey(event.callId());
    }

    private String line(Note note) {
        var time = LocalTime.ofInstant(note.at(), clock.getZone()).truncatedTo(ChronoUnit.SECONDS);
        return "%tT  %s".formatted(time, what(note));
    }

    private String what(Note note) {
        return switch (note.event()) {
            case Started(var id, var caller, var callee) -> {
                var call = new Call(caller, callee, Instant.MAX);
                calls.put(id, call);
                yield call + "  calling";
            }
            case Ringing(var id) -> call(id) + "  ringing";
            case Answered(var id) -> {
                var call = call(id);
                calls.put(id, new Call(call.caller(), call.callee(), note.at()));
                yield call + "  answered";
            }
            case Failed(var id, var status, var reason) -> {
                var call = call(id);
                calls.remove(id);
                yield call + "  failed: " + status + " " + reason;
            }
            case Ended(var id, var by) -> {
                var call = call(id);
                calls.remove(id);
                yield call + "  ended by " + by + after(call, note.at());
            }
        };
    }

    private Call call(String id) {
        return calls.getOrDefault(id, new Call("?", "?", Instant.MAX));
    }

    private static String after(Call call, Instant now) {
        if (call.answered().equals(Instant.MAX)) return "";
        return " after " + Duration.between(call.answered(), now).toSeconds() + " s";
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
