package io.switchhook.phone;

import io.switchhook.phone.Call.State;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.ua.IncomingCall;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The calls of a phone that are not over, of which one is active at a time.
final class OngoingCalls {
    private final Chassis phone;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();

    OngoingCalls(Chassis phone) {
        this.phone = phone;
    }

    /// The oldest first. Thread-safe.
    List<Call> all() {
        return calls.stream().filter(call -> call.state() != State.ENDED).toList();
    }

    /// The newest call in a state. Thread-safe.
    Optional<Call> newest(State state) {
        return all().reversed().stream().filter(call -> call.state() == state).findFirst();
    }

    /// Begins a call. Thread-safe.
    ///
    /// @throws IllegalStateException if there is no port left
    Call open(Line line, boolean incoming, NameAddr remote) {
        try {
            var leg = new CallLeg(phone, line, numbers.incrementAndGet(), incoming, remote);
            var call = new Call(phone, leg);
            calls.add(call);
            return call;
        } catch (IOException e) {
            throw new IllegalStateException("no call is possible: " + e.getMessage(), e);
        }
    }

    // On the phone's shard

    private Stream<CallLeg> legs() {
        return calls.stream().map(Call::leg);
    }

    boolean isBusy() {
        return legs().anyMatch(leg -> leg.now() != State.ENDED);
    }

    Optional<CallLeg> of(IncomingCall incoming) {
        return legs().filter(leg -> leg.ringing().isOf(incoming)).findFirst();
    }

    void ended(CallLeg over) {
        calls.removeIf(call -> call.leg() == over);
        over.facts().end().ifPresent(end -> phone.dialer().ended(over, end.status()));
        var mixed = legs().filter(CallLeg::isInConference).toList();
        if (mixed.size() == 1) mixed.getFirst().alone();
    }

    /// Puts all calls on hold but one, one after the other.
    void holdOthers(CallLeg but, Runnable then) {
        var talking =
                legs().filter(leg -> leg != but && leg.now() == State.TALKING)
                        .filter(leg -> !(leg.isInConference() && but.isInConference()))
                        .findFirst();
        if (talking.isEmpty()) {
            then.run();
            return;
        }
        var other = talking.get();
        other.holding()
                .hold(() -> {
                    boolean held = other.now() != State.TALKING;
                    if (held) holdOthers(but, then);
                    else then.run();
                });
    }

    /// The receiver is put down.
    void hangUp() {
        var newest = legs().toList().reversed();
        var asking = newest.stream().filter(leg -> leg.transferor().handsOnWhenLeft()).findFirst();
        if (asking.isPresent()) {
            asking.get().transferor().handOn();
            return;
        }
        var mixed = legs().filter(CallLeg::isInConference).toList();
        if (mixed.size() == 2 && phone.settings().features().transfers().afterConference())
            mixed.getFirst().transferor().refer(mixed.getLast());
        else if (!mixed.isEmpty()) mixed.forEach(CallLeg::leave);
        else
            newest.stream()
                    .filter(leg -> leg.now() == State.TALKING)
                    .findFirst()
                    .or(() -> newest.stream().findFirst())
                    .ifPresent(CallLeg::leave);
    }
}
