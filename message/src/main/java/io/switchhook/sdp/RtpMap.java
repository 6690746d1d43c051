package io.switchhook.sdp;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.switchhook.sip.grammar.ByteSink;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What an RTP payload type stands for: `a=rtpmap`, RFC 8866 §6.6.
///
/// ```
/// a=rtpmap:96 opus/48000/2
/// ```
///
/// @param payloadType 0 to 127
/// @param encoding the encoding's name, e.g. `PCMU`; compared without regard to case
/// @param clockRate ticks of the RTP timestamp per second
/// @param channels of audio; 1 where none is said
public record RtpMap(int payloadType, String encoding, int clockRate, int channels) {
    /// The tables 4 and 5 of RFC 3551 §6. That G.722 has 8,000 and is sampled at 16,000 is no slip (§4.5.2).
    private static final Map<Integer, RtpMap> STATIC =
            Stream.of(
                            new RtpMap(0, "PCMU", 8000, 1),
                            new RtpMap(3, "GSM", 8000, 1),
                            new RtpMap(4, "G723", 8000, 1),
                            new RtpMap(5, "DVI4", 8000, 1),
                            new RtpMap(6, "DVI4", 16000, 1),
                            new RtpMap(7, "LPC", 8000, 1),
                            new RtpMap(8, "PCMA", 8000, 1),
                            new RtpMap(9, "G722", 8000, 1),
                            new RtpMap(10, "L16", 44100, 2),
                            new RtpMap(11, "L16", 44100, 1),
                            new RtpMap(12, "QCELP", 8000, 1),
                            new RtpMap(13, "CN", 8000, 1),
                            new RtpMap(14, "MPA", 90000, 1),
                            new RtpMap(15, "G728", 8000, 1),
                            new RtpMap(16, "DVI4", 11025, 1),
                            new RtpMap(17, "DVI4", 22050, 1),
                            new RtpMap(18, "G729", 8000, 1),
                            new RtpMap(25, "CelB", 90000, 1),
                            new RtpMap(26, "JPEG", 90000, 1),
                            new RtpMap(28, "nv", 90000, 1),
                            new RtpMap(31, "H261", 90000, 1),
                            new RtpMap(32, "MPV", 90000, 1),
                            new RtpMap(33, "MP2T", 90000, 1),
                            new RtpMap(34, "H263", 90000, 1))
                    .collect(toUnmodifiableMap(RtpMap::payloadType, map -> map));

    /// What a payload type stands for without being told, from RFC 3551 §6; empty for those that are unassigned,
    /// reserved or dynamic.
    public static Optional<RtpMap> ofStatic(int payloadType) {
        return Optional.ofNullable(STATIC.get(payloadType));
    }

    static RtpMap parse(LineScanner in) {
        int payloadType = (int) in.number(127);
        in.space();
        String encoding = in.token();
        in.expect('/');
        int clockRate = in.positive(Integer.MAX_VALUE);
        int channels = in.accept('/') ? in.positive(255) : 1;
        return new RtpMap(payloadType, encoding, clockRate, channels);
    }

    /// Whether the encoding has this name, in whatever case.
    public boolean is(String name) {
        return encoding.equalsIgnoreCase(name);
    }

    /// Whether both stand for the same, under whatever payload type.
    public boolean isSameEncoding(RtpMap other) {
        return is(other.encoding) && clockRate == other.clockRate && channels == other.channels;
    }

    public void writeTo(ByteSink out) {
        out.put(payloadType).put(' ').put(encoding).put('/').put(clockRate);
        if (channels > 1) out.put('/').put(channels);
    }
}
