package io.switchhook.phone;

import io.switchhook.media.rtp.Quality;
import io.switchhook.media.rtp.VideoQuality;
import io.switchhook.media.video.MalformedStream;
import io.switchhook.phone.CallFacts.End;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.audio.Speaker;
import io.switchhook.phone.settings.ActionUrl.Event;
import io.switchhook.phone.settings.CalleeIdSource;
import io.switchhook.phone.settings.Dtmf;
import io.switchhook.phone.video.Video;
import io.switchhook.phone.video.VideoFile;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Replaces;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Field;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.ua.IncomingCall;
import io.switchhook.sip.ua.OutgoingCall;
import io.switchhook.sip.ua.Referral;
import io.switchhook.sip.ua.Session;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A call of a phone, from its beginning to its end. Public methods are thread-safe and return at once; what does not fit
/// the state of the call does nothing.
public final class Call {
    /// How far a call is.
    public enum State {
        /// This phone calls; nothing was heard of the other one.
        DIALING,
        /// The other phone rings.
        ALERTING,
        /// This phone rings.
        RINGING,
        /// It was answered.
        TALKING,
        /// It was answered, and this phone makes the other one wait.
        HOLDING,
        /// It is over.
        ENDED;

        public boolean isUp() {
            return this == TALKING || this == HOLDING;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final StatusCode NOT_ACCEPTABLE_HERE = StatusCode.of(488);
    private static final int MOST_REDIRECTIONS = 5;
    private static final String NO_VIDEO = "this phone has no video; the profile vp530 has";
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int MOST_TRIES = 50;

    private final Chassis phone;
    private final Line line;
    private final int number;
    private final boolean incoming;
    private final CallMedia media;
    private final Optional<CallVideo> video;
    private volatile CallFacts facts;

    private State state;
    private NameAddr remote;
    private boolean held;
    private boolean inConference;
    private String ring = "";
    private boolean earlySound;

    /// Whether this side says nothing, whatever it is told to say.
    private boolean muted;

    /// The call that is to be handed on to this one's other end, if he agrees.
    private volatile @Nullable Call origin;

    private Optional<End> end = Optional.empty();

    private @Nullable OutgoingCall outgoing;
    private volatile @Nullable IncomingCall ringing;
    private @Nullable Session session;
    private UnaryOperator<Headers.Editor> invitation = UnaryOperator.identity();
    private int redirections;

    /// Whom this phone calls, until he answers.
    private @Nullable Uri rangAt;

    /// Who is told what becomes of this call, as he asked for it.
    private @Nullable Referral referral;

    /// What is done when the other end answers.
    private @Nullable Runnable answered;

    /// What is done once the call is over, or at last after a while.
    private @Nullable Runnable afterwards;

    /// Whether an offer of ours waits for its answer.
    private boolean changing;

    /// Whether the next ACK brings the answer to an offer of ours.
    private boolean offering;

    private Timers.@Nullable Handle patience;

    Call(Chassis phone, Line line, int number, boolean incoming, NameAddr remote)
            throws IOException {
        this.phone = phone;
        this.line = line;
        this.number = number;
        this.incoming = incoming;
        this.remote = remote;
        state = incoming ? State.RINGING : State.DIALING;
        video = CallVideo.of(phone, this, line.settings().media());
        media =
                new CallMedia(
                        phone.ground(),
                        phone.settings(),
                        line.settings().media(),
                        video,
                        key -> phone.perform(() -> heard(key)));
        media.audio().playOn(phone.speaker());
        facts = snapshot();
    }

    private CallFacts snapshot() {
        return new CallFacts(
                number,
                line.number(),
                incoming,
                state,
                remote.uri().toString(),
                remote.displayName(),
                held,
                inConference,
                ring,
                earlySound,
                callId(),
                end);
    }

    private String callId() {
        var out = outgoing;
        var in = ringing;
        var invite = out != null ? out.request() : in != null ? in.request() : null;
        return invite == null ? "" : invite.headers().require(Header.CALL_ID).value();
    }

    private void heard(char key) {
        phone.tell(new PhoneEvent.KeyHeard(number, key));
    }

    // What a user does

    /// As it is now.
    public CallFacts facts() {
        return facts;
    }

    public State state() {
        return facts.state();
    }

    /// Takes the call; another one is put on hold first.
    public void answer() {
        phone.perform(() -> phone.ongoing().holdOthers(this, this::take));
    }

    /// Refuses it as the phone's settings say, or sends it where busy calls go.
    public void reject() {
        phone.perform(this::refuse);
    }

    /// Ends the call, whatever its state is.
    public void hangUp() {
        phone.perform(this::leave);
    }

    /// Makes the other end wait.
    public void hold() {
        phone.perform(() -> hold(() -> {}));
    }

    /// Goes on with a call on hold; another one is put on hold first.
    public void resume() {
        phone.perform(() -> phone.ongoing().holdOthers(this, () -> goOn(() -> {})));
    }

    /// Hands the other end on without asking whom it is handed to.
    ///
    /// @param target a number or an address
    public void transfer(String target) {
        phone.perform(() -> refer(target));
    }

    /// Hands the other end on to the other end of another call, which was asked (RFC 3891). One that still rings there is given
    /// up, and the other end calls it anew: nothing could be replaced before an answer.
    public void transferTo(Call other) {
        phone.perform(() -> refer(other));
    }

    /// Lets the other end and that of another call hear each other and this phone.
    public void conference(Call other) {
        phone.perform(() -> mix(other));
    }

    /// Presses keys in the way the account's settings say.
    ///
    /// @param keys `0` to `9`, `*`, `#`, `A` to `D`
    public void press(String keys) {
        phone.perform(() -> signal(keys));
    }

    /// What is said from now on.
    public void say(Sound sound) {
        if (!muted) media.say(sound);
    }

    /// Calls somebody to ask whether this call may be handed on to him. It is put on hold. When the receiver is put down
    /// ([Phone#hangUp]) it is handed on, if the settings have it so: after he has answered with Replaces (RFC 3891), while his
    /// phone still rings without.
    ///
    /// @param target a number or an address
    /// @throws IllegalArgumentException if it cannot be called
    public Call consult(String target) {
        var other = phone.dialer().call(line.number(), target);
        other.origin = this;
        return other;
    }

    /// Says nothing, or again what is to be said.
    public void mute(boolean on) {
        phone.perform(() -> {
            if (muted == on || state == State.ENDED) return;
            muted = on;
            media.say(on ? new Sound.Silence() : phone.sound());
            phone.tell(new PhoneEvent.Switched(on ? Event.MUTE : Event.UNMUTE));
        });
    }

    void playOn(Optional<Speaker> device) {
        media.audio().playOn(device);
    }

    /// Records what is heard.
    ///
    /// @throws IOException if the file cannot be written
    public void record(Path file) throws IOException {
        media.audio().record(file);
    }

    /// Of sound and video.
    public void stopRecording() {
        media.audio().stopRecording();
        video().ifPresent(Video::stopRecording);
    }

    /// What was heard last, at most three seconds.
    ///
    /// @param sampleRate that is wanted, in Hz
    public CompletableFuture<short[]> heard(int millis, int sampleRate) {
        return media.audio().heard(millis, sampleRate);
    }

    /// How the call was until now.
    public CompletableFuture<Quality> quality() {
        return media.audio().quality();
    }

    /// The video of the call, with which more can be done. Empty for a model without, though not for a call whose other end has
    /// none.
    public Optional<Video> video() {
        return video.map(CallVideo::video);
    }

    /// Sends the pictures of a file again and again, instead of the test picture.
    ///
    /// @param file an H.264 byte stream (ITU-T H.264 annex B), best of the baseline profile, with 25 pictures in a second
    /// @throws IllegalStateException if the phone has no video
    /// @throws IOException if the file cannot be read, or is too large
    /// @throws MalformedStream if it is no such stream
    public void showVideo(Path file) throws IOException, MalformedStream {
        ownVideo().show(VideoFile.read(file));
    }

    /// Writes the other end's pictures into a file, as an H.264 byte stream, from the next key frame on.
    ///
    /// @throws IllegalStateException if the phone has no video
    /// @throws IOException if the file cannot be written
    public void recordVideo(Path file) throws IOException {
        ownVideo().record(file);
    }

    /// How the video of the call was until now; fails for a call that has none.
    public CompletableFuture<VideoQuality> videoQuality() {
        return video().map(Video::quality)
                .orElseGet(
                        () -> CompletableFuture.failedFuture(new IllegalStateException(NO_VIDEO)));
    }

    private Video ownVideo() {
        return video().orElseThrow(() -> new IllegalStateException(NO_VIDEO));
    }

    /// What the other end calls the dialog of a call that rings here, for somebody who is to take this phone's place
    /// (RFC 3891).
    ///
    /// @throws IllegalStateException if it does not ring
    public Replaces dialogAtCaller() {
        var call = ringing;
        if (call == null || state() != State.RINGING)
            throw new IllegalStateException("call " + number + " does not ring");
        var headers = call.request().headers();
        return Replaces.of(
                headers.require(Header.CALL_ID),
                headers.require(Header.FROM).tag(),
                phone.tagOf(call.request()));
    }

    /// Waits for a state.
    ///
    /// @throws AssertionError if it does not come within half a minute, or cannot come any more
    public Call await(State wanted) {
        phone.await(
                Phone.PATIENCE,
                () -> state() == wanted || state() == State.ENDED,
                () -> "call " + number + " to be " + wanted);
        if (state() != wanted)
            throw new AssertionError(
                    "call " + number + " is over and was to be " + wanted + ": " + facts);
        return this;
    }

    @Override
    public String toString() {
        return facts.toString();
    }

    // On the phone's shard

    Line line() {
        return line;
    }

    State now() {
        return state;
    }

    boolean isOf(IncomingCall other) {
        return ringing == other;
    }

    boolean isInConference() {
        return inConference;
    }

    @Nullable Session session() {
        return session;
    }

    private void become(State next) {
        state = next;
        publish();
    }

    private void publish() {
        facts = snapshot();
        phone.tell(new PhoneEvent.CallChanged(facts));
    }

    /// Calls.
    ///
    /// @param edits further header fields of the INVITE
    void dial(Uri target, UnaryOperator<Headers.Editor> edits) {
        invitation = edits;
        rangAt = target;
        media.say(phone.sound());
        outgoing =
                phone.agent()
                        .call(
                                line.caller(target),
                                target,
                                h ->
                                        line.privacy()
                                                .apply(edits.apply(line.require(line.describe(h)))),
                                media.offer(false),
                                new Caller());
        publish();
    }

    /// Dials because somebody asked for it.
    void dial(Uri target, UnaryOperator<Headers.Editor> edits, Referral asked) {
        referral = asked;
        dial(target, edits);
    }

    /// Rings, or whatever the settings make of a call.
    void receive(IncomingCall call, Reception reception) {
        ringing = call;
        ring = alert(call.request());
        if (call.replaced().isPresent()) {
            take();
            call.replaced().get().leave();
            return;
        }
        var offer = call.request().body();
        if (!offer.isEmpty() && !media.canAnswer(offer)) {
            turnAway(NOT_ACCEPTABLE_HERE, "no common codec");
            return;
        }
        switch (reception) {
            case Reception.Ring() -> ring(Optional.empty());
            case Reception.Answer(var after, var silent) -> {
                muted = silent;
                ring(Optional.of(after));
            }
            case Reception.TurnAway(var status, var why) -> turnAway(status, why);
            case Reception.Divert(var target, var why) -> divert(target, why);
        }
    }

    private void ring(Optional<Duration> answer) {
        var call = ringing;
        if (call == null) return;
        call.ring();
        publish();
        if (answer.isPresent()) {
            patience =
                    phone.ground()
                            .timers()
                            .start(
                                    answer.get(),
                                    () -> phone.ongoing().holdOthers(this, this::take));
            return;
        }
        Reception.whenNotAnswered(line.preferences(), phone.preferences())
                .ifPresent(target ->
                        patience =
                                phone.ground()
                                        .timers()
                                        .start(
                                                Reception.noAnswerAfter(
                                                        line.preferences(), phone.preferences()),
                                                () ->
                                                        divert(
                                                                target,
                                                                Reception.Diversion.NO_ANSWER)));
    }

    private static String alert(Request invite) {
        return invite.headers().fields().stream()
                .filter(field -> field.name() == Known.ALERT_INFO)
                .findFirst()
                .map(Field::text)
                .orElse("");
    }

    private void turnAway(StatusCode status, String why) {
        var call = ringing;
        if (call == null) return;
        call.reject(status, line::describe);
        phone.tell(
                new PhoneEvent.CallTurnedAway(
                        line.number(), Line.text(remote.uri()), status.value(), why));
        finish(new End(status.value(), why));
    }

    /// RFC 3261 §21.3.3; RFC 5806 says why.
    private void divert(String dialed, Reception.Diversion why) {
        var call = ringing;
        if (call == null || call.isOver()) return;
        Uri target;
        try {
            target = line.target(dialed);
        } catch (MalformedValue e) {
            turnAway(Reception.BUSY_HERE, "cannot forward to " + dialed);
            return;
        }
        var diversion =
                NameAddr.of(line.user().address().uri())
                        .with(line.user().address().parameters().with("reason", why.word()));
        call.reject(
                StatusCode.of(302),
                h ->
                        line.describe(h)
                                .add(Header.CONTACT, Contact.of(NameAddr.of(target)))
                                .add(Header.DIVERSION, diversion));
        phone.tell(
                new PhoneEvent.CallForwarded(
                        line.number(), Line.text(remote.uri()), dialed, why.text()));
        finish(new End(302, why.text()));
    }

    private void take() {
        var call = ringing;
        if (call == null || call.isOver() || state != State.RINGING) return;
        forgetPatience();
        if (!muted) media.say(phone.sound());
        var offer = call.request().body();
        offering = offer.isEmpty();
        var described = offering ? Optional.of(media.offer(false)) : media.answer(offer);
        if (described.isEmpty()) {
            turnAway(NOT_ACCEPTABLE_HERE, "no common codec");
            return;
        }
        call.answer(described.get(), new Peer())
                .ifPresent(answered -> {
                    session = answered;
                    become(State.TALKING);
                });
    }

    private void refuse() {
        if (state != State.RINGING) return;
        var elsewhere = Reception.whenBusy(line.preferences(), phone.preferences());
        if (elsewhere.isPresent()) divert(elsewhere.get(), Reception.Diversion.USER_BUSY);
        else
            turnAway(
                    StatusCode.of(phone.settings().features().refuseStatus()),
                    "refused by the user");
    }

    /// The caller gave up.
    void cancelled() {
        if (state == State.RINGING) finish(new End(487, "the caller gave up"));
    }

    /// The caller did not acknowledge that this phone rings (RFC 3262 §3).
    void unacknowledged() {
        if (state == State.RINGING) finish(new End(504, "the caller does not hear that it rings"));
    }

    /// The caller changes its mind before the call is answered (RFC 3311 §5.2).
    Session.Reply updatedEarly(Request update) {
        if (update.body().isEmpty()) return new Session.Reply.Accepted(Body.EMPTY);
        return media.answer(update.body())
                .<Session.Reply>map(Session.Reply.Accepted::new)
                .orElse(new Session.Reply.Refused(NOT_ACCEPTABLE_HERE));
    }

    void leave() {
        switch (state) {
            case DIALING, ALERTING -> {
                if (outgoing != null) outgoing.cancel(UnaryOperator.identity());
            }
            case RINGING -> refuse();
            case TALKING, HOLDING -> {
                if (session != null) session.bye(UnaryOperator.identity());
            }
            case ENDED -> {}
        }
    }

    /// @param then in any case
    void hold(Runnable then) {
        if (state == State.TALKING) change(true, MOST_TRIES, then);
        else then.run();
    }

    /// @param then in any case
    private void goOn(Runnable then) {
        if (state == State.HOLDING) change(false, MOST_TRIES, then);
        else then.run();
    }

    /// RFC 3264 §8.4. While another INVITE of the dialog is not over, this one waits.
    private void change(boolean hold, int tries, Runnable then) {
        var up = session;
        if (up == null || !state.isUp() || hold == (state == State.HOLDING)) {
            then.run();
            return;
        }
        boolean before = state == State.HOLDING;
        if (!changing && reinvite(up, hold, before, then)) return;
        if (tries > 0) phone.ground().timers().start(PATIENCE, () -> change(hold, tries - 1, then));
        else then.run();
    }

    private boolean reinvite(Session up, boolean hold, boolean before, Runnable then) {
        changing =
                up.reinvite(media.offer(hold), response -> changed(hold, before, response, then));
        if (!changing) media.refused(before);
        return changing;
    }

    private void changed(boolean hold, boolean before, Response response, Runnable then) {
        changing = false;
        if (response.status().isSuccess() && media.answered(response.body())) {
            if (state.isUp()) become(hold ? State.HOLDING : State.TALKING);
        } else {
            media.refused(before);
            phone.tell(
                    new PhoneEvent.Problem(
                            "call "
                                    + number
                                    + (hold ? " cannot be held: " : " cannot be resumed: ")
                                    + response.status().value()
                                    + ' '
                                    + response.reasonPhrase()));
        }
        then.run();
    }

    private void refer(String dialed) {
        try {
            refer(NameAddr.of(line.target(dialed)));
            phone.happened(Event.BLIND_TRANSFER_CALL, facts);
        } catch (MalformedValue e) {
            phone.tell(new PhoneEvent.Problem("cannot transfer to " + dialed));
        }
    }

    private void refer(Call other) {
        var consulted = other.session;
        if (consulted != null && other.state.isUp()) {
            refer(ReferTarget.replacing(consulted.dialog()));
            phone.happened(Event.ATTENDED_TRANSFER_CALL, facts);
        } else if (other.rangAt != null && phone.settings().features().transfers().semiAttended()) {
            var target = other.rangAt;
            other.leave();
            refer(NameAddr.of(target));
        } else {
            phone.tell(new PhoneEvent.Problem("call " + other.number + " was not answered yet"));
        }
    }

    /// The makers' phones leave as soon as the REFER was accepted; what becomes of it is told all the same (RFC 5057 §4).
    private void refer(NameAddr target) {
        var up = session;
        if (up == null || !state.isUp()) return;
        up.refer(
                target,
                h ->
                        line.describe(h)
                                .add(Header.REFERRED_BY, NameAddr.of(line.user().address().uri())),
                response -> {
                    tellTransfer(response.status().value(), response.reasonPhrase());
                    if (response.status().isSuccess()) leave();
                },
                notify ->
                        SipFragment.status(notify.body())
                                .ifPresent(line -> tellTransfer(line.status(), line.reason())));
    }

    private void tellTransfer(int status, String reason) {
        phone.tell(new PhoneEvent.Transfer(number, status, reason));
    }

    private void mix(Call other) {
        if (other == this || !state.isUp() || !other.state.isUp()) {
            phone.tell(new PhoneEvent.Problem("a conference needs two calls that were answered"));
            return;
        }
        var focus = line.settings().conferenceUri();
        if (focus.isPresent()) {
            meet(other, focus.get());
            return;
        }
        goOn(() -> other.goOn(() -> mixed(other)));
    }

    /// A server mixes: this phone calls it, and sends both others there (RFC 4579 §5.5).
    private void meet(Call other, String focus) {
        Uri target;
        try {
            target = line.target(focus);
        } catch (MalformedValue e) {
            phone.tell(new PhoneEvent.Problem(focus + " is no address of a conference"));
            return;
        }
        Call room;
        try {
            room = phone.ongoing().open(line, false, NameAddr.of(target));
        } catch (IllegalStateException e) {
            phone.tell(new PhoneEvent.Problem(String.valueOf(e.getMessage())));
            return;
        }
        room.whenUp(() -> {
            refer(NameAddr.of(target));
            other.refer(NameAddr.of(target));
        });
        var called = room;
        phone.ongoing().holdOthers(room, () -> called.dial(target, h -> h));
    }

    private void mixed(Call other) {
        if (state != State.TALKING || other.state != State.TALKING) return;
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

    private void signal(String keys) {
        var up = session;
        if (up == null || !state.isUp()) return;
        var dtmf = line.settings().media().dtmf();
        if (dtmf.way() != Dtmf.Way.INFO) media.audio().press(keys);
        if (dtmf.way() == Dtmf.Way.INFO || dtmf.way() == Dtmf.Way.AUTO_AND_INFO)
            for (var info : KeyInfo.of(keys, dtmf.infoType()))
                up.send(
                        Method.INFO,
                        h -> h.remove(Known.CONTENT_TYPE).add(Header.CONTENT_TYPE, info.type()),
                        info.body(),
                        _ -> {});
    }

    private void forgetPatience() {
        if (patience != null) patience.cancel();
        patience = null;
    }

    /// Whether it was begun for a transfer that is made when the receiver is put down.
    boolean handsOnWhenLeft() {
        var transfers = phone.settings().features().transfers();
        var first = origin;
        if (first == null || !first.state.isUp()) return false;
        boolean rings = state == State.DIALING || state == State.ALERTING;
        return state.isUp() && transfers.attendedOnHook()
                || rings && transfers.blindOnHook() && transfers.semiAttended();
    }

    void handOn() {
        var first = origin;
        if (first != null) first.refer(this);
    }

    /// It cannot even be begun.
    void giveUp(String why) {
        phone.tell(new PhoneEvent.Problem(why));
        finish(new End(480, why));
    }

    private void finish(End why) {
        if (state == State.ENDED) return;
        forgetPatience();
        media.close();
        end = Optional.of(why);
        inConference = false;
        become(State.ENDED);
        phone.ongoing().ended(this);
        runAfterwards();
    }

    /// What becomes of a call of ours.
    private final class Caller implements OutgoingCall.User {
        /// Whether the other end has described its media before it answered.
        private boolean described;

        @Override
        public Session.Reply offered(Request update) {
            return updatedEarly(update);
        }

        @Override
        public void progress(Response response) {
            if (!response.body().isEmpty()) described |= media.answered(response.body());
            if (referral != null) referral.notify(response.status());
            hear(response);
            name(response);
            if (state == State.DIALING && response.status().value() != 181) become(State.ALERTING);
        }

        /// Sound before the answer; a 180 after it brings back the ring tone, if the settings have it so.
        private void hear(Response response) {
            boolean rings = response.status().equals(StatusCode.RINGING);
            boolean comes = !response.body().isEmpty();
            boolean goes = rings && !comes && phone.settings().features().ringsAfterEarlyMedia();
            if (earlySound == comes || !comes && !goes) return;
            earlySound = comes;
            if (state == State.ALERTING) publish();
        }

        @Override
        public OutgoingCall.Accepted answered(Response response) {
            name(response);
            boolean isDescribed = described && response.body().isEmpty();
            if (!isDescribed && !media.answered(response.body()))
                phone.tell(new PhoneEvent.Problem("call " + number + " has no sound"));
            return new OutgoingCall.Accepted(new Peer(), Body.EMPTY);
        }

        @Override
        public void established(Session made) {
            session = made;
            earlySound = false;
            rangAt = null;
            if (referral != null) referral.notify(StatusCode.OK);
            become(State.TALKING);
            if (answered != null) answered.run();
        }

        @Override
        public void failed(Response response) {
            if (response.status().value() / 100 == 3 && redirected(response)) return;
            if (referral != null) referral.notify(response.status());
            finish(new End(response.status().value(), response.reasonPhrase()));
        }

        /// The guides' phones call the new address anew, with a Call-ID of its own; RFC 3261 §8.1.3.4 would keep it.
        private boolean redirected(Response response) {
            if (++redirections > MOST_REDIRECTIONS) return false;
            var target = target(response);
            if (target.isEmpty()) return false;
            phone.tell(new PhoneEvent.Redirected(number, Line.text(target.get())));
            dial(target.get().asRequestUri(), invitation);
            return true;
        }

        private Optional<SipUri> target(Response response) {
            try {
                for (var contact : response.headers().all(Header.CONTACT))
                    if (contact instanceof Contact.Address(var address)
                            && address.sipUri().isPresent()) return address.sipUri();
            } catch (MalformedField e) {
                return Optional.empty();
            }
            return Optional.empty();
        }
    }

    /// What the other end does.
    private final class Peer implements Session.User {
        @Override
        public Session.Reply updated(Request update) {
            connected(update);
            return Session.User.super.updated(update);
        }

        @Override
        public Session.Reply reinvited(Request invite) {
            if (invite.method() == Method.INVITE) connected(invite);
            var offer = invite.body();
            offering = offer.isEmpty();
            if (offering) return new Session.Reply.Accepted(media.offer(state == State.HOLDING));
            var answer = media.answer(offer);
            if (answer.isEmpty()) return new Session.Reply.Refused(NOT_ACCEPTABLE_HERE);
            if (held != CallMedia.isHold(offer)) {
                held = !held;
                publish();
            }
            return new Session.Reply.Accepted(answer.get());
        }

        @Override
        public void acknowledged(Request ack) {
            if (offering && !media.answered(ack.body()))
                phone.tell(new PhoneEvent.Problem("call " + number + " has no sound"));
            offering = false;
        }

        @Override
        public void refreshed(Response answer) {
            media.answered(answer.body());
        }

        @Override
        public void request(ServerTransaction transaction) {
            var method = transaction.request().method();
            if (method == Method.REFER) new Transferee(phone, Call.this).referred(transaction);
            else if (method == Method.INFO) info(transaction);
            else phone.inquiries().answer(transaction);
        }

        private void info(ServerTransaction transaction) {
            KeyInfo.key(transaction.request()).ifPresent(Call.this::heard);
            video.ifPresent(it -> it.informed(transaction.request()));
            phone.inquiries().respond(transaction, StatusCode.OK);
        }

        @Override
        public void ended(Session.Ending ending) {
            finish(
                    switch (ending) {
                        case Session.Ending.ByPeer _ -> new End(200, "the other end hung up");
                        case Session.Ending.ByUs _ -> new End(200, "this phone hung up");
                        case Session.Ending.Lost(var why) -> new End(408, why);
                    });
        }
    }

    /// Takes the name of who answers from there, if the account does so.
    private void name(Response response) {
        if (line.settings().calleeIdSource() != CalleeIdSource.PAI_RPID) return;
        try {
            var headers = response.headers();
            var asserted = headers.all(Header.P_ASSERTED_IDENTITY).stream().findFirst();
            asserted.or(() -> headers.all(Header.REMOTE_PARTY_ID).stream().findFirst())
                    .ifPresent(it -> remote = it);
        } catch (MalformedField e) {
            LOG.debug("an identity that cannot be read", e);
        }
    }

    /// Takes the name of who is at the other end now (RFC 4916), if the account does so.
    private void connected(Request request) {
        if (line.settings().calleeIdSource() != CalleeIdSource.CONNECTED_IDENTITY) return;
        var from = request.headers().require(Header.FROM);
        var named = new NameAddr(from.rawDisplayName(), from.uri(), Parameters.EMPTY);
        if (named.equals(remote)) return;
        remote = named;
        publish();
    }

    /// Runs something when the other end answers.
    void whenUp(Runnable action) {
        answered = action;
    }

    /// Runs something once this call is over, or after a while if it goes on.
    void afterwards(Duration limit, Runnable action) {
        if (state == State.ENDED) {
            action.run();
            return;
        }
        var late = phone.ground().timers().start(limit, () -> runAfterwards());
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
