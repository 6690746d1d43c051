package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.MalformedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A session as one side describes it in an offer or an answer: RFC 8866 §5, RFC 3264.
///
/// @param lines the lines before the first `m=`; `v=` and `o=` are among them, and `s=` and `t=` where
///     no phone left them out
/// @param media the streams; an answer has those of the offer, in their order
public record SessionDescription(List<Line> lines, List<MediaDescription> media)
        implements Section<SessionDescription> {
    /// What stands for a session without a name (RFC 8866 §5.3).
    private static final TextLine NO_NAME = new TextLine('s', "-");

    private static final SdpParser PARSER = SdpParser.lenient();

    /// @throws IllegalArgumentException if there is no `o=` line
    public SessionDescription {
        lines = List.copyOf(lines);
        media = List.copyOf(media);
        if (lines.stream().noneMatch(Origin.class::isInstance))
            throw new IllegalArgumentException("a session without an origin");
    }

    /// A session without a name and without streams, from now on.
    public static SessionDescription of(Origin origin) {
        return new SessionDescription(
                List.of(new TextLine('v', "0"), origin, NO_NAME, Timing.PERMANENT), List.of());
    }

    /// Reads text with every leniency; for bytes of the network see [SdpParser].
    ///
    /// @throws MalformedValue if it is no session description
    public static SessionDescription parse(String text) {
        byte[] bytes = Octets.of(text);
        return PARSER.parse(bytes, 0, bytes.length);
    }

    public Origin origin() {
        return all(Origin.class).getFirst();
    }

    /// The name of the session; `-`, a space or nothing for none.
    public String name() {
        return text('s').orElse(NO_NAME.value());
    }

    /// Which way a stream goes: as it says, else as the session says, else both ways (RFC 8866 §6.7).
    public Direction directionOf(MediaDescription stream) {
        return stream.direction().or(this::direction).orElse(Direction.SENDRECV);
    }

    /// Where a stream goes: as it says, else as the session says.
    public Optional<Connection> connectionOf(MediaDescription stream) {
        return stream.connection().or(this::connection);
    }

    /// The description that follows: its version is one higher, which it must be where anything else differs
    /// (RFC 3264 §8).
    public SessionDescription next() {
        return set(origin().next());
    }

    @Override
    public SessionDescription withLines(List<Line> changed) {
        return new SessionDescription(changed, media);
    }

    public SessionDescription withMedia(List<MediaDescription> changed) {
        return new SessionDescription(lines, changed);
    }

    /// With one stream changed; the first one has the index 0.
    public SessionDescription withMedia(int index, UnaryOperator<MediaDescription> change) {
        var changed = new ArrayList<>(media);
        changed.set(index, change.apply(changed.get(index)));
        return withMedia(changed);
    }

    /// Writes the description; every line ends in CR LF.
    public void writeTo(ByteSink out) {
        for (var line : lines) line.writeLineTo(out);
        for (var stream : media) stream.writeTo(out);
    }

    public byte[] toByteArray() {
        var out = new ByteSink(1024);
        writeTo(out);
        return out.toByteArray();
    }
}
