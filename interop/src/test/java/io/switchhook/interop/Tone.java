package io.switchhook.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/// Sine waves as WAV files of 8 kHz, mono, 16 bit, and how to find them again.
final class Tone {
    static final int RATE = 8000;
    private static final int HEADER = 44;
    private static final double HALF_SCALE = 16384;
    // a tenth of what Tone writes, far above the noise of G.711
    private static final double HEARD = HALF_SCALE / 10;

    private Tone() {}

    static Path write(Path file, int hertz, int seconds) throws IOException {
        var bytes = seconds * RATE * 2;
        var wav = ByteBuffer.allocate(HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes()).putInt(HEADER - 8 + bytes).put("WAVEfmt ".getBytes());
        wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * 2);
        wav.putShort((short) 2).putShort((short) 16).put("data".getBytes()).putInt(bytes);
        for (var i = 0; i < seconds * RATE; i++) {
            wav.putShort((short) (HALF_SCALE * Math.sin(2 * Math.PI * hertz * i / RATE)));
        }
        return Files.write(file, wav.array());
    }

    /// In how many whole seconds of the recording a tone is heard. The length in the header is not trusted: who
    /// records may still be at it.
    static long secondsHeard(Path wav, int hertz) throws IOException {
        var samples = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
        samples.position(Math.min(HEADER, samples.limit()));
        var shorts = samples.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        return IntStream.range(0, shorts.remaining() / RATE)
                .filter(second -> {
                    var window = new short[RATE];
                    shorts.get(second * RATE, window);
                    return amplitude(window, hertz) > HEARD;
                })
                .count();
    }

    /// Goertzel's algorithm.
    private static double amplitude(short[] window, int hertz) {
        var coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
        var last = 0.0;
        var beforeLast = 0.0;
        for (var sample : window) {
            var next = sample + coefficient * last - beforeLast;
            beforeLast = last;
            last = next;
        }
        var power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
        return Math.sqrt(Math.max(0, power)) * 2 / window.length;
    }
}
