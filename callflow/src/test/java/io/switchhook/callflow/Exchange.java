package io.switchhook.callflow;

import io.switchhook.media.audio.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Three phones that know what calls are but nothing of SIP: what they would have said comes from a [Rehearsal]. So a
/// script is tried against what people know of telephones.
final class Exchange {
    private static final class Call {
        final Party caller;
        final Party callee;
        boolean answered;
        final Set<Party> holders = EnumSet.noneOf(Party.class);

        /// Who hears the callee instead of the caller.
        @Nullable Party listener;

        Call(Party caller, Party callee) {
            this.caller = caller;
            this.callee = callee;
        }

        boolean has(Party phone) {
            return caller == phone || callee == phone;
        }

        Party other(Party phone) {
            return caller == phone ? callee : caller;
        }

        boolean talks() {
            return answered && holders.isEmpty();
        }
    }

    final Capture capture = new Capture(() -> Instant.EPOCH);
    private final List<Observation> observations;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Party, Double> voices = new EnumMap<>(Party.class);
    private final Map<String, Set<Party>> registered = new HashMap<>();
    private final Map<Party, Map<Action, Party>> forwards = new EnumMap<>(Party.class);
    private final Map<Party, Party> music = new EnumMap<>(Party.class);
    private final Set<Party> refusing = EnumSet.noneOf(Party.class);
    private final Set<Party> refused = EnumSet.noneOf(Party.class);
    private final Set<Party> mixing = EnumSet.noneOf(Party.class);
    final Set<Party> deaf = EnumSet.noneOf(Party.class);
    final Set<Action> stuck = new HashSet<>();
    int resets;

    Exchange(List<Observation> observations) {
        this.observations = observations;
        for (var phone : List.of(Party.A, Party.B, Party.C))
            registered.put(Rehearsal.CAST.number(phone), EnumSet.of(phone));
    }

    private Map<Action, Party> forwards(Party phone) {
        return forwards.computeIfAbsent(phone, _ -> new HashMap<>());
    }

    Map<Party, Actor> actors() {
        return Map.of(
                Party.A,
                new Phone(Party.A),
                Party.B,
                new Phone(Party.B),
                Party.C,
                new Phone(Party.C));
    }

    private final class Phone implements Actor {
        private final Party self;

        Phone(Party self) {
            this.self = self;
        }

        @Override
        public void act(Action action, String number) {
            synchronized (Exchange.this) {
                if (stuck.contains(action))
                    throw new UnsupportedOperationException("never learned");
                if (capture.observations().isEmpty())
                    for (var one : observations)
                        capture.record(
                                one.phone(),
                                one.direction(),
                                one.message(),
                                one.transport(),
                                one.remote());
                perform(self, action, number);
            }
        }

        @Override
        public boolean await(Situation situation, Duration limit) {
            synchronized (Exchange.this) {
                if (situation == Situation.RINGING && !is(self, situation)) noAnswer();
                return is(self, situation);
            }
        }

        @Override
        public void say(double hertz) {
            synchronized (Exchange.this) {
                voices.put(self, hertz);
            }
        }

        @Override
        public short[] listen(Duration length) {
            synchronized (Exchange.this) {
                int count = (int) (length.toMillis() * SAMPLE_RATE / 1000);
                var samples = new short[count];
                if (deaf.contains(self)) return samples;
                for (var other : heardBy(self, EnumSet.noneOf(Party.class))) {
                    double hertz = voices.getOrDefault(other, 0.0);
                    if (other != self && hertz > 0)
                        new Tone(SAMPLE_RATE, hertz, -10).addTo(samples, 0, count);
                }
                return samples;
            }
        }

        @Override
        public boolean reset(Duration limit) {
            synchronized (Exchange.this) {
                resets++;
                calls.removeIf(call -> call.has(self));
                return true;
            }
        }
    }

    /// The phones whose voices reach one: those it talks to, and through a mixing phone theirs.
    private Set<Party> heardBy(Party phone, Set<Party> reached) {
        for (var call : calls) {
            if (call.listener == phone && call.answered) reached.add(call.callee);
            if (!call.has(phone) || !call.talks() || call.listener != null) continue;
            var other = call.other(phone);
            if (reached.add(other) && mixing.contains(other)) heardBy(other, reached);
        }
        return reached;
    }

