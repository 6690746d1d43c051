package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.MalformedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One stream: `m=` and the lines that follow it, RFC 8866 §5.14.
///
/// ```
/// m=audio 49170 RTP/AVP 0 8 101
/// ```
///
/// @param type `audio`, `video`, `text`, `image`, `application`, `message` or another
/// @param port 0 to 65535; 0 for a stream that is refused (RFC 3264 §6) or bundled (RFC 9143 §6)
/// @param portCount how many ports there are; empty for one
/// @param protocol e.g. `RTP/AVP`, `RTP/SAVP`, `RTP/SAVPF`, `UDP/TLS/RTP/SAVPF`, `udptl`
/// @param formats in order of preference; of RTP, payload types. Empty only where a phone left them out
/// @param lines the lines of this stream
public record MediaDescription(
        String type,
        int port,
        OptionalInt portCount,
        String protocol,
        List<String> formats,
        List<Line> lines)
        implements Section<MediaDescription> {
    /// Ports count up to here.
    private static final int LAST_PORT = 65535;

    private static final int LAST_PAYLOAD_TYPE = 127;

    public MediaDescription {
        formats = List.copyOf(formats);
        lines = List.copyOf(lines);
    }

    public static MediaDescription of(
            String type, int port, String protocol, List<String> formats) {
        return new MediaDescription(type, port, OptionalInt.empty(), protocol, formats, List.of());
    }

    /// Reads what stands behind `m=`.
    static MediaDescription parse(LineScanner in) {
        String type = in.token();
        in.space();
        int port = (int) in.number(LAST_PORT);
        var portCount =
                in.accept('/') ? OptionalInt.of(in.positive(LAST_PORT)) : OptionalInt.empty();
        in.space();
        String protocol = protocol(in);
        var formats = new ArrayList<String>();
        while (in.acceptSpace()) formats.add(in.token());
        if (formats.isEmpty()) in.lenient(SdpLeniency.MISSING_FORMAT);
        return new MediaDescription(type, port, portCount, protocol, formats, List.of());
    }

    private static String protocol(LineScanner in) {
        var protocol = new StringBuilder(in.token());
        while (in.accept('/')) protocol.append('/').append(in.token());
        return protocol.toString();
    }

    /// Whether packets are RTP's, protected or not.
    public boolean isRtp() {
        return isProfile("AVP") || isProfile("AVPF") || isSecure();
    }

    /// Whether packets are SRTP's: RFC 3711, RFC 5124.
    public boolean isSecure() {
        return isProfile("SAVP") || isProfile("SAVPF");
    }

    private boolean isProfile(String name) {
        return protocol.equals("RTP/" + name) || protocol.endsWith("/RTP/" + name);
    }

    /// What a payload type stands for: as this says, else as RFC 3551 §6 says.
    ///
    /// @throws MalformedValue if an `a=rtpmap` here breaks the grammar
    public Optional<RtpMap> rtpMap(int payloadType) {
        return all(Attribute.RTPMAP).stream()
                .filter(map -> map.payloadType() == payloadType)
                .findFirst()
                .or(() -> RtpMap.ofStatic(payloadType));
    }

    /// What the formats stand for, in their order, without those of which nothing is known; none where this is not RTP.
    ///
    /// @throws MalformedValue if an `a=rtpmap` here breaks the grammar
    public List<RtpMap> rtpMaps() {
        if (!isRtp()) return List.of();
        return formats.stream()
                .map(MediaDescription::payloadType)
                .flatMapToInt(OptionalInt::stream)
                .mapToObj(this::rtpMap)
                .flatMap(Optional::stream)
                .toList();
    }

    private static OptionalInt payloadType(String format) {
        if (format.length() > 3 || !format.chars().allMatch(Chars::isDigit))
            return OptionalInt.empty();
        int number = Integer.parseInt(format);
        return number <= LAST_PAYLOAD_TYPE ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /// The parameters of a format.
    ///
    /// @throws MalformedValue if an `a=fmtp` here breaks the grammar
    public Optional<Fmtp> fmtp(String format) {
        return all(Attribute.FMTP).stream()
                .filter(fmtp -> fmtp.format().equals(format))
                .findFirst();
    }

    public MediaDescription withPort(int changed) {
        return new MediaDescription(type, changed, portCount, protocol, formats, lines);
    }

    public MediaDescription withFormats(List<String> changed) {
        return new MediaDescription(type, port, portCount, protocol, changed, lines);
    }

    @Override
    public MediaDescription withLines(List<Line> changed) {
        return new MediaDescription(type, port, portCount, protocol, formats, changed);
    }

    void writeTo(ByteSink out) {
        out.put("m=");
        int from = out.length();
        out.put(type).put(' ').put(port);
        portCount.ifPresent(count -> out.put('/').put(count));
        out.put(' ').put(protocol);
        for (String format : formats) out.put(' ').put(format);
        out.flatten(from).crlf();
        for (var line : lines) line.writeLineTo(out);
    }
}
