package io.switchhook.callflow;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Plays flows with three phones, one after the other. For one thread.
///
/// Whatever the phones do, a flow ends: each act, each wait and each listening has its limit.
public final class Player implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Map<Party, Actor> actors;
    private final Cast cast;
    private final Capture capture;
    private final Patience patience;
    private final InstantSource clock;
    private final Hearing hearing;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// What keeps a script from going on.
    private static final class Trouble extends Exception {
        private static final long serialVersionUID = 1;

        Trouble(String text) {
            super(text, null, false, false);
        }
    }

    /// @param actors A, B and C, registered
    /// @param cast the numbers that they are called by
    /// @param capture that the phones tell of their messages
    public Player(
            Map<Party, Actor> actors,
            Cast cast,
            Capture capture,
            Patience patience,
            InstantSource clock) {
        this.actors = Map.copyOf(actors);
        this.cast = cast;
        this.capture = capture;
        this.patience = patience;
        this.clock = clock;
        this.hearing = new Hearing(this.actors, patience, threads);
    }

    /// Plays a flow and says what became of it. The phones are idle again when it returns, if they can.
    ///
    /// @param profile the model of the phones, for the result
    /// @param transport what they talk to the proxy over, for the result
    /// @throws InterruptedException if this thread is interrupted; the phones are left as they are
    public FlowResult play(
            Flow flow, Strictness strictness, String edition, String profile, String transport)
            throws InterruptedException {
        return play(flow, List.of(strictness), edition, profile, transport).getFirst();
    }

    /// Plays a flow once, and compares what was seen in several ways.
    ///
    /// @return a result for each comparison, in their order
    /// @throws InterruptedException if this thread is interrupted; the phones are left as they are
    public List<FlowResult> play(
            Flow flow,
            List<Strictness> comparisons,
            String edition,
            String profile,
            String transport)
            throws InterruptedException {
        var start = clock.instant();
        var media = new ArrayList<Heard>();
        capture.clear();
        var troubles = new ArrayList<String>();
        try {
            speak(true);
            for (var act : flow.script()) perform(flow, act, media);
        } catch (Trouble e) {
            troubles.add(e.getMessage());
        }
        var limit = troubles.isEmpty() ? patience.settling() : patience.quiet();
        var verdicts = new ArrayList<Verdict>();
        for (var strictness : comparisons)
            verdicts.add(settled(new Comparison(flow, cast, strictness, edition), limit));
        if (capture.lost() > 0)
            troubles.add(
                    "more than " + Capture.BOUND + " messages came; somewhere they go in circles");
        troubles.addAll(reset());
        var trouble =
                troubles.isEmpty()
                        ? Optional.<String>empty()
                        : Optional.of(String.join("; ", troubles));
        var time = Duration.between(start, clock.instant());
        return verdicts.stream()
                .map(verdict ->
                        new FlowResult(
                                flow,
                                profile,
                                transport,
                                verdict,
                                List.copyOf(media),
                                trouble,
                                time))
                .toList();
    }

    private void perform(Flow flow, Act act, List<Heard> media)
            throws Trouble, InterruptedException {
        switch (act) {
            case Act.Does(var text, var who, var action, var target) ->
                    bounded(
                            text,
                            patience.act(),
                            () -> {
                                String number = target.isEmpty() ? "" : cast.numberOf(target);
                                actor(who).act(action, number);
                                return true;
                            });
            case Act.Waits(_, var who, var situation) -> {
                for (var phone : who) {
                    String text = phone + " is " + situation.word();
                    boolean is =
                            bounded(
                                    text,
                                    patience.situation().plus(GRACE),
                                    () -> actor(phone).await(situation, patience.situation()));
                    if (!is)
                        throw new Trouble(
                                "waited "
                                        + patience.situation().toMillis() / 1000.0
                                        + " s in vain until "
                                        + text);
                }
            }
            case Act.Hears(_, var who, var when) ->
                    media.addAll(hearing.among(phones(flow), who, when));
            case Act.Listens(_, var who, var from, var when) ->
                    media.addAll(hearing.to(phones(flow), who, from, when));
            case Act.Silence(_, var who, var when) ->
                    media.addAll(hearing.silence(phones(flow), who, when));
        }
    }

    /// The phones that a flow needs.
    private static List<Party> phones(Flow flow) {
        return Stream.of(Party.A, Party.B, Party.C)
                .filter(party ->
                        flow.steps().stream()
                                .anyMatch(step -> step.from() == party || step.to() == party))
                .toList();
    }

    private Actor actor(Party phone) {
        var actor = actors.get(phone);
        if (actor == null) throw new IllegalStateException("there is no phone " + phone);
        return actor;
    }

    private void speak(boolean loud) throws Trouble, InterruptedException {
        for (var phone : actors.keySet())
            bounded(
                    phone + " speaks",
                    patience.act(),
                    () -> {
                        actor(phone).say(loud ? Hearing.pitch(phone) : 0);
                        return true;
                    });
    }

    /// Compares until the flow holds and nothing more comes, or the time is up.
    private Verdict settled(Comparison comparison, Duration limit) throws InterruptedException {
        var left = limit;
        while (true) {
            var observations = capture.observations();
            var verdict = comparison.of(observations);
            var patient = verdict.holds() ? patience.quiet() : left;
            var rest = capture.awaitMore(observations.size() + capture.lost(), patient);
            if (!rest.isPositive()) return verdict;
            left = left.minus(patient.minus(rest));
            if (!left.isPositive()) return comparison.of(capture.observations());
        }
    }

    private List<String> reset() throws InterruptedException {
        var troubles = new ArrayList<String>();
        for (var phone : Party.values()) {
            var actor = actors.get(phone);
            if (actor == null) continue;
            try {
                boolean done =
                        bounded(
                                phone + " ends its calls",
                                patience.reset().plus(GRACE),
                                () -> {
                                    actor.say(0);
                                    return actor.reset(patience.reset());
                                });
                if (!done) troubles.add(phone + " could not end its calls");
            } catch (Trouble e) {
                troubles.add(e.getMessage());
            }
            calm();
        }
        return troubles;
    }

    /// Waits for the last messages, so that two phones do not end a call at the same time, and none stands at the beginning of
    /// the next flow.
    private void calm() throws InterruptedException {
        long most = patience.settling().dividedBy(patience.quiet());
        long count = -1;
        for (long i = 0; i < most && (seen() != count || capture.isHangingUp()); i++) {
            count = seen();
            capture.awaitMore(count, patience.quiet());
        }
    }

    private long seen() {
        return capture.observations().size() + capture.lost();
    }

    /// Has something done that may not come back.
    private <T> T bounded(String what, Duration limit, Callable<T> work)
            throws Trouble, InterruptedException {
        var future = threads.submit(work);
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new Trouble(
                    "the phone did not come back from \""
                            + what
                            + "\" within "
                            + limit.toSeconds()
                            + " s");
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw new Trouble("\"" + what + "\" failed: " + (cause == null ? e : cause));
        }
    }

    /// Ends the player's threads. The phones are their owner's.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
