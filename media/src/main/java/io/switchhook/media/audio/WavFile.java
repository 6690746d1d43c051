package io.switchhook.media.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/// A recording as a RIFF/WAVE file: linear PCM of 16 bits, mono or stereo, at 8, 16, 44.1 or 48 kHz.
///
/// ```
/// "RIFF" size "WAVE"
///   "fmt " 16  format=1 channels rate bytes/s block=2·channels bits=16
///   "data" n   samples, little endian, the channels in turn
/// ```
///
/// @param sampleRate in Hz
/// @param channels 1 or 2
/// @param samples the channels' in turn; a copy is not made
public record WavFile(int sampleRate, int channels, short[] samples) {
    private static final Set<Integer> RATES = Set.of(8000, 16000, 44100, 48000);
    private static final int RIFF = tag("RIFF");
    private static final int WAVE = tag("WAVE");
    private static final int FMT = tag("fmt ");
    private static final int DATA = tag("data");
    private static final int HEADER = 44;
    private static final int PCM = 1;
    private static final int EXTENSIBLE = 0xfffe;

    public WavFile {
        if (!RATES.contains(sampleRate))
            throw new IllegalArgumentException("no sample rate of " + sampleRate + " Hz");
        if (channels != 1 && channels != 2)
            throw new IllegalArgumentException("not " + channels + " channels");
        if (samples.length % channels != 0)
            throw new IllegalArgumentException("channels of different lengths");
    }

    /// Reads a whole file.
    ///
    /// @throws MalformedRecording if it is cut short, broken, or none of those above
    public static WavFile parse(byte[] file) throws MalformedRecording {
        var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 12 || in.getInt() != RIFF) throw bad("not a RIFF file");
        in.getInt();
        if (in.getInt() != WAVE) throw bad("not a WAVE file");
        int rate = 0;
        int channels = 0;
        while (in.remaining() >= 8) {
            int name = in.getInt();
            long length = in.getInt() & 0xffff_ffffL;
            if (name == DATA && channels == 0) throw bad("samples before their format");
            if (name == DATA) return new WavFile(rate, channels, samples(in, length, channels));
            if (length > in.remaining()) throw bad("a chunk ends behind the file");
            if (name == FMT) {
                var format = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
                channels = channels(format);
                rate = rate(format);
            }
            // Chunks begin at even places.
            in.position((int) Math.min(in.limit(), in.position() + length + (length & 1)));
        }
        throw bad("no samples in it");
    }

    private static int channels(ByteBuffer format) throws MalformedRecording {
        if (format.remaining() < 16) throw bad("a format of " + format.remaining() + " bytes");
        int encoding = format.getShort(0) & 0xffff;
        if (encoding == EXTENSIBLE && format.remaining() >= 26)
            encoding = format.getShort(24) & 0xffff;
        if (encoding != PCM) throw bad("encoding " + encoding + ", not linear PCM (1)");
        int bits = format.getShort(14) & 0xffff;
        if (bits != 16) throw bad(bits + " bits in a sample, not 16");
        int channels = format.getShort(2) & 0xffff;
        if (channels != 1 && channels != 2) throw bad(channels + " channels, not 1 or 2");
        return channels;
    }

    private static int rate(ByteBuffer format) throws MalformedRecording {
        int rate = format.getInt(4);
        if (RATES.contains(rate)) return rate;
        throw bad("a sample rate of " + (rate & 0xffff_ffffL) + " Hz, not 8, 16, 44.1 or 48 kHz");
    }

    private static short[] samples(ByteBuffer in, long length, int channels)
            throws MalformedRecording {
        if (length > in.remaining()) throw bad("the samples end behind the file");
        if (length % (2 * channels) != 0) throw bad("half a sample at the end");
        var samples = new short[(int) length / 2];
        in.asShortBuffer().get(samples);
        return samples;
    }

    /// The whole file.
    public byte[] toBytes() {
        int length = 2 * samples.length;
        var out = ByteBuffer.allocate(HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(RIFF).putInt(HEADER - 8 + length).putInt(WAVE);
        out.putInt(FMT).putInt(16).putShort((short) PCM).putShort((short) channels);
        out.putInt(sampleRate).putInt(2 * channels * sampleRate);
        out.putShort((short) (2 * channels)).putShort((short) 16);
        out.putInt(DATA).putInt(length).asShortBuffer().put(samples);
        return out.array();
    }

    /// One channel, of two the mean.
    public WavFile mono() {
        if (channels == 1) return this;
        var mono = new short[samples.length / 2];
        for (int i = 0; i < mono.length; i++)
            mono[i] = (short) (samples[2 * i] + samples[2 * i + 1] >> 1);
        return new WavFile(sampleRate, 1, mono);
    }

    /// In one channel at that rate, as an encoding wants it.
    ///
    /// @param rate 8000 or 16000
    public WavFile mono(int rate) {
        var mono = mono();
        if (rate == sampleRate) return mono;
        return new WavFile(rate, 1, Resampler.resample(mono.samples, sampleRate, rate));
    }

    private static int tag(String name) {
        int tag = 0;
        for (int i = 3; i >= 0; i--) tag = tag << 8 | name.charAt(i);
        return tag;
    }

    private static MalformedRecording bad(String what) {
        return new MalformedRecording(what);
    }
}
