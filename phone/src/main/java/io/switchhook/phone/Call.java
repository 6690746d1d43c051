package io.switchhook.phone;

import io.switchhook.media.rtp.Quality;
import io.switchhook.media.rtp.VideoQuality;
import io.switchhook.media.video.MalformedStream;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.audio.Speaker;
import io.switchhook.phone.video.Video;
import io.switchhook.phone.video.VideoFile;
import io.switchhook.sip.header.Replaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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

    private static final String NO_VIDEO = "this phone has no video; the profile vp530 has";

    private final Chassis phone;
    private final CallLeg leg;

    Call(Chassis phone, CallLeg leg) {
        this.phone = phone;
        this.leg = leg;
    }

    CallLeg leg() {
        return leg;
    }

    /// As it is now.
    public CallFacts facts() {
        return leg.facts();
    }

    public State state() {
        return facts().state();
    }

    /// Takes the call; another one is put on hold first.
    public void answer() {
        phone.perform(() -> phone.ongoing().holdOthers(leg, leg.ringing()::take));
    }

    /// Refuses it as the phone's settings say, or sends it where busy calls go.
    public void reject() {
        phone.perform(leg.ringing()::refuse);
    }

    /// Ends the call, whatever its state is.
    public void hangUp() {
        phone.perform(leg::leave);
    }

    /// Makes the other end wait.
    public void hold() {
        phone.perform(() -> leg.holding().hold(() -> {}));
    }

    /// Goes on with a call on hold; another one is put on hold first.
    public void resume() {
        phone.perform(() -> phone.ongoing().holdOthers(leg, () -> leg.holding().resume(() -> {})));
    }

    /// Hands the other end on without asking whom it is handed to.
    ///
    /// @param target a number or an address
    public void transfer(String target) {
        phone.perform(() -> leg.transferor().refer(target));
    }

    /// Hands the other end on to the other end of another call, which was asked (RFC 3891). One that still rings there is given
    /// up, and the other end calls it anew: nothing could be replaced before an answer.
    public void transferTo(Call other) {
        phone.perform(() -> leg.transferor().refer(other.leg));
    }

    /// Lets the other end and that of another call hear each other and this phone.
    public void conference(Call other) {
        phone.perform(() -> Focus.bringTogether(phone, leg, other.leg));
    }

    /// Presses keys in the way the account's settings say.
    ///
    /// @param keys `0` to `9`, `*`, `#`, `A` to `D`
    public void press(String keys) {
        phone.perform(() -> Keypad.press(leg, keys));
    }

    /// What is said from now on.
    public void say(Sound sound) {
        leg.say(sound);
    }

    /// Calls somebody to ask whether this call may be handed on to him. It is put on hold. When the receiver is put down
    /// ([Phone#hangUp]) it is handed on, if the settings have it so: after he has answered with Replaces (RFC 3891), while his
    /// phone still rings without.
    ///
    /// @param target a number or an address
    /// @throws IllegalArgumentException if it cannot be called
    public Call consult(String target) {
        var other = phone.dialer().call(leg.line().number(), target);
        other.leg.transferor().asksFor(leg);
        return other;
    }

    /// Says nothing, or again what is to be said.
    public void mute(boolean on) {
        phone.perform(() -> leg.mute(on));
    }

    void playOn(Optional<Speaker> device) {
        leg.media().audio().playOn(device);
    }

    /// Records what is heard.
    ///
    /// @throws IOException if the file cannot be written
    public void record(Path file) throws IOException {
        leg.media().audio().record(file);
    }

    /// Of sound and video.
    public void stopRecording() {
        leg.media().audio().stopRecording();
        video().ifPresent(Video::stopRecording);
    }

    /// What was heard last, at most three seconds.
    ///
    /// @param sampleRate that is wanted, in Hz
    public CompletableFuture<short[]> heard(int millis, int sampleRate) {
        return leg.media().audio().heard(millis, sampleRate);
    }

    /// How the call was until now.
    public CompletableFuture<Quality> quality() {
        return leg.media().audio().quality();
    }

    /// The video of the call, with which more can be done. Empty for a model without, though not for a call whose other end has
    /// none.
    public Optional<Video> video() {
        return leg.pictures().map(CallVideo::video);
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
        return Optional.of(state())
                .filter(it -> it == State.RINGING)
                .flatMap(_ -> leg.ringing().dialogAtCaller())
                .orElseThrow(
                        () -> new IllegalStateException("call " + leg.number() + " does not ring"));
    }

    /// Waits for a state.
    ///
    /// @throws AssertionError if it does not come within half a minute, or cannot come any more
    public Call await(State wanted) {
        phone.await(
                Phone.PATIENCE,
                () -> state() == wanted || state() == State.ENDED,
                () -> "call " + leg.number() + " to be " + wanted);
        if (state() != wanted)
            throw new AssertionError(
                    "call " + leg.number() + " is over and was to be " + wanted + ": " + facts());
        return this;
    }

    @Override
    public String toString() {
        return facts().toString();
    }
}
