package io.switchhook.phone.video;

import io.switchhook.media.rtp.EndSystem;
import io.switchhook.media.rtp.VideoQuality;
import io.switchhook.media.rtp.VideoSession;
import io.switchhook.media.video.Picture;
import io.switchhook.media.video.PictureSource;
import io.switchhook.media.video.VideoEncoding;
import io.switchhook.phone.audio.MediaTransport;
import io.switchhook.phone.audio.Metronome;
import io.switchhook.phone.audio.RtpHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Video over RTP. All but the ports belongs to the metronome's thread.
final class RtpVideo implements Video, Metronome.Beating {
    private static final Logger LOG = LoggerFactory.getLogger(RtpVideo.class);

    /// A key frame every ten seconds.
    private static final int KEY_FRAMES = 250;

    private static final long BETWEEN_REQUESTS = 1_000_000_000;

    private final Metronome metronome;
    private final EndSystem system;
    private final MediaTransport transport;
    private final Listener listener;

    private @Nullable VideoLink link;
    private @Nullable VideoSession session;
    private final Map<VideoEncoding, PictureSource> testPictures =
            new EnumMap<>(VideoEncoding.class);
    private List<? extends Picture> shown = List.of();
    private @Nullable PictureSource showing;
    private @Nullable VideoRecorder recorder;
    private boolean waits;
    private long waitsSince;
    private boolean closed;

    RtpVideo(RtpHost host, MediaTransport transport, Listener listener) {
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
    public void connect(VideoLink agreed) {
        metronome.execute(() -> connected(agreed));
    }

    private void connected(VideoLink agreed) {
        if (closed) return;
        var former = link;
        link = agreed;
        var running = session;
        if (running == null || former == null) begin(agreed);
        else change(running, former, agreed);
        metronome.add(this);
    }

    private void begin(VideoLink agreed) {
        try {
            var path = transport.path(agreed.rtp(), agreed.rtcp(), agreed.keys());
            var begun =
                    new VideoSession(
                            new VideoSession.Settings(
                                    agreed.sent(),
                                    agreed.accepted(),
                                    agreed.ask(),
                                    agreed.picturesPerSecond(),
                                    agreed.parameterSets()),
                            system,
                            path,
                            new Pictures());
            begun.send(agreed.shows() ? source(agreed) : null);
            session = begun;
        } catch (IOException e) {
            LOG.warn("a call has no video: {}", e.getMessage());
        }
    }

    private void change(VideoSession running, VideoLink former, VideoLink agreed) {
        boolean another =
                former.keys().isPresent() != agreed.keys().isPresent()
                        || former.ask() != agreed.ask();
        if (another) {
            running.close(metronome.nanoTime());
            begin(agreed);
            return;
        }
        if (!former.sent().equals(agreed.sent()) || !former.accepted().equals(agreed.accepted()))
            running.renegotiate(agreed.sent(), agreed.accepted());
        running.redirect(agreed.rtp(), agreed.rtcp());
        agreed.keys().ifPresent(transport::change);
        boolean others = former.sent().encoding() != agreed.sent().encoding();
        if (former.shows() != agreed.shows() || others)
            running.send(agreed.shows() ? source(agreed) : null);
    }

    @Override
    public void disconnect() {
        metronome.execute(this::paused);
    }

    /// The session stays, for what may be agreed on later.
    private void paused() {
        var agreed = link;
        if (agreed == null || session == null) return;
        session.send(null);
        link = agreed.paused();
    }

    private final class Pictures implements VideoSession.Listener {
        @Override
        public void picture(Picture picture) {
            if (recorder != null && link != null && link.watches())
                recorder.take(picture, metronome.nanoTime());
        }

        @Override
        public void bye() {
            // The call's end is told by SIP.
        }
    }

    @Override
    public void beat(long nanos) {
        var running = session;
        if (running == null) return;
        running.tick(nanos);
        ask(running, nanos);
    }

    /// By ways other than RTCP. Only what has come can be damaged: who sends nothing is not asked for it.
    private void ask(VideoSession running, long nanos) {
        var agreed = link;
        boolean now =
                agreed != null
                        && agreed.watches()
                        && agreed.ask() == VideoSession.Ask.NOT
                        && running.isWaitingForKeyFrame();
        if (!now || !waits) waitsSince = nanos;
        waits = now;
        if (!now || nanos - waitsSince < BETWEEN_REQUESTS) return;
        waitsSince = nanos;
        if (running.quality().received() > 0) listener.keyFrameNeeded();
    }

    @Override
    public void show(List<? extends Picture> pictures) {
        metronome.execute(() -> {
            shown = pictures;
            showing = new PatientSource(PictureSource.looping(pictures));
            if (session != null && link != null && link.shows()) session.send(source(link));
        });
    }

    /// What is shown if the encoding carries it; nothing is encoded here.
    private PictureSource source(VideoLink agreed) {
        var encoding = agreed.sent().encoding();
        if (showing != null && encoding.carries(shown.getFirst())) return showing;
        return testPictures.computeIfAbsent(
                encoding, it -> new PatientSource(it.testPicture(KEY_FRAMES)));
    }

    @Override
    public void record(Path file) throws IOException {
        var out = VideoRecorder.open(file);
        metronome.execute(() -> {
            recordTo(new VideoRecorder(file, out));
            if (closed) recordTo(null);
            else needKeyFrame();
        });
    }

    private void needKeyFrame() {
        var agreed = link;
        if (session == null || agreed == null || !agreed.watches()) return;
        if (agreed.ask() == VideoSession.Ask.NOT) listener.keyFrameNeeded();
        else session.needKeyFrame();
    }

    private void recordTo(@Nullable VideoRecorder next) {
        if (recorder != null) recorder.close();
        recorder = next;
    }

    @Override
    public void stopRecording() {
        metronome.execute(() -> recordTo(null));
    }

    @Override
    public void keyFrame() {
        metronome.execute(() -> {
            if (session != null) session.keyFrame();
        });
    }

    @Override
    public CompletableFuture<VideoQuality> quality() {
        var answer = new CompletableFuture<VideoQuality>();
        metronome.execute(() -> {
            if (session != null) answer.complete(session.quality());
            else
                answer.completeExceptionally(
                        new IllegalStateException("the call has no video yet"));
        });
        return answer;
    }

    @Override
    public void close() {
        metronome.execute(this::end);
    }

    private void end() {
        if (closed) return;
        closed = true;
        metronome.remove(this);
        if (session != null) session.close(metronome.nanoTime());
        recordTo(null);
        transport.close();
    }
}