    private boolean is(Party phone, Situation situation) {
        return switch (situation) {
            case IDLE -> calls.stream().noneMatch(call -> call.has(phone));
            case RINGING -> calls.stream().anyMatch(call -> call.callee == phone && !call.answered);
            case ALERTING ->
                    calls.stream().anyMatch(call -> call.caller == phone && !call.answered);
            case TALKING -> calls.stream().anyMatch(call -> call.has(phone) && call.talks());
            case HELD ->
                    calls.stream()
                            .anyMatch(call ->
                                    call.has(phone) && call.holders.contains(call.other(phone)));
            case HOLDING -> calls.stream().anyMatch(call -> call.holders.contains(phone));
            case REFUSED -> refused.contains(phone);
            case REGISTERED -> own(phone).contains(phone);
            case UNREGISTERED -> !own(phone).contains(phone);
        };
    }

    private Set<Party> own(Party phone) {
        return registered.computeIfAbsent(
                Rehearsal.CAST.number(phone), _ -> EnumSet.noneOf(Party.class));
    }

    private Call only(Party phone, java.util.function.Predicate<Call> which) {
        return calls.stream()
                .filter(call -> call.has(phone))
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(phone + " has no such call"));
    }

    private void perform(Party self, Action action, String number) {
        switch (action) {
            case CALL -> call(self, number);
            case ANSWER -> {
                var call = only(self, it -> it.callee == self && !it.answered);
                call.answered = true;
                calls.removeIf(it -> it != call && it.caller == call.caller && !it.answered);
            }
            case REJECT -> {
                var call = only(self, it -> it.callee == self && !it.answered);
                calls.remove(call);
                refused.add(call.caller);
            }
            case HANG_UP ->
                    calls.remove(
                            only(self, it -> it.talks() || (it.caller == self && !it.answered)));
            case HOLD -> {
                var call = only(self, it -> it.answered && !it.holders.contains(self));
                call.holders.add(self);
                var player = music.get(self);
                if (player != null) play(self, player, call.other(self));
            }
            case RESUME -> {
                only(self, it -> it.holders.contains(self)).holders.remove(self);
                calls.removeIf(it -> it.caller == self && it.listener != null);
            }
            case MUSIC -> music.put(self, party(number));
            case BLIND_TRANSFER -> {
                var call = only(self, Call::talks);
                calls.remove(call);
                call(call.other(self), number);
            }
            case ATTENDED_TRANSFER -> {
                var held = only(self, it -> it.holders.contains(self));
                var talking = only(self, Call::talks);
                calls.remove(held);
                calls.remove(talking);
                var call = new Call(held.other(self), talking.other(self));
                call.answered = true;
                calls.add(call);
            }
            case CONFERENCE -> {
                only(self, it -> it.holders.contains(self)).holders.remove(self);
                mixing.add(self);
            }
            case PICK_UP -> {
                var ringing = party(number);
                var call = only(ringing, it -> it.callee == ringing && !it.answered);
                calls.remove(call);
                var taken = new Call(self, call.caller);
                taken.answered = true;
                calls.add(taken);
            }
            case FORWARD_ALWAYS, FORWARD_BUSY, FORWARD_NO_ANSWER ->
                    forwards(self).put(action, party(number));
            case DO_NOT_DISTURB, BUSY -> refusing.add(self);
            case REGISTER -> own(self).add(self);
            case UNREGISTER -> own(self).remove(self);
            case REGISTER_AS -> own(party(number)).add(self);
        }
    }

    private void play(Party holder, Party player, Party listener) {
        var call = new Call(holder, player);
        call.listener = listener;
        calls.add(call);
    }

    private static Party party(String number) {
        for (var phone : List.of(Party.A, Party.B, Party.C))
            if (Rehearsal.CAST.number(phone).equals(number)) return phone;
        throw new IllegalStateException("nobody has " + number);
    }

    private void call(Party caller, String number) {
        refused.remove(caller);
        var phones = registered.getOrDefault(number, Set.of());
        boolean rings = false;
        for (var phone : phones) {
            var always = forwards(phone).get(Action.FORWARD_ALWAYS);
            var busy = forwards(phone).get(Action.FORWARD_BUSY);
            var to = refusing.contains(phone) ? busy : always != null ? always : phone;
            if (to == null) continue;
            calls.add(new Call(caller, to));
            rings = true;
        }
        if (!rings) refused.add(caller);
    }

    private void noAnswer() {
        for (var call : List.copyOf(calls)) {
            @Nullable Party to = forwards(call.callee).get(Action.FORWARD_NO_ANSWER);
            if (call.answered || to == null) continue;
            calls.remove(call);
            calls.add(new Call(call.caller, to));
        }
    }
}
