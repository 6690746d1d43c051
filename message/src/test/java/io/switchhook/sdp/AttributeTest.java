package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.grammar.MalformedValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attributes read with their typed keys.
class AttributeTest {
    private static MediaDescription audio(String... attributes) {
        var audio = MediaDescription.of("audio", 4000, "RTP/AVP", List.of("0", "96", "101", "35"));
        for (String one : attributes) audio = audio.add(Attribute.parse(LineScanner.of(one)));
        return audio;
    }

    @Test
    void absentIsEmptyAndMalformedIsSaid() {
        assertThat(audio().get(Attribute.PTIME)).isEmpty();
        assertThat(audio().has(Attribute.PTIME)).isFalse();
        var broken = audio("ptime:x");
        assertThat(broken.has(Attribute.PTIME)).isTrue();
        assertThatThrownBy(() -> broken.get(Attribute.PTIME))
                .isInstanceOf(MalformedValue.class)
                .hasMessage("a=ptime: expected a number");
    }

    @Test
    void anRtpmapCountsBeforeTheStaticTable() {
        var audio = audio("rtpmap:96 opus/48000/2", "rtpmap:101 telephone-event/8000");
        assertThat(audio.rtpMaps())
                .containsExactly(
                        new RtpMap(0, "PCMU", 8000, 1),
                        new RtpMap(96, "opus", 48000, 2),
                        new RtpMap(101, "telephone-event", 8000, 1));
        assertThat(audio("rtpmap:0 L8/8000").rtpMap(0)).hasValue(new RtpMap(0, "L8", 8000, 1));
        assertThat(audio.rtpMap(35)).isEmpty();
    }

    @Test
    void theStaticTableHasWhatRfc3551Has() {
        assertThat(RtpMap.ofStatic(9)).hasValue(new RtpMap(9, "G722", 8000, 1));
        assertThat(RtpMap.ofStatic(10)).hasValue(new RtpMap(10, "L16", 44100, 2));
        assertThat(RtpMap.ofStatic(34)).hasValue(new RtpMap(34, "H263", 90000, 1));
        for (int unassigned : new int[] {1, 2, 19, 20, 24, 27, 29, 30, 35, 72, 96, 127, -1})
            assertThat(RtpMap.ofStatic(unassigned)).isEmpty();
    }

    @Test
    void encodingsAreComparedWithoutRegardToCase() {
        var one = new RtpMap(0, "PCMU", 8000, 1);
        assertThat(one.is("pcmu")).isTrue();
        assertThat(one.isSameEncoding(new RtpMap(97, "pcmu", 8000, 1))).isTrue();
        assertThat(one.isSameEncoding(new RtpMap(0, "PCMU", 16000, 1))).isFalse();
    }

    @Test
    void formatsOfOtherProtocolsAreNoPayloadTypes() {
        var fax = MediaDescription.of("image", 4000, "udptl", List.of("t38"));
        assertThat(fax.rtpMaps()).isEmpty();
        assertThat(fax.isRtp()).isFalse();
        assertThat(fax.isSecure()).isFalse();
        var odd = MediaDescription.of("audio", 4000, "RTP/AVP", List.of("0", "128", "*", "9999"));
        assertThat(odd.rtpMaps()).extracting(RtpMap::encoding).containsExactly("PCMU");
    }

    @ParameterizedTest
    @CsvSource({
        "RTP/AVP,true,false",
        "RTP/AVPF,true,false",
        "RTP/SAVP,true,true",
        "RTP/SAVPF,true,true",
        "UDP/TLS/RTP/SAVPF,true,true",
        "UDP/DTLS/SCTP,false,false"
    })
    void theProtocolSaysHowPacketsAreMade(String protocol, boolean isRtp, boolean isSecure) {
        var media = MediaDescription.of("audio", 4000, protocol, List.of("0"));
        assertThat(media.isRtp()).isEqualTo(isRtp);
        assertThat(media.isSecure()).isEqualTo(isSecure);
    }

