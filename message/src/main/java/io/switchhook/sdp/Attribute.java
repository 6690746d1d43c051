package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What else is said of the session or a stream: `a=`, RFC 8866 §5.13. The constants are the typed keys of those that
/// this program reads or writes.
///
/// @param value empty for a property attribute such as `rtcp-mux`
public record Attribute(String name, Optional<String> value) implements Line {
    public static final AttributeType<RtpMap> RTPMAP =
            new AttributeType<>("rtpmap", RtpMap::parse, (out, map) -> map.writeTo(out));
    public static final AttributeType<Fmtp> FMTP =
            new AttributeType<>("fmtp", Fmtp::parse, (out, fmtp) -> fmtp.writeTo(out));

    /// How long the media in one packet takes, as the sender would like it.
    public static final AttributeType<Duration> PTIME = milliseconds("ptime");

    /// The most that one packet may hold.
    public static final AttributeType<Duration> MAXPTIME = milliseconds("maxptime");

    public static final AttributeType<Rtcp> RTCP =
            new AttributeType<>("rtcp", Rtcp::parse, (out, rtcp) -> rtcp.writeTo(out));

    /// RTP and RTCP on one port: RFC 5761.
    public static final AttributeType<Boolean> RTCP_MUX = AttributeType.property("rtcp-mux");

    public static final AttributeType<RtcpFeedback> RTCP_FB =
            new AttributeType<>("rtcp-fb", RtcpFeedback::parse, (out, fb) -> fb.writeTo(out));
    public static final AttributeType<Crypto> CRYPTO =
            new AttributeType<>("crypto", Crypto::parse, (out, crypto) -> crypto.writeTo(out));

    /// An address to try, as it came: RFC 8839 §5.1.
    public static final AttributeType<String> CANDIDATE = AttributeType.text("candidate");

    /// What a stream is called in a group: RFC 5888 §4.
    public static final AttributeType<String> MID = AttributeType.token("mid");

    public static final AttributeType<Group> GROUP =
            new AttributeType<>("group", Group::parse, (out, group) -> group.writeTo(out));

    /// What a stream is called outside the description: RFC 4574.
    public static final AttributeType<String> LABEL = AttributeType.token("label");

    /// What a stream shows: `slides`, `speaker`, `main`, `alt` and so on: RFC 4796.
    public static final AttributeType<List<String>> CONTENT =
            new AttributeType<>(
                    "content",
                    Attribute::tokens,
                    (out, tokens) -> out.put(String.join(",", tokens)));

    /// What must not be in a log, in lower case.
    private static final Set<String> SECRET = Set.of("crypto", "key-mgmt", "ice-pwd");

    public static Attribute property(String name) {
        return new Attribute(name, Optional.empty());
    }

    public static Attribute of(String name, String value) {
        return new Attribute(name, Optional.of(value));
    }

    static Attribute parse(LineScanner in) {
        String name = in.token();
        if (!in.accept(':')) return property(name);
        if (in.atEnd()) in.lenient(SdpLeniency.EMPTY_VALUE);
        return of(name, in.rest());
    }

    private static AttributeType<Duration> milliseconds(String name) {
        return new AttributeType<>(name, Milliseconds::parse, Milliseconds::write);
    }

    private static List<String> tokens(LineScanner in) {
        var tokens = new java.util.ArrayList<String>();
        do {
            tokens.add(in.token());
        } while (in.accept(','));
        return List.copyOf(tokens);
    }

    @Override
    public char type() {
        return 'a';
    }

    @Override
    public void writeTo(ByteSink out) {
        out.put(name);
        if (value.isEmpty()) return;
        out.put(':');
        Octets.write(value.get(), out);
    }

    /// The line, but of one that may hold a key or a password only the name.
    @Override
    public String toString() {
        boolean isSecret = SECRET.contains(name.toLowerCase(Locale.ROOT));
        return "a=" + name + value.map(text -> ":" + (isSecret ? "..." : text)).orElse("");
    }
}
