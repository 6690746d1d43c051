package io.switchhook.phone.audio;

import io.switchhook.media.audio.Dtmf;
import io.switchhook.media.rtp.DatagramPort;
import io.switchhook.media.rtp.Quality;
import io.switchhook.media.rtp.RtpSession;
import io.switchhook.media.rtp.TelephoneEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
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
    private final RtpPair ports;
    private final Listener listener;
    private final InstantSource wall;
    private final RandomGenerator random;
    private final String cname;
    private final Hearing hearing = new Hearing();

    /// In-band key tones that are still to be said, in frames at the sample rate of the call.
    private final ArrayDeque<short[]> tones = new ArrayDeque<>();

    private @Nullable AudioLink link;
    private @Nullable RtpSession session;
    private Sound sound = new Sound.Silence();
    private @Nullable Voice voice;
    private @Nullable Recorder recorder;
    private @Nullable Conference conference;
    private short[] spoken = new short[0];
    private short[] heard = new short[0];
    private boolean closed;

    RtpAudio(
            Metronome metronome,
            RtpPair ports,
            Listener listener,
            InstantSource wall,
            RandomGenerator random,
            String cname) {
        this.metronome = metronome;
        this.ports = ports;
        this.listener = listener;
        this.wall = wall;
        this.random = random;
        this.cname = cname;
    }

    /// The two sockets of a stream: an even port and the next one (RFC 3550 §11).
    record RtpPair(DatagramChannel rtp, DatagramChannel rtcp, int port) {
        /// Takes the first free pair.
        ///
        /// @throws IOException if there is none
        static RtpPair open(InetAddress address, int min, int max, int from) throws IOException {
            int pairs = Math.max(1, (max - even(min) + 1) / 2);
            for (int i = 0; i < pairs; i++) {
                int port = even(min) + 2 * Math.floorMod(from + i, pairs);
                var pair = tried(address, port);
                if (pair != null) return pair;
            }
            throw new IOException(
                    "no pair of free ports from "
                            + min
                            + " to "
                            + max
                            + " on "
                            + address.getHostAddress());
        }

        private static int even(int port) {
            return port + (port & 1);
        }

        private static @Nullable RtpPair tried(InetAddress address, int port) throws IOException {
            var rtp = DatagramChannel.open();
            var rtcp = DatagramChannel.open();
            try {
                rtp.bind(new InetSocketAddress(address, port));
                rtcp.bind(new InetSocketAddress(address, port + 1));
                return new RtpPair(rtp, rtcp, port);
            } catch (IOException e) {
                rtp.close();
                rtcp.close();
                return null;
            }
        }

        void close() {
            try (rtp;
                    rtcp) {
                LOG.trace("closing port {}", port);
            } catch (IOException e) {
                LOG.debug("cannot close port {}", port, e);
            }
        }
    }

    @Override
    public int port() {
        return ports.port();
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
        if (session == null || former == null || isAnother(former, agreed)) begin(agreed);
        else if (!former.rtp().equals(agreed.rtp())) session.redirect(agreed.rtp(), agreed.rtcp());
        if (conference == null) metronome.add(this);
    }

    private static boolean isAnother(AudioLink one, AudioLink other) {
        return one.encoding() != other.encoding() || one.eventType() != other.eventType();
    }

    private void begin(AudioLink agreed) {
        try {
            session =
                    new RtpSession(
                            new RtpSession.Settings(
                                    agreed.encoding(),
                                    agreed.eventType(),
                                    cname,
                                    MOST_DELAY_MILLIS),
                            new DatagramPort(ports.rtp()),
                            new DatagramPort(ports.rtcp()),
                            agreed.rtp(),
                            agreed.rtcp(),
                            new Events(),
                            wall,
                            random);
            voice = Voice.of(sound, agreed.encoding().sampleRate());
            spoken = new short[agreed.encoding().samplesPerFrame()];
            heard = new short[spoken.length];
        } catch (IOException e) {
            LOG.warn("a call has no sound: {}", e.getMessage());
        }
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
        else hearing.hear(heard, sampleRate());
        if (recorder != null && recorder.sampleRate() == sampleRate()) recorder.take(heard);
        return heard;
    }

    int sampleRate() {
        return link == null ? 8000 : link.encoding().sampleRate();
    }

    @Override
    public void say(Sound what) {
        metronome.execute(() -> {
            sound = what;
            voice = Voice.of(what, sampleRate());
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
        if (link.eventType() >= 0) session.press(key, KEY_MILLIS);
        else sound(key);
    }

    private void sound(char key) {
        int frame = spoken.length;
        var signal = Dtmf.signal(key, sampleRate(), KEY_MILLIS * sampleRate() / 1000, KEY_LEVEL);
        for (int at = 0; at < signal.length; at += frame)
            tones.add(Arrays.copyOfRange(signal, at, at + frame));
        for (int i = 0; i < 4; i++) tones.add(new short[frame]);
    }

    @Override
    public void record(Path file) throws IOException {
        var fresh = new Recorder(file, sampleRate());
        metronome.execute(() -> recordTo(fresh));
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
        if (session != null) session.close(System.nanoTime());
        recordTo(null);
        ports.close();
    }
}
