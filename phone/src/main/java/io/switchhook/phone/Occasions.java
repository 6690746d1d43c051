package io.switchhook.phone;

import io.switchhook.phone.settings.ActionUrl.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tells from what happens at a phone, and what happened before, which events of the makers' list these are. One thread at a
/// time.
final class Occasions {
    private static final int MOST_TRANSFERS = 16;

    private final Set<Integer> registered = new HashSet<>();
    private final Map<Integer, CallFacts> calls = new LinkedHashMap<>();
    private final Map<Integer, Transfer> transfers =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, Transfer> eldest) {
                    return size() > MOST_TRANSFERS;
                }
            };

    /// @param accepted whether the other end has agreed to call somebody else
    private record Transfer(CallFacts call, boolean accepted) {}

    List<Occasion> of(PhoneEvent event) {
        return switch (event) {
            case PhoneEvent.Registered(var account, _, _, _) ->
                    registered.add(account)
                            ? List.of(Occasion.of(Event.LOG_ON, account))
                            : List.of();
            case PhoneEvent.Unregistered(var account, _) -> {
                registered.remove(account);
                yield List.of(Occasion.of(Event.LOG_OFF, account));
            }
            case PhoneEvent.NotRegistered(var account, _, _, _, _) -> {
                registered.remove(account);
                yield List.of(Occasion.of(Event.REGISTER_FAILED, account));
            }
            case PhoneEvent.CallChanged(var call) -> changed(call);
            case PhoneEvent.TransferAsked(var call, _, var attended) -> asked(call, attended);
            case PhoneEvent.Transfer(var call, var status, _) -> transferred(call, status);
            case PhoneEvent.Switched(var what) -> List.of(switched(what));
            // All others have no URL.
            default -> List.of();
        };
    }

    private Occasion switched(Event what) {
        var talking = calls.values().stream().filter(call -> call.state().isUp()).findFirst();
        return talking.map(call -> Occasion.of(what, call)).orElseGet(() -> Occasion.of(what));
    }

    private List<Occasion> changed(CallFacts call) {
        var before = Optional.ofNullable(calls.get(call.number()));
        boolean wasIdle = calls.isEmpty();
        if (call.state() == Call.State.ENDED) calls.remove(call.number());
        else calls.put(call.number(), call);
        boolean isAnother = calls.keySet().stream().anyMatch(number -> number != call.number());
        var events = new ArrayList<Event>();
        if (wasIdle && !calls.isEmpty()) events.add(Event.IDLE_TO_BUSY);
        if (before.isEmpty() && call.state() != Call.State.ENDED)
            events.add(call.incoming() ? Event.INCOMING_CALL : Event.OUTGOING_CALL);
        if (call.state() == Call.State.ENDED) ended(call, before, isAnother, events);
        else went(call, before, isAnother, events);
        if (!wasIdle && calls.isEmpty()) events.add(Event.BUSY_TO_IDLE);
        return events.stream().map(event -> Occasion.of(event, call)).toList();
    }

    private static void went(
            CallFacts call, Optional<CallFacts> before, boolean isAnother, List<Event> events) {
        var state = call.state();
        var earlier = before.map(CallFacts::state);
        if (!state.isUp() || earlier.equals(Optional.of(state))) return;
        if (earlier.isPresent() && earlier.get().isUp()) {
            events.add(state == Call.State.HOLDING ? Event.HOLD : Event.UNHOLD);
            return;
        }
        if (call.incoming() && isAnother) events.add(Event.ANSWER_NEW_INCOMING_CALL);
        events.add(Event.CALL_ESTABLISHED);
    }

    private static void ended(
            CallFacts call, Optional<CallFacts> before, boolean isAnother, List<Event> events) {
        int status = call.end().map(CallFacts.End::status).orElse(0);
        if (before.isPresent() && before.get().state().isUp()) {
            events.add(Event.CALL_TERMINATED);
        } else if (call.incoming()) {
            missed(status, isAnother, events);
        } else {
            if (status == 487) events.add(Event.CANCEL_CALLOUT);
            if (status == 486 || status == 600) events.add(Event.REMOTE_BUSY);
            events.add(Event.CALL_TERMINATED);
        }
    }

    /// A call that was not answered here.
    private static void missed(int status, boolean isAnother, List<Event> events) {
        switch (status) {
            case 302 -> events.add(Event.FORWARD_INCOMING_CALL);
            case 487 -> events.addAll(List.of(Event.CALL_REMOTE_CANCELED, Event.MISSED_CALL));
            case 408, 504 -> events.add(Event.MISSED_CALL);
            default -> {
                events.add(Event.REJECT_INCOMING_CALL);
                if (isAnother) events.add(Event.REJECT_NEW_INCOMING_CALL);
            }
        }
    }

    private List<Occasion> asked(int number, boolean attended) {
        var call = calls.get(number);
        if (call == null) return List.of();
        transfers.put(number, new Transfer(call, false));
        return List.of(
                Occasion.of(Event.TRANSFER_CALL, call),
                Occasion.of(
                        attended ? Event.ATTENDED_TRANSFER_CALL : Event.BLIND_TRANSFER_CALL, call));
    }

    /// The first status is that of the REFER, and 200 as good as 202; those after it are of the call that it led to.
    private List<Occasion> transferred(int number, int status) {
        var transfer = transfers.get(number);
        if (transfer == null || status < 200) return List.of();
        if (status < 300 && !transfer.accepted()) {
            transfers.put(number, new Transfer(transfer.call(), true));
            return List.of();
        }
        transfers.remove(number);
        var event = status < 300 ? Event.TRANSFER_FINISHED : Event.TRANSFER_FAILED;
        return List.of(Occasion.of(event, transfer.call()));
    }
}
