package io.switchhook.phone.audio;

import io.switchhook.media.audio.RateConverter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;

/// The speaker of this host: [HostSound#speaker]. It plays what all calls hear that are given it, at the pace of the device, on a
/// thread of its own. Thread-safe.
public final class Speaker implements AutoCloseable {
    /// What waits for the device at most; more is left out, so that it never lags.
    private static final int MOST_FRAMES = 5;

    private static final int BUFFER = 4 * HostSound.FRAME;

    private final SourceDataLine line;
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private Speaker(SourceDataLine line) {
        this.line = line;
    }

    static Speaker open() throws LineUnavailableException {
        var format = new AudioFormat(HostSound.RATE, 16, 1, true, false);
        var line = AudioSystem.getSourceDataLine(format);
        line.open(format, BUFFER);
        line.start();
        return of(line);
    }

    /// @param line that runs
    static Speaker of(SourceDataLine line) {
        var speaker = new Speaker(line);
        Thread.ofPlatform().name("speaker").daemon().start(speaker::run);
        return speaker;
    }

    /// What one call hears.
    final class Feed {
        private final RateConverter converter;
        private final ArrayBlockingQueue<short[]> frames = new ArrayBlockingQueue<>(MOST_FRAMES);

        private Feed(int sampleRate) {
            converter = new RateConverter(sampleRate, HostSound.RATE);
        }

        /// For the metronome's thread.
        void play(short[] heard) {
            var frame = new short[HostSound.RATE / 50];
            converter.convert(heard, 0, heard.length, frame, 0);
            if (!frames.offer(frame)) frames.poll();
        }

        void close() {
            feeds.remove(this);
        }
    }

    Feed feed(int sampleRate) {
        var feed = new Feed(sampleRate);
        feeds.add(feed);
        return feed;
    }

    private void run() {
        var mix = new int[HostSound.RATE / 50];
        var bytes = new byte[HostSound.FRAME];
        while (!closed) {
            mix(mix);
            write(mix, bytes);
            if (line.write(bytes, 0, bytes.length) <= 0) return;
        }
    }

    private void mix(int[] mix) {
        Arrays.fill(mix, 0);
        for (var feed : feeds) {
            var frame = feed.frames.poll();
            if (frame == null) continue;
            for (int i = 0; i < mix.length; i++) mix[i] += frame[i];
        }
    }

    private static void write(int[] mix, byte[] bytes) {
        for (int i = 0; i < mix.length; i++) {
            int sample = Math.clamp(mix[i], Short.MIN_VALUE, Short.MAX_VALUE);
            bytes[2 * i] = (byte) sample;
            bytes[2 * i + 1] = (byte) (sample >> 8);
        }
    }

    @Override
    public void close() {
        closed = true;
        line.close();
    }
}
