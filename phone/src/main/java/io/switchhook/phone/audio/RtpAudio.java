package io.switchhook.phone.audio;

import io.switchhook.media.audio.Dtmf;
import io.switchhook.media.rtp.EndSystem;
import io.switchhook.media.rtp.Quality;
import io.switchhook.media.rtp.RtpSession;
import io.switchhook.media.rtp.TelephoneEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sound over RTP. All but the ports belongs to the metronome's thread.
final class RtpAudio implements Audio, Metronome.Beating {
    private static final Logger LOG = LoggerFactory.getLogger(RtpAudio.class);
    private static final int MOST_DELAY_MILLIS = 300;
    private static final int KEY_MILLIS = 120;
    private static final double KEY_LEVEL = -10;

    private final Metronome metronome;
    private final EndSystem system;
    private final MediaTransport transport;
    private final Listener listener;
    private final Hearing hearing = new Hearing();

    /// In-band key tones that are still to be said, in frames at the sample rate of the call.
    private final ArrayDeque<short[]> tones = new ArrayDeque<>();

    private @Nullable AudioLink link;
    private @Nullable RtpSession session;
    private int sampleRate = 8000;
    private Sound sound = new Sound.Silence();
    private @Nullable Voice voice;
    private @Nullable Recorder recorder;
    private Optional<Speaker> speaker = Optional.empty();
    private Speaker.@Nullable Feed feed;
    private @Nullable Conference conference;
    private short[] spoken = new short[0];
    private short[] heard = new short[0];
    private boolean closed;

    RtpAudio(RtpHost host, MediaTransport transport, Listener listener) {
        metronome = host.metronome();
        system = host.system();
        this.transport = transport;
        this.listener = listener;
    }

    @Override
    public int port() {
        return transport.port();
    }

    @Override
    public void connect(AudioLink agreed) {
        metronome.execute(() -> connected(agreed));
    }

    private void connected(AudioLink agreed) {
        if (closed) return;
        var former = link;
        link = agreed;
        if (!agreed.listens()) hearing.clear();
        var running = session;
        if (running == null) begin(agreed);
        else if (former != null) change(running, former, agreed);
        if (conference == null) metronome.add(this);
    }

    /// The sample rate of what is said and heard stays that of the first codec.
    private void begin(AudioLink agreed) {
        try {
            var path = transport.path(agreed.rtp(), agreed.rtcp(), agreed.keys());
            sampleRate = agreed.sent().encoding().sampleRate();
            session =
                    new RtpSession(
                            new RtpSession.Settings(
                                    agreed.sent(),
                                    agreed.accepted(),
                                    MOST_DELAY_MILLIS,
                                    sampleRate),
                            system,
                            path,
                            new Events());
            voice = Voice.of(sound, sampleRate);
            spoken = new short[sampleRate / 50];
            heard = new short[spoken.length];
            feed();
        } catch (IOException e) {
            LOG.warn("a call has no sound: {}", e.getMessage());
        }
    }

    private void change(RtpSession running, AudioLink former, AudioLink agreed) {
        if (former.keys().isPresent() != agreed.keys().isPresent()) {
            running.close(metronome.nanoTime());
            begin(agreed);
            return;
        }
        if (!former.sent().equals(agreed.sent()) || !former.accepted().equals(agreed.accepted()))
            running.renegotiate(agreed.sent(), agreed.accepted());
        running.redirect(agreed.rtp(), agreed.rtcp());
        agreed.keys().ifPresent(transport::change);
    }

    private final class Events implements RtpSession.Listener {
        @Override
        public void event(int event) {
            if (event < 16) listener.key(TelephoneEvent.key(event));
        }

        @Override
        public void bye() {
            // The call's end is told by SIP.
        }
    }

    @Override
    public void beat(long nanos) {
        speak();
        exchange(nanos, spoken);
    }

