package io.switchhook.phone;

import io.switchhook.sdp.Origin;
import io.switchhook.sdp.SessionDescription;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.ua.CallSettings;
import io.switchhook.sip.ua.OutgoingCall;
import io.switchhook.sip.ua.Relay;
import io.switchhook.sip.ua.Session;
import io.switchhook.sip.uri.Uri;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A call to a server that plays to who is on hold (RFC 7088 §2), for one hold. This phone asks for its offer, hands that on to who is
/// put on hold, and his answer back in the ACK (RFC 3725 §4.1): the sound does not come by here. On the phone's shard.
final class Music implements OutgoingCall.User, Session.User {
    /// A user who holds does not wait longer for a server.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Chassis phone;
    private final CallLeg call;

    /// Gets the server's offer, once; nothing if it has none.
    private @Nullable Consumer<Body> offered;

    private final Origin origin;
    private Timers.@Nullable Handle deadline;
    private @Nullable OutgoingCall outgoing;
    private @Nullable Session session;
    private Body offer = Body.EMPTY;
    private Body answer = Body.EMPTY;
    private boolean over;

    Music(Chassis phone, CallLeg call, Consumer<Body> offered) {
        this.phone = phone;
        this.call = call;
        this.offered = offered;
        var ground = phone.ground();
        origin = Origin.of(ground.random().nextLong(1L << 32), 1, ground.host());
    }

    /// Provisional responses are of no use here, and a server that dies is left with the call on hold.
    void ask(Uri server) {
        var line = call.line();
        var caller = line.caller(server);
        var plain = new CallSettings(false, Optional.empty(), caller.calls().proxied());
        var agent = phone.settings().profile().userAgent();
        deadline = phone.ground().timers().start(PATIENCE, this::giveUp);
        outgoing =
                phone.agent()
                        .call(
                                caller.with(plain),
                                server,
                                h ->
                                        line.privacy()
                                                .apply(
                                                        line.require(
                                                                h.add(Header.USER_AGENT, agent))),
                                Body.EMPTY,
                                this);
    }

    private void giveUp() {
        silent("the music server did not answer in time");
        end();
    }

    private void silent(String why) {
        if (offered != null)
            phone.tell(
                    new PhoneEvent.Problem(
                            "call " + call.number() + " is held without music: " + why));
        tell(Body.EMPTY);
    }

    private void tell(Body what) {
        var then = offered;
        offered = null;
        if (deadline != null) deadline.cancel();
        if (then != null) then.accept(what);
    }

    /// Who is on hold has answered the offer that was handed on.
    void play(Relay relay, SessionDescription theirs) {
        answer = CallMedia.described(relay.answer(theirs, origin));
        if (session != null) session.acknowledge(answer);
    }

    /// Ends the call, whatever its state is.
    void end() {
        over = true;
        if (session != null) leave(session);
        else if (outgoing != null) outgoing.cancel(UnaryOperator.identity());
        tell(Body.EMPTY);
    }

    private void leave(Session up) {
        CallMedia.parsed(offer)
                .map(it -> CallMedia.described(Relay.refusal(it, origin)))
                .ifPresent(up::acknowledge);
        up.bye(UnaryOperator.identity());
    }

    // What becomes of it

    @Override
    public void progress(Response response) {}

    @Override
    public OutgoingCall.Taken answered(Response response) {
        offer = response.body();
        return offer.isEmpty()
                ? new OutgoingCall.Accepted(this, Body.EMPTY)
                : new OutgoingCall.Postponed(this);
    }

    @Override
    public void established(Session made) {
        session = made;
        if (over) leave(made);
        else if (offer.isEmpty()) {
            silent("the music server offers nothing");
            end();
        } else tell(offer);
    }

    @Override
    public void failed(Response response) {
        over = true;
        silent(
                "the music server said "
                        + response.status().value()
                        + ' '
                        + response.reasonPhrase());
    }

    /// It may say again what it said; anything else would have to be asked of who is on hold.
    @Override
    public Session.Reply reinvited(Request invite) {
        var before = CallMedia.parsed(offer);
        boolean isSame =
                before.isPresent()
                        && CallMedia.parsed(invite.body())
                                .filter(it -> CallMedia.isSame(it, before.get()))
                                .isPresent();
        return isSame
                ? new Session.Reply.Accepted(answer)
                : new Session.Reply.Refused(Peer.NOT_ACCEPTABLE_HERE);
    }

    @Override
    public void acknowledged(Request ack) {}

    @Override
    public void request(ServerTransaction transaction) {
        phone.inquiries().respond(transaction, StatusCode.NOT_IMPLEMENTED);
    }

    @Override
    public void ended(Session.Ending ending) {
        over = true;
    }
}
