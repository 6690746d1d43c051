package io.switchhook.phone;

import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.ua.IncomingCall;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

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
        return calls.stream().filter(call -> call.state() != Call.State.ENDED).toList();
    }

    /// The newest call in a state. Thread-safe.
    Optional<Call> newest(Call.State state) {
        return all().reversed().stream().filter(call -> call.state() == state).findFirst();
    }

    /// Begins a call. Thread-safe.
    ///
    /// @throws IllegalStateException if there is no port left
    Call open(Line line, boolean incoming, NameAddr remote) {
        try {
            var call = new Call(phone, line, numbers.incrementAndGet(), incoming, remote);
            calls.add(call);
            return call;
        } catch (IOException e) {
            throw new IllegalStateException("no call is possible: " + e.getMessage(), e);
        }
    }

    // On the phone's shard

    boolean isBusy() {
        return calls.stream().anyMatch(call -> call.now() != Call.State.ENDED);
    }

    Optional<Call> of(IncomingCall incoming) {
        return calls.stream().filter(call -> call.isOf(incoming)).findFirst();
    }

    void ended(Call call) {
        calls.remove(call);
        call.facts().end().ifPresent(end -> phone.dialer().ended(call, end.status()));
        var mixed = calls.stream().filter(Call::isInConference).toList();
        if (mixed.size() == 1) mixed.getFirst().alone();
    }

    /// Puts all calls on hold but one, one after the other.
    void holdOthers(Call but, Runnable then) {
        var other =
                calls.stream()
                        .filter(call -> call != but && call.now() == Call.State.TALKING)
                        .filter(call -> !(call.isInConference() && but.isInConference()))
                        .findFirst();
        if (other.isEmpty()) then.run();
        else
            other.get()
                    .hold(() -> {
                        boolean held = other.get().now() != Call.State.TALKING;
                        if (held) holdOthers(but, then);
                        else then.run();
                    });
    }

    /// The receiver is put down.
    void hangUp() {
        var asking = all().reversed().stream().filter(Call::handsOnWhenLeft).findFirst();
        if (asking.isPresent()) {
            asking.get().handOn();
            return;
        }
        var mixed = all().stream().filter(Call::isInConference).toList();
        if (mixed.size() == 2 && phone.settings().features().transfers().afterConference())
            mixed.getFirst().transferTo(mixed.getLast());
        else if (!mixed.isEmpty()) mixed.forEach(Call::leave);
        else
            newest(Call.State.TALKING)
                    .or(() -> all().reversed().stream().findFirst())
                    .ifPresent(Call::leave);
    }
}
