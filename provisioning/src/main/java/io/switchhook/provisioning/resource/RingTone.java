package io.switchhook.provisioning.resource;

import io.switchhook.media.audio.Resampler;
import io.switchhook.media.codec.Pcma;
import io.switchhook.media.codec.Pcmu;
import io.switchhook.provisioning.model.SoundLimits;
import io.switchhook.provisioning.model.SoundLimits.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A ring tone as a model takes it: `ringtone.url`.
///
/// @param file a WAV file; a copy is not made
/// @param length how long it sounds
/// @param changes what was done to the file that somebody gave, for him to read; empty if nothing was
public record RingTone(byte[] file, Duration length, List<String> changes) {
    /// The largest file that is looked at.
    public static final int LARGEST = 32 << 20;

    /// A caller is diverted, or gives up, before a longer one has been heard.
    public static final Duration LONGEST = Duration.ofSeconds(30);

    /// A sound that is cut fades away for so many samples of a second, so that it does not click.
    private static final int FADE = 20;

    public RingTone {
        changes = List.copyOf(changes);
    }

    /// Makes a file fit for a model: one channel, at its rate, in its encoding, and no longer than fits.
    ///
    /// @param wav PCM with 8 to 32 bits or floating point, A-law or µ-law, with up to 8 channels at 4 to 96 kHz
    /// @throws UnusableResource with what is wrong with it
    public static RingTone of(SoundLimits limits, byte[] wav) throws UnusableResource {
        if (wav.length > LARGEST)
            throw new UnusableResource(
                    "has %d bytes; %d are the most".formatted(wav.length, LARGEST));
        var sound = Sound.read(wav);
        var changes = new ArrayList<String>();
        if (sound.isCut()) changes.add("the file is shorter than its header says");
        if (sound.channels() > 1) changes.add(sound.channels() + " channels became one");
        int most = most(limits);
        // A little more than is kept, so that the filter knows what follows.
        int wanted =
                (int)
                        Math.min(
                                sound.length(),
                                ((long) most + 1) * sound.rate() / limits.rate() + 4096);
        var samples = Resampler.resample(sound.mono(wanted), sound.rate(), limits.rate());
        if (samples.length == 0) throw new UnusableResource("is too short to be heard");
        if (sound.rate() != limits.rate())
            changes.add("%d samples a second became %d".formatted(sound.rate(), limits.rate()));
        if (!sound.format().isOf(limits.encoding()))
            changes.add(sound.format().text + " became " + text(limits.encoding()));
        if (samples.length > most) {
            changes.add(
                    "%s s became %s s"
                            .formatted(
                                    seconds(sound.length(), sound.rate()),
                                    seconds(most, limits.rate())));
            samples = faded(samples, most, limits.rate() / FADE);
        }
        return new RingTone(file(limits, samples), length(samples.length, limits.rate()), changes);
    }

    /// The samples that a file may have.
    private static int most(SoundLimits limits) {
        int fit = (limits.bytes() - header(limits.encoding())) / bytes(limits.encoding());
        // Chunks begin at even places.
        return Math.min(fit & ~1, (int) LONGEST.toSeconds() * limits.rate());
    }

    private static short[] faded(short[] samples, int length, int fade) {
        var faded = Arrays.copyOf(samples, length);
        for (int i = 1; i <= Math.min(fade, length); i++)
            faded[length - i] = (short) (faded[length - i] * (i - 1) / fade);
        return faded;
    }

    private static int bytes(Encoding encoding) {
        return encoding == Encoding.L16 ? 2 : 1;
    }

    /// What is not PCM tells the number of its samples in a chunk `fact`.
    private static int header(Encoding encoding) {
        return encoding == Encoding.L16 ? 44 : 58;
    }

    private static byte[] file(SoundLimits limits, short[] samples) {
        var encoding = limits.encoding();
        int block = bytes(encoding);
        int length = samples.length * block;
        int padding = length & 1;
        var out =
                ByteBuffer.allocate(header(encoding) + length + padding)
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(out.capacity() - 8).put(ascii("WAVE"));
        out.put(ascii("fmt ")).putInt(encoding == Encoding.L16 ? 16 : 18);
        out.putShort(format(encoding)).putShort((short) 1).putInt(limits.rate());
        out.putInt(limits.rate() * block).putShort((short) block).putShort((short) (8 * block));
        if (encoding != Encoding.L16)
            out.putShort((short) 0).put(ascii("fact")).putInt(4).putInt(samples.length);
        out.put(ascii("data")).putInt(length);
        for (short sample : samples)
            switch (encoding) {
                case L16 -> out.putShort(sample);
                case PCMU -> out.put(Pcmu.encode(sample));
                case PCMA -> out.put(Pcma.encode(sample));
            }
        return out.array();
    }

    private static short format(Encoding encoding) {
        return switch (encoding) {
            case L16 -> 1;
            case PCMA -> 6;
            case PCMU -> 7;
        };
    }

    private static String text(Encoding encoding) {
        return switch (encoding) {
            case L16 -> "16 bits";
            case PCMA -> "A-law";
            case PCMU -> "µ-law";
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Duration length(int samples, int rate) {
        return Duration.ofNanos(samples * 1_000_000_000L / rate);
    }

    private static String seconds(int samples, int rate) {
        return String.format(Locale.ROOT, "%.1f", (double) samples / rate);
    }

    @Override
    public String toString() {
        return "RingTone[" + file.length + " bytes, " + length + ", " + changes + "]";
    }
}
