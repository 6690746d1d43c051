package io.switchhook.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sdp.Bandwidth;
import io.switchhook.sdp.Crypto;
import io.switchhook.sdp.Direction;
import io.switchhook.sdp.Fmtp;
import io.switchhook.sdp.KeyParameter;
import io.switchhook.sdp.Origin;
import io.switchhook.sdp.RtpMap;
import io.switchhook.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3264, with examples of its kind.
class NegotiationTest {
    private static final String S80 = "AES_CM_128_HMAC_SHA1_80";
    private static final String S32 = "AES_CM_128_HMAC_SHA1_32";
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
        return lines(negotiation.local());
    }

    private static List<String> lines(SessionDescription description) {
        var text = new String(description.toByteArray(), StandardCharsets.UTF_8);
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

    private static Crypto key(int tag, String suite, int first) {
        byte[] keyAndSalt = new byte[30];
        keyAndSalt[0] = (byte) first;
        return new Crypto(tag, suite, List.of(KeyParameter.of(keyAndSalt)), List.of());
    }

    private static final List<Crypto> KEYS = List.of(key(1, S80, 1), key(2, S32, 2));
    private static final String THEIR_KEY = "inline:" + "B".repeat(40);
    private static final String KEYS_OF_PEER =
            "a=crypto:7 AES_CM_256_HMAC_SHA1_80 "
                    + THEIR_KEY
                    + "\na=crypto:8 "
                    + S32
                    + " "
                    + THEIR_KEY
                    + "\na=crypto:9 "
                    + S80
                    + " "
                    + THEIR_KEY
                    + "\n";

    /// RFC 4568 §5.1.2: the first that can be used, under its tag; §4.1: one and no more.
    @ParameterizedTest
    @ValueSource(strings = {"RTP/AVP", "RTP/SAVP"})
    void answersKeysWithOneOfItsOwn(String protocol) {
        for (var security :
                List.of(new StreamSecurity.Negotiated(KEYS), new StreamSecurity.Required(KEYS)))
            assertThat(
                            answered(
                                    "m=audio 4000 " + protocol + " 8\n" + KEYS_OF_PEER,
                                    Direction.SENDRECV,
                                    AUDIO.with(security)))
                    .startsWith("m=audio 11780 " + protocol + " 8")
                    .filteredOn(line -> line.startsWith("a=crypto"))
                    .containsExactly(
                            "a=crypto:8 "
                                    + S32
                                    + " inline:"
                                    + KEYS.get(1).keys().getFirst().keySalt());
    }

    @Test
    void refusesWhatIsLessOrMoreProtectedThanItCanBe() {
        var plain = theirs("m=audio 4000 RTP/AVP 8\n");
        var unknown =
                theirs("m=audio 4000 RTP/SAVP 8\na=crypto:1 F8_128_HMAC_SHA1_80 " + THEIR_KEY);
        var extra =
                theirs(
                        "m=audio 4000 RTP/SAVP 8\na=crypto:1 "
                                + S80
                                + " "
                                + THEIR_KEY
                                + " UNENCRYPTED_SRTP");
        var negotiated = negotiation(AUDIO.with(new StreamSecurity.Negotiated(KEYS)));
        var required = negotiation(AUDIO.with(new StreamSecurity.Required(KEYS)));
        assertThat(required.answer(plain, Direction.SENDRECV)).isEmpty();
        assertThat(negotiated.answer(plain, Direction.SENDRECV)).isPresent();
        for (var end : List.of(negotiated, required))
            for (var offer : List.of(unknown, extra))
                assertThat(end.answer(offer, Direction.SENDRECV)).isEmpty();
    }

    /// RFC 4568 §5.1.2: a key that cannot be read is no reason to refuse a call that can go without.
    @Test
    void passesOverKeysThatItCannotRead() {
        String offer = "m=audio 4000 RTP/AVP 8\na=crypto:1 x y\na=crypto:z\n";
        for (var security : List.of(StreamSecurity.OFF, new StreamSecurity.Negotiated(KEYS)))
            assertThat(answered(offer, Direction.SENDRECV, AUDIO.with(security)))
                    .noneMatch(line -> line.startsWith("a=crypto"));
    }

    @Test
    void offersKeysAsItsSecurityWants() {
        var negotiated = AUDIO.with(new StreamSecurity.Negotiated(KEYS));
        var required = AUDIO.with(new StreamSecurity.Required(KEYS));
        assertThat(lines(negotiation(negotiated).offer(Direction.SENDRECV)))
                .startsWith("m=audio 11780 RTP/AVP 9 8 101")
                .filteredOn(line -> line.startsWith("a=crypto:"))
                .hasSize(2);
        assertThat(lines(negotiation(required).offer(Direction.SENDRECV)))
                .startsWith("m=audio 11780 RTP/SAVP 9 8 101");
    }

    /// RFC 2543: an address of zeros, and then the old one again.
    @Test
    void holdsByAnAddressOfZeros() {
        var call = negotiation(AUDIO).offer(Direction.SENDRECV);
        var held = call.hold(Hold.ZERO_ADDRESS);
        assertThat(held.local().connection().orElseThrow().address()).isEqualTo("0.0.0.0");
        assertThat(lines(held)).doesNotContain("a=sendrecv", "a=sendonly");
        var resumed = held.offer(Direction.SENDRECV).local();
        assertThat(resumed.connection().orElseThrow().address()).isEqualTo("192.0.2.10");
        assertThat(resumed.origin().sessionVersion()).isEqualTo("3");
    }

    /// RFC 6337 §5.3: each end says what it wants itself.
    @ParameterizedTest
    @EnumSource
    void bothEndsHoldAndResumeOneAfterTheOther(Hold form) {
        var alice = negotiation(AUDIO).offer(Direction.SENDRECV);
        var bob = negotiation(AUDIO).answer(alice.local(), Direction.SENDRECV).orElseThrow();
        assertDirections(alice, bob, Direction.SENDRECV);
        alice = alice.hold(form);
        bob = bob.answer(alice.local(), Direction.SENDRECV).orElseThrow();
        assertDirections(alice, bob, Direction.SENDONLY);
        assertThat(bob.agreement(alice.local()).getFirst().isHeld()).isTrue();
        bob = bob.hold(form);
        alice = alice.answer(bob.local(), form).orElseThrow();
        assertDirections(alice, bob, Direction.INACTIVE);
        alice = alice.offer(Direction.SENDRECV);
        bob = bob.answer(alice.local(), form).orElseThrow();
        assertDirections(alice, bob, Direction.RECVONLY);
        bob = bob.offer(Direction.SENDRECV);
        alice = alice.answer(bob.local(), Direction.SENDRECV).orElseThrow();
        assertDirections(alice, bob, Direction.SENDRECV);
    }

    private static void assertDirections(Negotiation one, Negotiation other, Direction expected) {
        assertThat(one.agreement(other.local()).getFirst().direction()).isEqualTo(expected);
        assertThat(other.agreement(one.local()).getFirst().direction())
                .isEqualTo(expected.reversed());
    }

    /// §8.1, §8.2.
    @Test
    void takesAStreamAwayAndGivesItsPlaceToAnother() {
        var call = negotiation(AUDIO, VIDEO).offer(Direction.SENDRECV);
        var without = call.offer(Direction.SENDRECV, List.of(AUDIO));
        assertThat(lines(without))
                .filteredOn(line -> line.startsWith("m="))
                .containsExactly("m=audio 11780 RTP/AVP 9 8 101", "m=video 0 RTP/AVP 99");
        var slides = new StreamOffer("video", 11790, VIDEO.encodings());
        var with = without.offer(Direction.SENDRECV, List.of(AUDIO, slides, VIDEO));
        assertThat(lines(with))
                .filteredOn(line -> line.startsWith("m="))
                .containsExactly(
                        "m=audio 11780 RTP/AVP 9 8 101",
                        "m=video 11790 RTP/AVP 99",
                        "m=video 11782 RTP/AVP 99");
        assertThat(with.local().origin().sessionVersion()).isEqualTo("3");
    }

    private static final StreamOffer FULL =
            new StreamOffer(
                    "audio",
                    11780,
                    List.of(
                            new RtpMap(107, "opus", 48000, 2),
                            new RtpMap(0, "PCMU", 8000, 1),
                            new RtpMap(101, "telephone-event", 8000, 1)),
                    List.of(new Fmtp("107", "useinbandfec=1"), new Fmtp("101", "0-15")),
                    Optional.of(Duration.ofMillis(20)),
                    List.of(new Bandwidth("AS", 64)),
                    new StreamSecurity.Negotiated(KEYS),
                    true);

    @Test
    void describesParametersPacketTimeAndBandwidth() {
        assertThat(lines(negotiation(FULL).offer(Direction.SENDRECV)))
                .containsSequence("m=audio 11780 RTP/AVP 107 0 101", "b=AS:64")
                .containsSequence("a=rtpmap:107 opus/48000/2", "a=fmtp:107 useinbandfec=1")
                .contains("a=fmtp:101 0-15", "a=ptime:20", "a=rtcp-mux");
        assertThat(
                        answered(
                                "m=audio 4000 RTP/AVP 96 97\na=rtpmap:96 opus/48000/2\na=rtpmap:97 telephone-event/8000\n",
                                Direction.SENDRECV,
                                FULL))
                .contains("a=fmtp:96 useinbandfec=1", "a=fmtp:97 0-15", "a=ptime:20", "b=AS:64")
                .doesNotContain("a=rtcp-mux");
    }

    /// §7: what is sent has the other end's numbers, what comes has ours.
    @Test
    void agreesAsOfferer() {
        var offer = negotiation(FULL, VIDEO).offer(Direction.SENDRECV);
        var answer =
                theirs(
                        """
                        m=audio 4000 RTP/AVP 0 98
                        c=IN IP4 192.0.2.77
                        b=AS:80
                        a=rtpmap:98 telephone-event/8000
                        a=fmtp:0 x=y
                        a=ptime:30
                        a=rtcp:5001 IN IP4 192.0.2.78
                        a=sendonly
                        a=crypto:2 AES_CM_128_HMAC_SHA1_32 %s
                        m=video 0 RTP/AVP 99
                        """
                                .formatted(THEIR_KEY));
        var agreed = offer.agreement(answer);
        assertThat(agreed).hasSize(1);
        var audio = agreed.getFirst();
        assertThat(audio.rtp()).isEqualTo(new StreamAgreement.Address("192.0.2.77", 4000));
        assertThat(audio.rtcp()).isEqualTo(new StreamAgreement.Address("192.0.2.78", 5001));
        assertThat(audio.localPort()).isEqualTo(11780);
        assertThat(audio.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(audio.sent()).isEqualTo(new RtpMap(0, "PCMU", 8000, 1));
        assertThat(audio.received()).containsExactly(new RtpMap(0, "PCMU", 8000, 1));
        assertThat(audio.parameters()).contains(new Fmtp("0", "x=y"));
        assertThat(audio.eventsSent()).hasValue(98);
        assertThat(audio.eventsReceived()).hasValue(101);
        assertThat(audio.ptime()).contains(Duration.ofMillis(30));
        assertThat(audio.bandwidth()).hasValue(80);
        var keys = audio.keys().orElseThrow();
        assertThat(keys.local()).isEqualTo(KEYS.get(1));
        assertThat(keys.remote().keys().getFirst().keySalt()).isEqualTo("B".repeat(40));
    }

    @Test
    void agreesAsAnswerer() {
        var offer =
                theirs(
                        "m=audio 4000 RTP/SAVP 18 96 0 97\na=rtpmap:96 opus/48000/2\na=rtpmap:97 telephone-event/8000\na=rtcp-mux\n"
                                + KEYS_OF_PEER);
        var agreed =
                negotiation(FULL)
                        .answer(offer, Direction.SENDRECV)
                        .orElseThrow()
                        .agreement(offer)
                        .getFirst();
        assertThat(agreed.sent()).isEqualTo(new RtpMap(96, "opus", 48000, 2));
        assertThat(agreed.received()).extracting(RtpMap::payloadType).containsExactly(96, 0);
        assertThat(agreed.eventsSent()).hasValue(97);
        assertThat(agreed.eventsReceived()).hasValue(97);
        assertThat(agreed.rtcp()).isEqualTo(agreed.rtp());
        assertThat(agreed.keys().orElseThrow().local().tag()).isEqualTo(8);
        assertThat(agreed.keys().orElseThrow().remote().tag()).isEqualTo(8);
    }

    /// RFC 4568 §5.1.3: a protected stream without a key is none.
    @Test
    void agreesOnNothingWithoutAKeyThatIsNeeded() {
        var offer =
                negotiation(AUDIO.with(new StreamSecurity.Required(KEYS)))
                        .offer(Direction.SENDRECV);
        for (String answer :
                List.of(
                        "RTP/AVP 8\n",
                        "RTP/SAVP 8\n",
                        "RTP/SAVP 8\na=crypto:5 " + S80 + " " + THEIR_KEY))
            assertThat(offer.agreement(theirs("m=audio 4000 " + answer))).as(answer).isEmpty();
        assertThat(
                        offer.agreement(
                                theirs(
                                        "m=audio 4000 RTP/SAVP 8\na=crypto:1 "
                                                + S80
                                                + " "
                                                + THEIR_KEY)))
                .hasSize(1);
    }

    /// RFC 6184 §8.2.2.
    @Test
    void aModeOfPacketizationIsAFormatOfItsOwn() {
        var video =
                new StreamOffer(
                        "video",
                        11782,
                        VIDEO.encodings(),
                        List.of(new Fmtp("99", "profile-level-id=42801F;packetization-mode=1")),
                        Optional.empty(),
                        List.of(),
                        StreamSecurity.OFF,
                        false);
        String offer =
                """
                m=video 4002 RTP/AVP 96 97 98
                a=rtpmap:96 H264/90000
                a=rtpmap:97 H264/90000
                a=fmtp:97 profile-level-id=42e015; packetization-mode=1
                a=rtpmap:98 H264/90000
                a=fmtp:98 profile-level-id=640028; packetization-mode=1
                """;
        assertThat(answered(offer, Direction.SENDRECV, video))
                .containsExactly(
                        "m=video 11782 RTP/AVP 97",
                        "a=rtpmap:97 H264/90000",
                        "a=fmtp:97 profile-level-id=42E015;packetization-mode=1",
                        "a=sendrecv");
    }

    /// §8, RFC 7088 §2.1: another call's offer takes the places that this call has.
    @Test
    void handsAnOfferOn() {
        var call = negotiation(AUDIO, VIDEO).offer(Direction.SENDRECV);
        var offered =
                theirs("m=video 5002 RTP/AVP 99\nm=audio 5000 RTP/AVP 8\nm=text 5004 RTP/AVP 98\n");
        var relay = Relay.of(call.local(), offered, Direction.SENDONLY).orElseThrow();
        assertThat(relay.offer().origin()).isEqualTo(Origin.of(7, 2, "192.0.2.10"));
        assertThat(lines(relay.offer()))
                .containsExactly(
                        "m=audio 5000 RTP/AVP 8",
                        "a=sendonly",
                        "m=video 5002 RTP/AVP 99",
                        "a=sendonly");
        var answered = theirs("m=audio 6000 RTP/AVP 8\na=sendrecv\nm=video 0 RTP/AVP 99\n");
        var answer = relay.answer(answered, Origin.of(9, 1, "192.0.2.10"));
        assertThat(answer.origin()).isEqualTo(Origin.of(9, 1, "192.0.2.10"));
        assertThat(answer.connection()).isEqualTo(answered.connection());
        assertThat(lines(answer))
                .containsExactly(
                        "m=video 0 RTP/AVP 99",
                        "a=recvonly",
                        "m=audio 6000 RTP/AVP 8",
                        "a=recvonly",
                        "m=text 0 RTP/AVP 98");
        assertThat(call.offer(Direction.SENDRECV).after(relay.offer()).local())
                .isEqualTo(call.local().next().next());
    }

    @Test
    void handsNothingOnWhereTheCallsHaveNothingInCommon() {
        var call = negotiation(AUDIO).offer(Direction.SENDRECV).local();
        for (var offer : List.of("m=video 5002 RTP/AVP 99\n", "m=audio 0 RTP/AVP 8\n", ""))
            assertThat(Relay.of(call, theirs(offer), Direction.SENDONLY)).as(offer).isEmpty();
    }

    @Test
    void takesNothingOfAnOffer() {
        var offer = theirs("m=audio 5000 RTP/AVP 8\nm=video 5002 RTP/AVP 99\n");
        assertThat(lines(Relay.refusal(offer, Origin.of(9, 1, "192.0.2.10"))))
                .containsExactly("m=audio 0 RTP/AVP 8", "m=video 0 RTP/AVP 99");
    }
}