    /// What this phone says in this beat.
    private void speak() {
        var key = tones.poll();
        if (key != null) System.arraycopy(key, 0, spoken, 0, spoken.length);
        else if (voice != null) voice.speak(spoken, heard);
    }

    /// Sends a frame and takes one.
    ///
    /// @param said a frame at the sample rate of this call
    /// @return what is heard
    short[] exchange(long nanos, short[] said) {
        var agreed = link;
        if (session == null || agreed == null) return heard;
        session.tick(nanos, agreed.speaks() ? said : null, heard);
        if (!agreed.listens()) Arrays.fill(heard, (short) 0);
        else hearing.hear(heard, sampleRate);
        if (recorder != null) recorder.take(heard);
        if (feed != null) feed.play(heard);
        return heard;
    }

    int sampleRate() {
        return sampleRate;
    }

    @Override
    public void say(Sound what) {
        metronome.execute(() -> {
            sound = what;
            voice = Voice.of(what, sampleRate);
            if (conference != null) conference.say(what);
        });
    }

    @Override
    public void press(String keys) {
        metronome.execute(() -> {
            for (char key : keys.toUpperCase(Locale.ROOT).toCharArray())
                if (Dtmf.isKey(key)) press(key);
        });
    }

    private void press(char key) {
        if (session == null || link == null) return;
        if (link.sent().eventType() >= 0) session.press(key, KEY_MILLIS);
        else sound(key);
    }

    private void sound(char key) {
        int frame = spoken.length;
        var signal = Dtmf.signal(key, sampleRate, KEY_MILLIS * sampleRate / 1000, KEY_LEVEL);
        for (int at = 0; at < signal.length; at += frame)
            tones.add(Arrays.copyOfRange(signal, at, at + frame));
        for (int i = 0; i < 4; i++) tones.add(new short[frame]);
    }

    @Override
    public void playOn(Optional<Speaker> next) {
        metronome.execute(() -> {
            speaker = next;
            feed();
        });
    }

    private void feed() {
        if (feed != null) feed.close();
        boolean isUp = session != null && !closed;
        feed = isUp ? speaker.map(it -> it.feed(sampleRate)).orElse(null) : null;
    }

    @Override
    public void record(Path file) throws IOException {
        var channel = Recorder.open(file);
        metronome.execute(() -> {
            recordTo(new Recorder(file, channel, sampleRate));
            if (closed) recordTo(null);
        });
    }

    private void recordTo(@Nullable Recorder next) {
        if (recorder != null) recorder.close();
        recorder = next;
    }

    @Override
    public void stopRecording() {
        metronome.execute(() -> recordTo(null));
    }

    @Override
    public CompletableFuture<short[]> heard(int millis, int sampleRate) {
        return asked(() -> hearing.last(millis, sampleRate));
    }

    @Override
    public CompletableFuture<Quality> quality() {
        return asked(() -> {
            if (session == null) throw new IllegalStateException("the call has no sound yet");
            return session.quality();
        });
    }

    private <T> CompletableFuture<T> asked(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        metronome.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /// Joins a conference, or leaves it. On the metronome's thread.
    void join(@Nullable Conference joined) {
        conference = joined;
        if (joined != null) metronome.remove(this);
        else if (!closed && session != null) metronome.add(this);
    }

    @Override
    public void joinWith(Audio other) {
        metronome.execute(() -> {
            if (!(other instanceof RtpAudio third) || closed || third.closed) return;
            if (conference == null) new Conference(metronome, sound).join(this);
            var joined = conference;
            if (joined != null && third.conference == null) joined.join(third);
        });
    }

    @Override
    public void leave() {
        metronome.execute(() -> {
            if (conference != null) conference.leave(this);
        });
    }

    @Override
    public void close() {
        metronome.execute(this::end);
    }

    private void end() {
        if (closed) return;
        closed = true;
        if (conference != null) conference.leave(this);
        metronome.remove(this);
        if (session != null) session.close(metronome.nanoTime());
        feed();
        recordTo(null);
        transport.close();
    }
}
