package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.MalformedValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads bytes, and what is in them, in every way there is.
final class SdpEverything {
    private static final List<AttributeType<?>> TYPES =
            List.of(
                    Attribute.RTPMAP,
                    Attribute.FMTP,
                    Attribute.PTIME,
                    Attribute.MAXPTIME,
                    Attribute.RTCP,
                    Attribute.RTCP_MUX,
                    Attribute.RTCP_FB,
                    Attribute.CRYPTO,
                    Attribute.CANDIDATE,
                    Attribute.MID,
                    Attribute.GROUP,
                    Attribute.LABEL,
                    Attribute.CONTENT);

    private SdpEverything() {}

    /// Bytes do no more harm than being malformed, and what was read comes back from what is written.
    static void read(byte[] bytes) {
        try {
            var read = SdpParser.lenient().parse(bytes, 0, bytes.length);
            byte[] written = read.toByteArray();
            var again = SdpParser.lenient().parse(written, 0, written.length);
            assertThat(again).isEqualTo(read);
            assertThat(again.toByteArray()).isEqualTo(written);
            readAll(read);
        } catch (MalformedValue e) {
            assertThat(e.offset()).isBetween(0, bytes.length);
            assertThat(e.text()).isNotEmpty();
        }
    }

    /// The first complaint about an attribute, if there is one.
    static @Nullable MalformedValue readAll(SessionDescription session) {
        session.next().origin().isSameSession(session.origin());
        var complaint = readSection(session);
        for (var media : session.media()) {
            session.directionOf(media).reversed();
            session.connectionOf(media).ifPresent(SdpEverything::readConnection);
            var second = readSection(media);
            if (complaint == null) complaint = second;
            try {
                media.rtpMaps();
                for (String format : media.formats()) media.fmtp(format);
            } catch (MalformedValue e) {
                if (complaint == null) complaint = e;
            }
        }
        assertThat(session.toString()).isNotEmpty();
        return complaint;
    }

    private static void readConnection(Connection connection) {
        if (connection.isUnspecified()) assertThat(connection.isMulticast()).isFalse();
    }

    private static @Nullable MalformedValue readSection(Section<?> section) {
        MalformedValue complaint = null;
        for (var type : TYPES) {
            for (var attribute : section.attributes(type.name())) {
                try {
                    comesBack(type, attribute);
                } catch (MalformedValue e) {
                    if (complaint == null) complaint = e;
                }
            }
        }
        return complaint;
    }

    private static <T> void comesBack(AttributeType<T> type, Attribute attribute) {
        T value = type.read(attribute);
        assertThat(type.read(type.of(value))).isEqualTo(value);
    }
}
