package io.switchhook.provisioning.resource;

import io.switchhook.media.codec.Pcma;
import io.switchhook.media.codec.Pcmu;
import io.switchhook.provisioning.model.SoundLimits.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The sound of a RIFF/WAVE file, whose chunks are read as they come:
///
/// ```
/// "RIFF" size "WAVE"
///   "fmt " n   format channels rate bytes/s block bits ...
///   "data" n   samples, little endian, the channels in turn
/// ```
///
/// @param format of the samples
/// @param rate in Hz
/// @param channels at least one
/// @param data whole samples of all channels
/// @param isCut whether the file ends before it says
record Sound(Format format, int rate, int channels, ByteBuffer data, boolean isCut) {
    private static final int MOST_CHANNELS = 8;
    private static final int SLOWEST = 4000;
    private static final int FASTEST = 96_000;

    /// What a number of a format is, and how many bytes are in a sample.
    enum Format {
        PCM8(1, "8 bits"),
        PCM16(2, "16 bits"),
        PCM24(3, "24 bits"),
        PCM32(4, "32 bits"),
        FLOAT32(4, "32 bits floating point"),
        FLOAT64(8, "64 bits floating point"),
        ALAW(1, "A-law"),
        ULAW(1, "µ-law");

        final int bytes;
        final String text;

        Format(int bytes, String text) {
            this.bytes = bytes;
            this.text = text;
        }

        /// WAVE_FORMAT_PCM 1, IEEE_FLOAT 3, ALAW 6, MULAW 7.
        private static Optional<Format> of(int encoding, int bits) {
            return switch (encoding) {
                case 1 ->
                        switch (bits) {
                            case 8 -> Optional.of(PCM8);
                            case 16 -> Optional.of(PCM16);
                            case 24 -> Optional.of(PCM24);
                            case 32 -> Optional.of(PCM32);
                            default -> Optional.empty();
                        };
                case 3 ->
                        bits == 32
                                ? Optional.of(FLOAT32)
                                : bits == 64 ? Optional.of(FLOAT64) : Optional.empty();
                case 6 -> bits == 8 ? Optional.of(ALAW) : Optional.empty();
                case 7 -> bits == 8 ? Optional.of(ULAW) : Optional.empty();
                default -> Optional.empty();
            };
        }

        boolean isOf(Encoding encoding) {
            return switch (encoding) {
                case L16 -> this == PCM16;
                case PCMU -> this == ULAW;
                case PCMA -> this == ALAW;
            };
        }
    }

    private record Header(Format format, int rate, int channels) {}

    /// @throws UnusableResource if it is none, or of a kind that cannot be read
    static Sound read(byte[] file) throws UnusableResource {
        var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 12 || !tag(in).equals("RIFF")) throw notWave(file);
        in.getInt();
        if (!tag(in).equals("WAVE"))
            throw new UnusableResource("is a RIFF file, but has no sound in it");
        Optional<Header> header = Optional.empty();
        while (in.remaining() >= 8) {
            String name = tag(in);
            long length = in.getInt() & 0xffff_ffffL;
            var chunk = in.slice(in.position(), (int) Math.min(length, in.remaining()));
            chunk.order(ByteOrder.LITTLE_ENDIAN);
            if (name.equals("fmt ")) header = Optional.of(header(chunk));
            if (name.equals("data"))
                return sound(
                        header.orElseThrow(
                                () -> new UnusableResource("has its samples before their format")),
                        chunk,
                        chunk.remaining() < length);
            // Chunks begin at even places.
            in.position((int) Math.min(in.limit(), in.position() + length + (length & 1)));
        }
        throw new UnusableResource("is a WAV file without samples; it may have been cut short");
    }

    private static Sound sound(Header header, ByteBuffer data, boolean isCut)
            throws UnusableResource {
        int block = header.format().bytes * header.channels();
        int whole = data.remaining() / block * block;
        if (whole == 0) throw new UnusableResource("has no samples in it");
        return new Sound(
                header.format(),
                header.rate(),
                header.channels(),
                data.limit(whole).slice().order(ByteOrder.LITTLE_ENDIAN),
                isCut);
    }

    private static Header header(ByteBuffer chunk) throws UnusableResource {
        if (chunk.remaining() < 16) throw new UnusableResource("has a broken header");
        int encoding = chunk.getShort(0) & 0xffff;
        // WAVE_FORMAT_EXTENSIBLE: the format begins the GUID.
        if (encoding == 0xfffe && chunk.remaining() >= 26) encoding = chunk.getShort(24) & 0xffff;
        int channels = chunk.getShort(2) & 0xffff;
        long rate = chunk.getInt(4) & 0xffff_ffffL;
        int bits = chunk.getShort(14) & 0xffff;
        var format = Format.of(encoding, bits);
        if (format.isEmpty())
            throw new UnusableResource(
                    "has samples of format %d with %d bits; save it as PCM, A-law or µ-law"
                            .formatted(encoding, bits));
        if (channels < 1 || channels > MOST_CHANNELS)
            throw new UnusableResource("has " + channels + " channels; save it with one");
        if (rate < SLOWEST || rate > FASTEST)
            throw new UnusableResource(
                    "has %d samples a second; save it with 8000 to 48000".formatted(rate));
        return new Header(format.get(), (int) rate, channels);
    }

    private static String tag(ByteBuffer in) {
        var tag = new byte[4];
        in.get(tag);
        return new String(tag, StandardCharsets.ISO_8859_1);
    }

    private static UnusableResource notWave(byte[] file) {
        String begin = new String(file, 0, Math.min(4, file.length), StandardCharsets.ISO_8859_1);
        if (file.length == 0) return new UnusableResource("is empty");
        String kind =
                begin.startsWith("ID3") || begin.startsWith("\u00ff\u00fb")
                        ? "an MP3 file"
                        : switch (begin) {
                            case "OggS" -> "an Ogg file";
                            case "fLaC" -> "a FLAC file";
                            case "FORM" -> "an AIFF file";
                            default -> "no WAV file";
                        };
        return new UnusableResource("is " + kind + "; save it as WAV");
    }

    /// How many samples each channel has.
    int length() {
        return data.remaining() / (format.bytes * channels);
    }

    /// The first samples, of several channels the mean.
    short[] mono(int count) {
        var mono = new short[Math.min(count, length())];
        for (int i = 0; i < mono.length; i++) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++)
                sum += sample((i * channels + channel) * format.bytes);
            mono[i] =
                    (short)
                            Math.clamp(
                                    Math.round(sum / channels), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return mono;
    }

    /// In units of 16 bits.
    private double sample(int at) {
        return switch (format) {
            case PCM8 -> ((data.get(at) & 0xff) - 128) * 256.0;
            case PCM16 -> data.getShort(at);
            case PCM24 -> data.getShort(at + 1) + (data.get(at) & 0xff) / 256.0;
            case PCM32 -> data.getInt(at) / 65536.0;
            case FLOAT32 -> scaled(data.getFloat(at));
            case FLOAT64 -> scaled(data.getDouble(at));
            case ALAW -> Pcma.decode(data.get(at));
            case ULAW -> Pcmu.decode(data.get(at));
        };
    }

    /// What is louder than full scale is cut off, what is no number is silence.
    private static double scaled(double value) {
        return Double.isNaN(value) ? 0 : Math.clamp(value * 32768, -32768, 32767);
    }
}
