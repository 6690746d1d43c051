package io.switchhook.phone.audio;

import io.switchhook.media.audio.RateConverter;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.TargetDataLine;

/// The microphone of this host: [HostSound#microphone]. A thread of its own reads it, so that the metronome never waits for a device. Thread-safe.
public final class Microphone implements AutoCloseable {
    /// Half a second: what is older was not asked for in time.
    private static final int KEPT = HostSound.RATE / 2;

    /// What a call is behind at first, for a device gives its samples in pieces.
    private static final int BEHIND = HostSound.RATE / 25;

    private final TargetDataLine line;
    private final short[] samples = new short[KEPT];
    private long count;
    private volatile boolean closed;

    private Microphone(TargetDataLine line) {
        this.line = line;
    }

    static Microphone open() throws LineUnavailableException {
        var format = new AudioFormat(HostSound.RATE, 16, 1, true, false);
        var line = AudioSystem.getTargetDataLine(format);
        line.open(format);
        line.start();
        return of(line);
    }

    /// @param line that runs
    static Microphone of(TargetDataLine line) {
        var microphone = new Microphone(line);
        Thread.ofPlatform().name("microphone").daemon().start(microphone::run);
        return microphone;
    }

    private void run() {
        var frame = new byte[HostSound.FRAME];
        while (!closed) {
            int length = line.read(frame, 0, frame.length);
            if (length <= 0) return;
            put(frame, length);
        }
    }

    private synchronized void put(byte[] bytes, int length) {
        for (int i = 0; i + 1 < length; i += 2)
            samples[(int) (count++ % KEPT)] = (short) (bytes[i] & 0xff | bytes[i + 1] << 8);
    }

    private synchronized long now() {
        return count;
    }

    /// @return where to go on
    private synchronized long copy(long from, short[] to) {
        long start = count - from > KEPT ? count - BEHIND : from;
        if (count - start < to.length) {
            Arrays.fill(to, (short) 0);
            return start;
        }
        for (int i = 0; i < to.length; i++) to[i] = samples[(int) ((start + i) % KEPT)];
        return start + to.length;
    }

    /// What a call hears of it.
    Voice voice(int sampleRate) {
        var own = new short[HostSound.RATE / 50];
        var converter = new RateConverter(HostSound.RATE, sampleRate);
        return new Voice() {
            private long next = Math.max(0, now() - BEHIND);

            @Override
            public void speak(short[] frame, short[] heard) {
                next = copy(next, own);
                converter.convert(own, 0, own.length, frame, 0);
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        line.close();
    }
}
