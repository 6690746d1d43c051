package io.switchhook.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sdp.Direction;
import io.switchhook.sdp.Origin;
import io.switchhook.sdp.RtpMap;
import io.switchhook.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// RFC 3264, with examples of its kind.
class NegotiationTest {
    private static final StreamOffer AUDIO =
            new StreamOffer(
                    "audio",
                    11780,
                    List.of(
                            new RtpMap(9, "G722", 8000, 1),
                            new RtpMap(8, "PCMA", 8000, 1),
                            new RtpMap(101, "telephone-event", 8000, 1)));
    private static final StreamOffer VIDEO =
            new StreamOffer("video", 11782, List.of(new RtpMap(99, "H264", 90000, 1)));
    private static final String HEAD =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.20
            s=-
            c=IN IP4 192.0.2.20
            t=0 0
            """;

    private static Negotiation negotiation(StreamOffer... streams) {
        return Negotiation.of(Origin.of(7, 1, "192.0.2.10"), "192.0.2.10", List.of(streams));
    }

    private static SessionDescription theirs(String streams) {
        return SessionDescription.parse((HEAD + streams).replace("\n", "\r\n"));
    }

    private static List<String> answered(String offer, Direction wanted, StreamOffer... streams) {
        return lines(negotiation(streams).answer(theirs(offer), wanted).orElseThrow());
    }

    private static List<String> lines(Negotiation negotiation) {
        var text = new String(negotiation.local().toByteArray(), StandardCharsets.UTF_8);
        return text.substring(text.indexOf("m=")).lines().toList();
    }

    /// §5.1.
    @Test
    void offersAllThatItUnderstands() {
        var offer = negotiation(AUDIO, VIDEO).offer(Direction.SENDRECV);
        assertThat(offer.local().connection().orElseThrow().address()).isEqualTo("192.0.2.10");
        assertThat(lines(offer))
                .containsExactly(
                        "m=audio 11780 RTP/AVP 9 8 101",
                        "a=rtpmap:9 G722/8000",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=sendrecv",
                        "m=video 11782 RTP/AVP 99",
                        "a=rtpmap:99 H264/90000",
                        "a=sendrecv");
    }

    /// §8, §8.4: the version rises with each change, and only then.
    @Test
    void holdsAndTakesBack() {
        var call = negotiation(AUDIO).offer(Direction.SENDRECV);
        var held = call.offer(Direction.SENDONLY);
        assertThat(lines(held)).contains("a=sendonly").doesNotContain("a=sendrecv");
        var resumed = held.offer(Direction.SENDRECV);
        assertThat(lines(resumed)).isEqualTo(lines(call));
        assertThat(List.of(call, held, held.offer(Direction.SENDONLY), resumed))
                .extracting(it -> it.local().origin().sessionVersion())
                .map(String::valueOf)
                .containsExactly("1", "2", "2", "3");
    }

    /// §6.1: the offer's payload types, in the offer's order.
    @Test
    void answersWithWhatBothUnderstand() {
        assertThat(
                        answered(
                                "m=audio 4000 RTP/AVP 0 8 110\na=rtpmap:110 telephone-event/8000\n",
                                Direction.SENDRECV,
                                AUDIO,
                                VIDEO))
                .containsExactly(
                        "m=audio 11780 RTP/AVP 8 110",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:110 telephone-event/8000",
                        "a=sendrecv");
    }

    /// §6: each stream of the offer has its answer.
    @Test
    void refusesAStreamInItsPlace() {
        assertThat(
                        answered(
                                "m=video 4002 RTP/AVP 31\nm=audio 4000 RTP/AVP 8\nm=audio 4004 RTP/AVP 8\n",
                                Direction.SENDRECV,
                                AUDIO,
                                VIDEO))
                .filteredOn(line -> line.startsWith("m="))
                .containsExactly(
                        "m=video 0 RTP/AVP 31", "m=audio 11780 RTP/AVP 8", "m=audio 0 RTP/AVP 8");
    }

    @Test
    void hasNoAnswerWhereNothingIsUnderstood() {
        for (var offer :
                List.of(
                        "m=audio 4000 RTP/AVP 3\n",
                        "m=audio 4000 RTP/AVP 110\na=rtpmap:110 telephone-event/8000\n",
                        "m=audio 0 RTP/AVP 8\n",
                        "m=audio 4000 RTP/SAVP 8\n",
                        ""))
            assertThat(negotiation(AUDIO).answer(theirs(offer), Direction.SENDRECV))
                    .as(offer)
                    .isEmpty();
    }

    /// §6.1, §8.4: both forms of hold.
    @Test
    void answersADirectionWithItsOtherSide() {
        String audio = "m=audio 4000 RTP/AVP 8\n";
        assertThat(answered(audio + "a=sendonly\n", Direction.SENDRECV, AUDIO))
                .contains("a=recvonly");
        assertThat(answered(audio + "a=inactive\n", Direction.SENDRECV, AUDIO))
                .contains("a=inactive");
        assertThat(answered(audio, Direction.SENDONLY, AUDIO)).contains("a=sendonly");
        assertThat(answered(audio + "a=sendonly\n", Direction.SENDONLY, AUDIO))
                .contains("a=inactive");
        assertThat(answered(audio + "c=IN IP4 0.0.0.0\n", Direction.SENDRECV, AUDIO))
                .contains("a=recvonly");
    }
}