    @Test
    void parametersOfAFormatAreFoundByName() {
        var audio = audio("fmtp:96 useinbandfec=1; Stereo = 0;cbr", "fmtp:101 0-16");
        var opus = audio.fmtp("96").orElseThrow();
        assertThat(opus.parameter("useinbandfec")).hasValue("1");
        assertThat(opus.parameter("stereo")).hasValue("0");
        assertThat(opus.parameter("cbr")).hasValue("");
        assertThat(opus.parameter("maxplaybackrate")).isEmpty();
        assertThat(audio.fmtp("101")).hasValue(new Fmtp("101", "0-16"));
        assertThat(audio.fmtp("0")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"20,20000000", "2.5,2500000", "0.000001,1", "0.0000019,1", "30.0,30000000"})
    void aPacketTimeMayHaveDecimals(String text, long nanos) {
        assertThat(audio("ptime:" + text).get(Attribute.PTIME)).hasValue(Duration.ofNanos(nanos));
    }

    @Test
    void aPacketTimeIsWrittenAsShortAsItIs() {
        assertThat(Attribute.PTIME.of(Duration.ofMillis(20))).hasToString("a=ptime:20");
        assertThat(Attribute.PTIME.of(Duration.ofNanos(2_500_000))).hasToString("a=ptime:2.5");
        assertThat(Attribute.MAXPTIME.of(Duration.ofNanos(1))).hasToString("a=maxptime:0.000001");
    }

    @Test
    void rtcpHasAPortAndPerhapsAnAddress() {
        assertThat(audio("rtcp:53020").get(Attribute.RTCP))
                .hasValue(new Rtcp(53020, Optional.empty()));
        var whole = audio("rtcp:53020 IN IP6 2001:db8::1").get(Attribute.RTCP).orElseThrow();
        assertThat(whole.connection()).hasValue(Connection.of("2001:db8::1"));
        assertThat(Attribute.RTCP.of(whole)).hasToString("a=rtcp:53020 IN IP6 2001:db8::1");
        assertThat(audio("rtcp-mux").has(Attribute.RTCP_MUX)).isTrue();
        assertThat(Attribute.RTCP_MUX.of(true)).isEqualTo(Attribute.property("rtcp-mux"));
    }

    @Test
    void feedbackIsOfOneFormatOrOfAll() {
        var audio = audio("rtcp-fb:96 nack pli", "rtcp-fb:* ccm fir", "rtcp-fb:96 nack");
        var all = audio.all(Attribute.RTCP_FB);
        assertThat(all)
                .containsExactly(
                        new RtcpFeedback("96", "nack", "pli"),
                        new RtcpFeedback("*", "ccm", "fir"),
                        new RtcpFeedback("96", "nack", ""));
        assertThat(all).filteredOn(one -> one.appliesTo("97")).hasSize(1);
    }

    @Test
    void groupsAndNamesOfStreams() {
        assertThat(audio("group:LS 1 2").get(Attribute.GROUP))
                .hasValue(new Group("LS", List.of("1", "2")));
        assertThat(audio("group:BUNDLE").get(Attribute.GROUP))
                .hasValue(new Group("BUNDLE", List.of()));
        assertThat(audio("mid:a1").get(Attribute.MID)).hasValue("a1");
        assertThat(audio("label:7").get(Attribute.LABEL)).hasValue("7");
        assertThat(audio("content:slides,main").get(Attribute.CONTENT))
                .hasValue(List.of("slides", "main"));
        String candidate = "1 1 UDP 2130706431 203.0.113.141 8998 typ host";
        assertThat(audio("candidate:" + candidate).get(Attribute.CANDIDATE)).hasValue(candidate);
    }

    @Test
    void spaceAroundAValueIsPassedOver() {
        assertThat(audio("rtpmap: 96  opus/48000 ").rtpMap(96))
                .hasValue(new RtpMap(96, "opus", 48000, 1));
        assertThat(audio("mid:1 ").get(Attribute.MID)).hasValue("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtpmap",
                "rtpmap:",
                "rtpmap:128 a/1",
                "rtpmap:0 PCMU",
                "rtpmap:0 PCMU/0",
                "rtpmap:0 PCMU/8000/1/1",
                "fmtp:96",
                "fmtp:96 ",
                "ptime:0",
                "ptime:0.0",
                "ptime:20.",
                "ptime:20ms",
                "rtcp:65536",
                "rtcp:1 IN",
                "rtcp-mux:1",
                "rtcp-fb:96",
                "mid:",
                "mid:a b",
                "content:a,",
                "group:"
            })
    void whatBreaksTheGrammarIsMalformed(String text) {
        assertThat(SdpEverything.readAll(with(audio(text)))).isNotNull();
    }

    private static SessionDescription with(MediaDescription media) {
        return SessionDescription.of(Origin.of(1, 1, "192.0.2.1")).withMedia(List.of(media));
    }
}
