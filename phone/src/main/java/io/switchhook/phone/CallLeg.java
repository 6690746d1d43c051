package io.switchhook.phone;

import io.switchhook.phone.Call.State;
import io.switchhook.phone.CallFacts.End;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.settings.ActionUrl.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.ua.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// This phone's end of a call: how far it is, and the parts that bring it further. On the phone's shard but for what says
/// otherwise.
final class CallLeg {
    private final Chassis phone;
    private final Line line;
    private final int number;
    private final boolean incoming;
    private final RemoteParty remote;
    private final CallMedia media;
    private final Optional<CallVideo> pictures;
    private final Caller caller;
    private final Ringing ringing;
    private final Holding holding;
    private final Transferor transferor;
    private volatile CallFacts facts;

    private State state;
    private @Nullable Session session;
    private boolean held;
    private boolean inConference;

    /// Whether this side says nothing, whatever it is told to say.
    private boolean muted;

    private Optional<End> end = Optional.empty();

    /// What is done once the call is over, or at last after a while.
    private @Nullable Runnable afterwards;

    CallLeg(Chassis phone, Line line, int number, boolean incoming, NameAddr remote)
            throws IOException {
        this.phone = phone;
        this.line = line;
        this.number = number;
        this.incoming = incoming;
        this.remote = new RemoteParty(line.settings().calleeIdSource(), remote);
        state = incoming ? State.RINGING : State.DIALING;
        caller = new Caller(phone, this);
        ringing = new Ringing(phone, this);
        holding = new Holding(phone, this);
        transferor = new Transferor(phone, this);
        pictures = CallVideo.of(phone, this, line.settings().media());
        media =
                new CallMedia(
                        phone.ground(),
                        phone.settings(),
                        line.settings().media(),
                        pictures,
                        key -> phone.perform(() -> heard(key)));
        media.audio().playOn(phone.speaker());
        facts = snapshot();
    }

    private CallFacts snapshot() {
        var invite = caller.invite().or(ringing::invite);
        return new CallFacts(
                number,
                line.number(),
                incoming,
                state,
                remote.address().uri().toString(),
                remote.address().displayName(),
                held,
                inConference,
                ringing.alert(),
                caller.hasEarlySound(),
                invite.map(it -> it.headers().require(Header.CALL_ID).value()).orElse(""),
                end);
    }

    Line line() {
        return line;
    }

    int number() {
        return number;
    }

    State now() {
        return state;
    }

    boolean isInConference() {
        return inConference;
    }

    RemoteParty remote() {
        return remote;
    }

    CallMedia media() {
        return media;
    }

    Optional<CallVideo> pictures() {
        return pictures;
    }

    Caller caller() {
        return caller;
    }

    Ringing ringing() {
        return ringing;
    }

    Holding holding() {
        return holding;
    }

    Transferor transferor() {
        return transferor;
    }

    /// Thread-safe.
    CallFacts facts() {
        return facts;
    }

    @Nullable Session session() {
        return session;
    }

    /// The other end changes its mind before the call is answered (RFC 3311 §5.2).
    Session.Reply updatedEarly(Request update) {
        if (update.body().isEmpty()) return new Session.Reply.Accepted(Body.EMPTY);
        return media.answer(update.body())
                .<Session.Reply>map(Session.Reply.Accepted::new)
                .orElse(new Session.Reply.Refused(Peer.NOT_ACCEPTABLE_HERE));
    }

    void established(Session made) {
        session = made;
        become(State.TALKING);
    }

    void become(State next) {
        state = next;
        publish();
    }

    void publish() {
        facts = snapshot();
        phone.tell(new PhoneEvent.CallChanged(facts));
    }

    void heard(char key) {
        phone.tell(new PhoneEvent.KeyHeard(number, key));
    }

    void hasNoSound() {
        phone.tell(new PhoneEvent.Problem("call " + number + " has no sound"));
    }

    void keepSilent() {
        muted = true;
    }

    void speak() {
        say(phone.sound());
    }

    /// Thread-safe.
    void say(Sound sound) {
        if (!muted) media.say(sound);
    }

    /// Says nothing, or again what is to be said.
    void mute(boolean on) {
        if (muted == on || state == State.ENDED) return;
        muted = on;
        media.say(on ? new Sound.Silence() : phone.sound());
        phone.tell(new PhoneEvent.Switched(on ? Event.MUTE : Event.UNMUTE));
    }

    /// The other end makes this one wait, or no longer.
    void held(boolean now) {
        if (held == now) return;
        held = now;
        publish();
    }

    /// This phone mixes two calls.
    void joinWith(CallLeg other) {
        media.audio().joinWith(other.media.audio());
        inConference = true;
        other.inConference = true;
        publish();
        other.publish();
    }

    /// Nobody else is left in its conference.
    void alone() {
        if (!inConference) return;
        inConference = false;
        media.audio().leave();
        publish();
    }

    /// Ends it, whatever its state is.
    void leave() {
        switch (state) {
            case DIALING, ALERTING -> caller.cancel();
            case RINGING -> ringing.refuse();
            case TALKING, HOLDING -> {
                if (session != null) session.bye(UnaryOperator.identity());
            }
            case ENDED -> {}
        }
    }

    /// It cannot even be begun.
    void giveUp(String why) {
        phone.tell(new PhoneEvent.Problem(why));
        finish(new End(480, why));
    }

    void finish(End why) {
        if (state == State.ENDED) return;
        ringing.forgetPatience();
        media.close();
        end = Optional.of(why);
        inConference = false;
        become(State.ENDED);
        holding.stopMusic();
        phone.ongoing().ended(this);
        runAfterwards();
    }

    /// Runs something once this call is over, or after a while if it goes on.
    void afterwards(Duration limit, Runnable action) {
        if (state == State.ENDED) {
            action.run();
            return;
        }
        var late = phone.ground().timers().start(limit, this::runAfterwards);
        afterwards =
                () -> {
                    late.cancel();
                    action.run();
                };
    }

    private void runAfterwards() {
        var next = afterwards;
        afterwards = null;
        if (next != null) next.run();
    }
}
