package io.switchhook.phone;

import io.switchhook.phone.Call.State;
import io.switchhook.phone.CallFacts.End;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.ua.OutgoingCall;
import io.switchhook.sip.ua.Referral;
import io.switchhook.sip.ua.Session;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A call that this phone makes, until it is answered: RFC 3261 §13.2. On the phone's shard.
final class Caller implements OutgoingCall.User {
    private static final int MOST_REDIRECTIONS = 5;

    private final Chassis phone;
    private final CallLeg call;
    private UnaryOperator<Headers.Editor> invitation = UnaryOperator.identity();
    private @Nullable OutgoingCall outgoing;
    private int redirections;

    /// Whom this phone calls, until he answers.
    private @Nullable Uri target;

    /// Whether the other end has described its media before it answered.
    private boolean described;

    private boolean earlySound;

    /// Who is told what becomes of this call, as he asked for it.
    private @Nullable Referral referral;

    /// What is done when the other end answers.
    private @Nullable Runnable answered;

    Caller(Chassis phone, CallLeg call) {
        this.phone = phone;
        this.call = call;
    }

    void dial(Uri whom) {
        dial(whom, UnaryOperator.identity());
    }

    /// @param edits further header fields of the INVITE
    void dial(Uri whom, UnaryOperator<Headers.Editor> edits) {
        var line = call.line();
        invitation = edits;
        target = whom;
        described = false;
        call.media().say(phone.sound());
        outgoing =
                phone.agent()
                        .call(
                                line.caller(whom),
                                whom,
                                h ->
                                        line.privacy()
                                                .apply(edits.apply(line.require(line.describe(h)))),
                                call.media().offer(false),
                                this);
        call.publish();
    }

    /// Dials because somebody asked for it.
    void dial(Uri whom, UnaryOperator<Headers.Editor> edits, Referral asked) {
        referral = asked;
        dial(whom, edits);
    }

    /// Runs something when the other end answers.
    void whenUp(Runnable action) {
        answered = action;
    }

    void cancel() {
        if (outgoing != null) outgoing.cancel(UnaryOperator.identity());
    }

    /// Empty for a call of the other end.
    Optional<Request> invite() {
        return Optional.ofNullable(outgoing).map(OutgoingCall::request);
    }

    /// Whom this phone calls; empty once he has answered.
    Optional<Uri> rings() {
        return Optional.ofNullable(target);
    }

    /// Whether the other end is heard before it has answered (RFC 3960).
    boolean hasEarlySound() {
        return earlySound;
    }

    // What becomes of it

    @Override
    public Session.Reply offered(Request update) {
        return call.updatedEarly(update);
    }

    @Override
    public void progress(Response response) {
        if (!response.body().isEmpty()) described |= call.media().answered(response.body());
        if (referral != null) referral.notify(response.status());
        hear(response);
        call.remote().answers(response);
        if (call.now() == State.DIALING && response.status().value() != 181)
            call.become(State.ALERTING);
    }

    /// Sound before the answer; a 180 after it brings back the ring tone, if the settings have it so.
    private void hear(Response response) {
        boolean rings = response.status().equals(StatusCode.RINGING);
        boolean comes = !response.body().isEmpty();
        boolean goes = rings && !comes && phone.settings().features().ringsAfterEarlyMedia();
        if (earlySound == comes || !comes && !goes) return;
        earlySound = comes;
        if (call.now() == State.ALERTING) call.publish();
    }

    @Override
    public OutgoingCall.Accepted answered(Response response) {
        call.remote().answers(response);
        boolean isDescribed = described && response.body().isEmpty();
        if (!isDescribed && !call.media().answered(response.body())) call.hasNoSound();
        return new OutgoingCall.Accepted(new Peer(phone, call, false), Body.EMPTY);
    }

    @Override
    public void established(Session made) {
        earlySound = false;
        target = null;
        if (referral != null) referral.notify(StatusCode.OK);
        call.established(made);
        if (answered != null) answered.run();
    }

    @Override
    public void failed(Response response) {
        if (response.status().value() / 100 == 3 && redirected(response)) return;
        if (referral != null) referral.notify(response.status());
        call.finish(new End(response.status().value(), why(response)));
    }

    private String why(Response response) {
        var text =
                phone.settings().features().tellsReasons()
                        ? reason(response)
                        : Optional.<String>empty();
        return text.orElse(response.reasonPhrase());
    }

    /// The first text that is there (RFC 3326 §2).
    private static Optional<String> reason(Response response) {
        try {
            return response.headers().all(Header.REASON).stream()
                    .flatMap(reason -> reason.parameters().unquoted("text").stream())
                    .findFirst();
        } catch (MalformedField e) {
            return Optional.empty();
        }
    }

    /// The guides' phones call the new address anew, with a Call-ID of its own; RFC 3261 §8.1.3.4 would keep it.
    private boolean redirected(Response response) {
        if (++redirections > MOST_REDIRECTIONS) return false;
        var next = elsewhere(response);
        if (next.isEmpty()) return false;
        phone.tell(new PhoneEvent.Redirected(call.number(), Addressing.text(next.get())));
        dial(next.get().asRequestUri(), invitation);
        return true;
    }

    private static Optional<SipUri> elsewhere(Response response) {
        try {
            for (var contact : response.headers().all(Header.CONTACT))
                if (contact instanceof Contact.Address(var address) && address.sipUri().isPresent())
                    return address.sipUri();
        } catch (MalformedField e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
