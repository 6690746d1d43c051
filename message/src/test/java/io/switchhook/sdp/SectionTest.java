package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Composing and editing.
class SectionTest {
    private static final SessionDescription PLAIN =
            SessionDescription.of(Origin.of(7, 1, "192.0.2.1"))
                    .set(Connection.of("192.0.2.1"))
                    .withMedia(
                            List.of(MediaDescription.of("audio", 4000, "RTP/AVP", List.of("0"))));

    private static List<String> lines(SessionDescription session) {
        return new String(session.toByteArray(), StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void whatIsComposedConforms() {
        var offer =
                PLAIN.add(new Bandwidth("AS", 80))
                        .add(new TextLine('i', "hello"))
                        .withMedia(
                                0,
                                audio ->
                                        audio.add(Attribute.PTIME, Duration.ofMillis(20))
                                                .with(Direction.SENDONLY)
                                                .add(Connection.of("::1")));
        assertThat(lines(offer))
                .containsExactly(
                        "v=0",
                        "o=- 7 1 IN IP4 192.0.2.1",
                        "s=-",
                        "i=hello",
                        "c=IN IP4 192.0.2.1",
                        "b=AS:80",
                        "t=0 0",
                        "m=audio 4000 RTP/AVP 0",
                        "c=IN IP6 ::1",
                        "a=ptime:20",
                        "a=sendonly");
        byte[] bytes = offer.toByteArray();
        assertThat(SdpParser.strict().parse(bytes, 0, bytes.length)).isEqualTo(offer);
    }

    @Test
    void theNextDescriptionHasAHigherVersionAndNothingElse() {
        assertThat(PLAIN.next().origin().sessionVersion()).isEqualTo("2");
        assertThat(PLAIN.next().set(PLAIN.origin())).isEqualTo(PLAIN);
    }

    @Test
    void whatIsSetStandsWhereTheFirstOneWas() {
        var audio =
                PLAIN.media()
                        .getFirst()
                        .add(Attribute.MID, "1")
                        .add(Attribute.PTIME, Duration.ofMillis(20))
                        .add(Attribute.MID, "2");
        assertThat(audio.set(Attribute.MID, "3").attributes().toString())
                .isEqualTo("[a=mid:3, a=ptime:20]");
        assertThat(audio.remove(Attribute.MID).attributes().toString()).isEqualTo("[a=ptime:20]");
        assertThat(audio.all(Attribute.MID)).containsExactly("1", "2");
    }

    @Test
    void aStreamGoesWhereItSaysElseWhereTheSessionSays() {
        var audio = PLAIN.media().getFirst();
        assertThat(PLAIN.connectionOf(audio)).hasValue(Connection.of("192.0.2.1"));
        var other = audio.set(Connection.of("192.0.2.2"));
        assertThat(PLAIN.connectionOf(other)).hasValue(Connection.of("192.0.2.2"));
    }

    @Test
    void textOfManyLinesIsWrittenAsOne() {
        var one = PLAIN.set(new TextLine('s', "a\r\nm=audio 1 RTP/AVP 0"));
        assertThat(lines(one)).contains("s=a  m=audio 1 RTP/AVP 0");
        var two = PLAIN.add(Attribute.of("x", "\na=sendonly"));
        assertThat(lines(two)).contains("a=x: a=sendonly");
    }

    @Test
    void aSessionHasAnOrigin() {
        assertThatThrownBy(() -> PLAIN.removeIf(line -> line.type() == 'o'))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void streamsAreRefusedAndFormatsChosen() {
        var audio = PLAIN.media().getFirst();
        assertThat(audio.withPort(0).port()).isZero();
        assertThat(audio.withFormats(List.of("8")).rtpMaps().getFirst().is("PCMA")).isTrue();
    }
}
