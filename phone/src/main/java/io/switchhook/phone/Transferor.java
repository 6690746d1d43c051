package io.switchhook.phone;

import io.switchhook.phone.Call.State;
import io.switchhook.phone.settings.ActionUrl.Event;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Hands the other end of a call on (RFC 5589 §2). On the phone's shard but for what says otherwise.
final class Transferor {
    /// How long who was asked has to leave the call that another one replaced.
    private static final Duration REPLACED = Duration.ofSeconds(2);

    private final Chassis phone;
    private final CallLeg call;

    /// The call that is to be handed on to this one's other end, if he agrees.
    private volatile @Nullable CallLeg origin;

    Transferor(Chassis phone, CallLeg call) {
        this.phone = phone;
        this.call = call;
    }

    /// This call asks whether another one may be handed on. Thread-safe.
    void asksFor(CallLeg first) {
        origin = first;
    }

    /// Whether it was begun for a transfer that is made when the receiver is put down.
    boolean handsOnWhenLeft() {
        var transfers = phone.settings().features().transfers();
        var first = origin;
        if (first == null || !first.now().isUp()) return false;
        var state = call.now();
        boolean rings = state == State.DIALING || state == State.ALERTING;
        return state.isUp() && transfers.attendedOnHook()
                || rings && transfers.blindOnHook() && transfers.semiAttended();
    }

    /// Hands the first call on to this one's other end.
    void handOn() {
        var first = origin;
        if (first != null) first.transferor().refer(call);
    }

    /// Without asking whom it is handed to (§6).
    void refer(String dialed) {
        try {
            refer(NameAddr.of(call.line().target(dialed)));
            phone.happened(Event.BLIND_TRANSFER_CALL, call.facts());
        } catch (MalformedValue e) {
            phone.tell(new PhoneEvent.Problem("cannot transfer to " + dialed));
        }
    }

    /// To the other end of a call (§7). One that has not answered is given up, and called anew by who is handed on: nothing could
    /// be replaced there.
    void refer(CallLeg other) {
        var consulted = other.session();
        var rings = other.caller().rings();
        if (consulted != null && other.now().isUp()) {
            boolean byContact = call.line().settings().refersToContact();
            refer(ReferTarget.replacing(consulted.dialog(), byContact), () -> replaced(other));
            phone.happened(Event.ATTENDED_TRANSFER_CALL, call.facts());
        } else if (rings.isPresent() && phone.settings().features().transfers().semiAttended()) {
            other.leave();
            refer(NameAddr.of(rings.get()));
        } else {
            phone.tell(new PhoneEvent.Problem("call " + other.number() + " was not answered yet"));
        }
    }

    /// Who was asked leaves by himself if he knows Replaces (§7.3). Else the call is left here: they talk in one of their own.
    private void replaced(CallLeg other) {
        phone.ground().timers().start(REPLACED, other::leave);
    }

    void refer(NameAddr target) {
        refer(target, () -> {});
    }

    /// The makers' phones leave as soon as the REFER was accepted; what becomes of it is told all the same (RFC 5057 §4).
    ///
    /// @param done run when the other end has reached the target
    private void refer(NameAddr target, Runnable done) {
        var up = call.session();
        if (up == null || !call.now().isUp()) return;
        var line = call.line();
        up.refer(
                target,
                h ->
                        line.describe(h)
                                .add(Header.REFERRED_BY, NameAddr.of(line.user().address().uri())),
                response -> {
                    tell(response.status().value(), response.reasonPhrase());
                    if (response.status().isSuccess()) call.leave();
                },
                notify ->
                        SipFragment.status(notify.body())
                                .ifPresent(it -> {
                                    tell(it.status(), it.reason());
                                    if (it.isSuccess() && isLast(notify)) done.run();
                                }));
    }

    private static boolean isLast(Request notify) {
        return notify.headers().require(Header.SUBSCRIPTION_STATE).isTerminated();
    }

    private void tell(int status, String reason) {
        phone.tell(new PhoneEvent.Transfer(call.number(), status, reason));
    }
}
