package io.switchhook.phone.audio;

import io.switchhook.media.rtp.DatagramPort;
import io.switchhook.media.rtp.VideoQuality;
import io.switchhook.media.rtp.VideoSession;
import io.switchhook.media.srtp.SecureStream;
import io.switchhook.media.video.AccessUnit;
import io.switchhook.media.video.AnnexB;
import io.switchhook.media.video.PictureSource;
import io.switchhook.media.video.TestPicture;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pictures over RTP. All but the ports belongs to the metronome's thread.
final class RtpVideo implements Video, Metronome.Beating, VideoSession.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RtpVideo.class);
    private static final int WIDTH = 176;
    private static final int HEIGHT = 144;
    private static final int PICTURES_PER_SECOND = 15;

    /// A whole picture at least every ten seconds.
    private static final int PERIOD = 150;

    /// In beats: reports come first.
    private static final int PATIENCE = 50;

    private static final int BETWEEN_REQUESTS = 250;

    private final Metronome metronome;
    private final RtpPair ports;
    private final Listener listener;
    private final InstantSource wall;
    private final RandomGenerator random;
    private final String cname;
    private @Nullable VideoLink link;
    private @Nullable VideoSession session;
    private @Nullable SecureStream secured;
    private Picture picture = new Picture.TestBars();
    private @Nullable OutputStream recording;
    private int waiting;
    private boolean closed;

    RtpVideo(
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

    @Override
    public int port() {
        return ports.port();
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
        else if (former.keys().isPresent() == agreed.keys().isPresent())
            change(running, former, agreed);
        else {
            running.close(System.nanoTime());
            begin(agreed);
        }
        show();
        metronome.add(this);
    }

    private void begin(VideoLink agreed) {
        try {
            var rtp = new DatagramPort(ports.rtp());
            var rtcp = new DatagramPort(ports.rtcp());
            var protection =
                    agreed.keys()
                            .map(keys -> new SecureStream(keys.local(), keys.remote()))
                            .orElse(null);
            secured = protection;
            session =
                    new VideoSession(
                            new VideoSession.Settings(
                                    agreed.sent(),
                                    agreed.accepted(),
                                    VideoSession.Ask.PLI,
                                    PICTURES_PER_SECOND,
                                    cname,
                                    agreed.parameterSets()),
                            protection == null ? rtp : protection.over(rtp),
                            protection == null ? rtcp : protection.over(rtcp),
                            agreed.rtp(),
                            agreed.rtcp(),
                            this,
                            wall,
                            random);
        } catch (IOException e) {
            LOG.warn("a call has no pictures: {}", e.getMessage());
        }
    }

    private void change(VideoSession running, VideoLink former, VideoLink agreed) {
        if (!former.sent().equals(agreed.sent()) || !former.accepted().equals(agreed.accepted()))
            running.renegotiate(agreed.sent(), agreed.accepted());
        if (!former.rtp().equals(agreed.rtp()) || !former.rtcp().equals(agreed.rtcp()))
            running.redirect(agreed.rtp(), agreed.rtcp());
        var protection = secured;
        if (protection != null && agreed.keys().isPresent()) {
            protection.sendWith(agreed.keys().get().local());
            protection.receiveWith(agreed.keys().get().remote());
        }
    }

    private void show() {
        var running = session;
        var agreed = link;
        if (running == null) return;
        running.send(agreed != null && agreed.shows() ? source() : null);
    }

    private @Nullable PictureSource source() {
        return switch (picture) {
            case Picture.Nothing() -> null;
            case Picture.TestBars() -> new TestPicture(WIDTH, HEIGHT, PERIOD);
            case Picture.Film(var pictures) -> PictureSource.looping(pictures);
        };
    }

    @Override
    public void beat(long nanos) {
        var running = session;
        if (running == null) return;
        running.tick(nanos);
        boolean isWaiting =
                link != null
                        && link.watches()
                        && running.isWaitingForKeyFrame()
                        && running.quality().received() > 0;
        waiting = isWaiting ? waiting + 1 : 0;
        if (waiting == 0 || waiting % BETWEEN_REQUESTS != PATIENCE) return;
        listener.keyFrameNeeded();
    }

    @Override
    public void picture(AccessUnit whole) {
        var out = recording;
        if (out == null || link == null || !link.watches()) return;
        try {
            AnnexB.write(whole, out);
        } catch (IOException e) {
            LOG.warn("the pictures of a call are not written any more: {}", e.getMessage());
            recordTo(null);
        }
    }

    @Override
    public void bye() {
        // The call's end is told by SIP.
    }

    @Override
    public void pause() {
        metronome.execute(() -> {
            if (session != null) session.send(null);
            metronome.remove(this);
        });
    }

    @Override
    public void show(Picture what) {
        metronome.execute(() -> {
            picture = what;
            show();
        });
    }

    @Override
    public void keyFrame() {
        metronome.execute(() -> {
            if (session != null) session.keyFrame();
        });
    }

    @Override
    public void record(Path file) throws IOException {
        var out = new BufferedOutputStream(Files.newOutputStream(file));
        metronome.execute(() -> recordTo(out));
    }

    private void recordTo(@Nullable OutputStream next) {
        var before = recording;
        recording = next;
        if (before == null) return;
        try {
            before.close();
        } catch (IOException e) {
            LOG.warn("the end of a recording is missing: {}", e.getMessage());
        }
    }

    @Override
    public void stopRecording() {
        metronome.execute(() -> recordTo(null));
    }

    @Override
    public CompletableFuture<VideoQuality> quality() {
        var answer = new CompletableFuture<VideoQuality>();
        metronome.execute(() -> {
            if (session == null)
                answer.completeExceptionally(
                        new IllegalStateException("the call has no pictures yet"));
            else answer.complete(session.quality());
        });
        return answer;
    }

    @Override
    public void close() {
        metronome.execute(() -> {
            if (closed) return;
            closed = true;
            metronome.remove(this);
            if (session != null) session.close(System.nanoTime());
            recordTo(null);
            ports.close();
        });
    }
}
