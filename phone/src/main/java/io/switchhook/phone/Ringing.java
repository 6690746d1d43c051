package io.switchhook.phone;

import io.switchhook.phone.Call.State;
import io.switchhook.phone.CallFacts.End;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Replaces;
import io.switchhook.sip.message.Field;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.ua.IncomingCall;
import io.switchhook.sip.uri.Uri;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call that the other end makes, until it is taken, turned away or sent elsewhere: RFC 3261 §13.3. On the phone's shard.
final class Ringing {
    private final Chassis phone;
    private final CallLeg call;
    private volatile @Nullable IncomingCall incoming;
    private String alert = "";
    private Timers.@Nullable Handle patience;

    Ringing(Chassis phone, CallLeg call) {
        this.phone = phone;
        this.call = call;
    }

    boolean isOf(IncomingCall other) {
        return incoming == other;
    }

    /// Empty for a call of this phone. Thread-safe.
    Optional<Request> invite() {
        return Optional.ofNullable(incoming).map(IncomingCall::request);
    }

    /// What the caller wants it to ring like: the value of Alert-Info; empty for nothing.
    String alert() {
        return alert;
    }

    /// Rings, or whatever the settings make of a call.
    void receive(IncomingCall from, Reception reception) {
        incoming = from;
        alert = alert(from.request());
        if (from.replaced().isPresent()) {
            take();
            from.replaced().get().leave();
            return;
        }
        var offer = from.request().body();
        if (!offer.isEmpty() && !call.media().canAnswer(offer)) {
            turnAway(Peer.NOT_ACCEPTABLE_HERE, "no common codec");
            return;
        }
        switch (reception) {
            case Reception.Ring() -> {
                ring(from);
                waitForUser();
            }
            case Reception.Answer(var after, var silent) -> {
                if (silent) call.keepSilent();
                ring(from);
                after(after, () -> phone.ongoing().holdOthers(call, this::take));
            }
            case Reception.TurnAway(var status, var why) -> turnAway(status, why);
            case Reception.Divert(var target, var why) -> divert(target, why);
        }
    }

    private static String alert(Request invite) {
        return invite.headers().fields().stream()
                .filter(field -> field.name() == Known.ALERT_INFO)
                .findFirst()
                .map(Field::text)
                .orElse("");
    }

    private void ring(IncomingCall from) {
        from.ring();
        call.publish();
    }

    private void waitForUser() {
        var account = call.line().preferences();
        var user = phone.preferences();
        Reception.whenNotAnswered(account, user)
                .ifPresent(target ->
                        after(
                                Reception.noAnswerAfter(account, user),
                                () -> divert(target, Reception.Diversion.NO_ANSWER)));
    }

    private void after(Duration time, Runnable action) {
        patience = phone.ground().timers().start(time, action);
    }

    void forgetPatience() {
        if (patience != null) patience.cancel();
        patience = null;
    }

    void take() {
        var from = incoming;
        if (from == null || from.isOver() || call.now() != State.RINGING) return;
        forgetPatience();
        call.speak();
        var offer = from.request().body();
        boolean offering = offer.isEmpty();
        var described =
                offering ? Optional.of(call.media().offer(false)) : call.media().answer(offer);
        if (described.isEmpty()) turnAway(Peer.NOT_ACCEPTABLE_HERE, "no common codec");
        else
            from.answer(described.get(), new Peer(phone, call, offering))
                    .ifPresent(call::established);
    }

    /// As the settings have it for calls that the user does not want.
    void refuse() {
        if (call.now() != State.RINGING) return;
        var elsewhere = Reception.whenBusy(call.line().preferences(), phone.preferences());
        if (elsewhere.isPresent()) divert(elsewhere.get(), Reception.Diversion.USER_BUSY);
        else
            turnAway(
                    StatusCode.of(phone.settings().features().refuseStatus()),
                    "refused by the user");
    }

    private void turnAway(StatusCode status, String why) {
        var from = incoming;
        if (from == null) return;
        var line = call.line();
        from.reject(status, line::describe);
        phone.tell(new PhoneEvent.CallTurnedAway(line.number(), caller(), status.value(), why));
        call.finish(new End(status.value(), why));
    }

    private String caller() {
        return Addressing.text(call.remote().address().uri());
    }

    /// RFC 3261 §21.3.3; RFC 5806 says why.
    private void divert(String dialed, Reception.Diversion why) {
        var from = incoming;
        if (from == null || from.isOver()) return;
        var line = call.line();
        Uri target;
        try {
            target = line.target(dialed);
        } catch (MalformedValue e) {
            turnAway(Reception.BUSY_HERE, "cannot forward to " + dialed);
            return;
        }
        var own = line.user().address();
        var diversion = NameAddr.of(own.uri()).with(own.parameters().with("reason", why.word()));
        from.reject(
                StatusCode.of(302),
                h ->
                        line.describe(h)
                                .add(Header.CONTACT, Contact.of(NameAddr.of(target)))
                                .add(Header.DIVERSION, diversion));
        phone.tell(new PhoneEvent.CallForwarded(line.number(), caller(), dialed, why.text()));
        call.finish(new End(302, why.text()));
    }

    /// The caller gave up.
    void cancelled() {
        if (call.now() == State.RINGING) call.finish(new End(487, "the caller gave up"));
    }

    /// The caller did not acknowledge that this phone rings (RFC 3262 §3).
    void unacknowledged() {
        if (call.now() == State.RINGING)
            call.finish(new End(504, "the caller does not hear that it rings"));
    }

    /// What the caller calls the dialog, for somebody who is to take this phone's place (RFC 3891). Thread-safe.
    Optional<Replaces> dialogAtCaller() {
        return invite().map(request ->
                Replaces.of(
                        request.headers().require(Header.CALL_ID),
                        request.headers().require(Header.FROM).tag(),
                        phone.tagOf(request)));
    }
}
