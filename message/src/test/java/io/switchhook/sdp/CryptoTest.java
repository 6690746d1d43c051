package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.grammar.MalformedValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `a=crypto` of RFC 4568, and that keys are seen by nobody.
class CryptoTest {
    private static final String KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private static final String OTHER = "NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj";

    private static Crypto read(String text) {
        return Attribute.CRYPTO.read(Attribute.of("crypto", text));
    }

    @Test
    void theExampleOfTheRfcIsRead() {
        var crypto =
                read(
                        "2 F8_128_HMAC_SHA1_80 inline:%s|2^20|1:4;inline:%s|2^20|2:4 FEC_ORDER=FEC_SRTP"
                                .formatted(KEY, OTHER));
        assertThat(crypto.tag()).isEqualTo(2);
        assertThat(crypto.suite()).isEqualTo("F8_128_HMAC_SHA1_80");
        assertThat(crypto.sessionParameters()).containsExactly("FEC_ORDER=FEC_SRTP");
        var key = crypto.keys().getFirst();
        assertThat(key.keyAndSalt()).hasSize(30);
        assertThat(key.lifetime()).hasValue("2^20");
        assertThat(key.mki()).hasValue(new KeyParameter.Mki("1", 4));
        assertThat(crypto.keys().get(1).mki()).hasValue(new KeyParameter.Mki("2", 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_32 inline:" + KEY + "|1048576",
                "1 AES_CM_128_HMAC_SHA1_32 inline:" + KEY + "|1:4",
                "999999999 X inline:" + KEY + "|2^31|12345:128 UNENCRYPTED_SRTCP WSH=64"
            })
    void isWrittenAsItCame(String text) {
        assertThat(Attribute.CRYPTO.of(read(text)).value()).hasValue(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1 AES",
                "1 A-B inline:" + KEY,
                "1000000000 AES inline:" + KEY,
                "1 AES inline:",
                "1 AES inline:A",
                "1 AES clear:" + KEY,
                "1 AES inline:" + KEY + "|",
                "1 AES inline:" + KEY + "|1|2",
                "1 AES inline:" + KEY + "|1:0",
                "1 AES inline:" + KEY + "|1:129",
                "1 AES inline:" + KEY + ";"
            })
    void whatIsNoneIsMalformedAndShowsNoKey(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(MalformedValue.class)
                .hasMessageNotContaining(KEY);
    }

    @Test
    void aKeyMadeOfBytesComesBack() {
        byte[] bytes = new byte[30];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (i * 37);
        var crypto = new Crypto(1, "AES", List.of(KeyParameter.of(bytes)), List.of());
        var read = Attribute.CRYPTO.read(Attribute.CRYPTO.of(crypto));
        assertThat(read).isEqualTo(crypto);
        assertThat(read.keys().getFirst().keyAndSalt()).isEqualTo(bytes);
    }

    @Test
    void noToStringShowsAKey() {
        var session =
                SessionDescription.parse(
                        """
                        v=0
                        o=- 1 1 IN IP4 192.0.2.1
                        s=-
                        t=0 0
                        k=clear:SECRET
                        a=key-mgmt:mikey SECRET
                        x=SECRET
                        m=audio 4000 RTP/SAVP 0
                        k=base64:SECRET
                        A=crypto:1 AES inline:SECRET
                        a=crypto:1 AES inline:SECRET0000 FEC_KEY=inline:SECRET00
                        a=Crypto:1 AES inline:SECRET
                        a=ice-pwd:SECRET
                        """);
        var media = session.media().getFirst();
        assertThat(new String(session.toByteArray(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("SECRET");
        assertThat(session.toString()).doesNotContain("SECRET");
        assertThat(media.toString()).doesNotContain("SECRET");
        assertThat(media.attributes().toString()).doesNotContain("SECRET").contains("a=crypto:");
        assertThat(media.all(Attribute.CRYPTO).toString())
                .doesNotContain("SECRET")
                .contains("AES", "FEC_KEY");
        assertThat(media.key().orElseThrow().method()).isEqualTo("base64");
    }
}
