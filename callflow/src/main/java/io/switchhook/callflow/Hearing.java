package io.switchhook.callflow;

import io.switchhook.media.audio.ToneDetector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Proves who hears whom: each phone speaks a pitch of its own, and in what each hears the pitches are looked for. Three
/// who talk hear a major chord.
final class Hearing {
    /// A voice leaves a phone at -10 dBm0; a mixer and a codec take some of that.
    private static final double AUDIBLE = -30;

    private static final List<Party> PHONES = List.of(Party.A, Party.B, Party.C);
    private static final ToneDetector DETECTOR =
            new ToneDetector(
                    Actor.SAMPLE_RATE, PHONES.stream().mapToDouble(Hearing::pitch).toArray());

    private final Map<Party, Actor> actors;
    private final Patience patience;
    private final ExecutorService threads;

    Hearing(Map<Party, Actor> actors, Patience patience, ExecutorService threads) {
        this.actors = actors;
        this.patience = patience;
        this.threads = threads;
    }

    /// The pitch of a phone's voice, in Hz: C5, E5 and G5.
    static double pitch(Party phone) {
        return switch (phone) {
            case A -> 523.25;
            case B -> 659.26;
            case C -> 783.99;
            case P -> throw new IllegalArgumentException("P has no voice");
        };
    }

    /// Each of these hears all others of them and no other phone.
    List<Heard> among(List<Party> phones, List<Party> who, String when)
            throws InterruptedException {
        var expected = new EnumMap<Party, Set<Party>>(Party.class);
        for (var phone : who) {
            var others = EnumSet.copyOf(who);
            others.remove(phone);
            expected.put(phone, others);
        }
        return heard(phones, expected, when);
    }

    /// Each of these hears that phone and no other one.
    List<Heard> to(List<Party> phones, List<Party> who, Party from, String when)
            throws InterruptedException {
        var expected = new EnumMap<Party, Set<Party>>(Party.class);
        for (var phone : who) expected.put(phone, EnumSet.of(from));
        return heard(phones, expected, when);
    }

    /// None of these hears any phone.
    List<Heard> silence(List<Party> phones, List<Party> who, String when)
            throws InterruptedException {
        var expected = new EnumMap<Party, Set<Party>>(Party.class);
        for (var phone : who) expected.put(phone, EnumSet.noneOf(Party.class));
        return heard(phones, expected, when);
    }

    /// Listens until it is as expected twice in a row, since voices come and go with a delay, or the time is up.
    private List<Heard> heard(List<Party> phones, Map<Party, Set<Party>> expected, String when)
            throws InterruptedException {
        var actual = listen(expected.keySet());
        int inARow = 0;
        long windows = Math.max(2, patience.hearing().dividedBy(patience.window()));
        for (long i = 0; i < windows && inARow < 2; i++) {
            actual = listen(expected.keySet());
            inARow = actual.equals(expected) ? inARow + 1 : 0;
        }
        var result = new ArrayList<Heard>();
        for (var to : PHONES) {
            var wanted = expected.get(to);
            var got = actual.get(to);
            if (wanted == null || got == null) continue;
            for (var from : PHONES) {
                boolean matters = wanted.isEmpty() ? phones.contains(from) : wanted.contains(from);
                if (from != to && (matters || got.contains(from)))
                    result.add(
                            new Heard(from, to, got.contains(from), wanted.contains(from), when));
            }
        }
        return result;
    }

    /// What these phones hear at the same time. A phone that does not come back hears nothing.
    private Map<Party, Set<Party>> listen(Set<Party> listeners) throws InterruptedException {
        var ears = new EnumMap<Party, Future<short[]>>(Party.class);
        for (var phone : listeners) {
            var actor = actors.get(phone);
            if (actor != null)
                ears.put(phone, threads.submit(() -> actor.listen(patience.window())));
        }
        var heard = new EnumMap<Party, Set<Party>>(Party.class);
        for (var phone : listeners) {
            var ear = ears.get(phone);
            heard.put(phone, ear == null ? EnumSet.noneOf(Party.class) : voices(samples(ear)));
        }
        return heard;
    }

    private short[] samples(Future<short[]> ear) throws InterruptedException {
        try {
            var limit = patience.window().plus(patience.act());
            return ear.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            ear.cancel(true);
            return new short[0];
        }
    }

    private static Set<Party> voices(short[] samples) {
        var voices = EnumSet.noneOf(Party.class);
        var present = DETECTOR.present(samples, 0, samples.length, AUDIBLE);
        for (int i = 0; i < PHONES.size(); i++) if (present.get(i)) voices.add(PHONES.get(i));
        return voices;
    }
}
