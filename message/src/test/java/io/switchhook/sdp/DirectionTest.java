package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Directions of RFC 8866 §6.7 and RFC 3264 §6.1.
class DirectionTest {
    @ParameterizedTest
    @CsvSource({"SENDRECV,SENDRECV", "SENDONLY,RECVONLY", "RECVONLY,SENDONLY", "INACTIVE,INACTIVE"})
    void theOtherSideSeesItReversed(Direction one, Direction other) {
        assertThat(one.reversed()).isEqualTo(other);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerAllowsNoMoreThanTheOffer(Direction direction) {
        assertThat(direction.and(Direction.SENDRECV)).isEqualTo(direction);
        assertThat(direction.and(Direction.INACTIVE)).isEqualTo(Direction.INACTIVE);
        assertThat(direction.and(direction)).isEqualTo(direction);
        assertThat(Direction.of(direction.sends(), direction.receives())).isEqualTo(direction);
    }

    @Test
    void mediaSaysMoreThanTheSessionAndSilenceIsBothWays() {
        var session =
                SessionDescription.parse(
                        """
                        v=0
                        o=- 1 1 IN IP4 192.0.2.1
                        s=-
                        t=0 0
                        a=recvonly
                        m=audio 4000 RTP/AVP 0
                        m=video 4002 RTP/AVP 31
                        a=sendonly
                        a=inactive
                        """);
        var audio = session.media().get(0);
        var video = session.media().get(1);
        assertThat(session.directionOf(audio)).isEqualTo(Direction.RECVONLY);
        assertThat(session.directionOf(video)).isEqualTo(Direction.SENDONLY);
        var silent = session.removeIf(line -> line instanceof Attribute);
        assertThat(silent.directionOf(audio)).isEqualTo(Direction.SENDRECV);
        var held = video.with(Direction.INACTIVE);
        assertThat(held.attributes()).containsExactly(Attribute.property("inactive"));
        assertThat(audio.with(Direction.SENDONLY).direction()).hasValue(Direction.SENDONLY);
    }
}
