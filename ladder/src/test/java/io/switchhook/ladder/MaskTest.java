package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
    private static String masked(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] masked = Mask.of(bytes);
        assertThat(masked).hasSameSizeAs(bytes);
        return new String(masked, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Authorization: Digest username=\"1001\", response=\"abcdef\", nc=1"
                        + " | Authorization: Digest username=\"1001\", response=\"******\", nc=1",
                "proxy-authorization : digest cnonce=\"a,b\\\"c\",realm=\"r\",  Response = abc"
                        + " | proxy-authorization : digest cnonce=\"****\"*\",realm=\"r\",  Response = ***",
                "Authorization: Digest username=\"a\", new=\"secret\", opaque=\"o\""
                        + " | Authorization: Digest username=\"a\", new=\"******\", opaque=\"o\"",
                "Authorization: Basic QWxhZGRpbjpvcGVu | Authorization: Basic ****************",
                "Authorization: Bearer a.b.c | Authorization: Bearer *****",
                "Authentication-Info: rspauth=\"ab\", nextnonce=\"n\""
                        + " | Authentication-Info: rspauth=\"**\", nextnonce=\"n\"",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:KEY+/=!2^20 FEC_ORDER=x"
                        + " | a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:***********************",
                "a=key-mgmt:mikey AQAF | a=key-mgmt:**********",
                "a=ice-pwd:abc | a=ice-pwd:***",
                "k=base64:abc | k=base64:***",
                "k=prompt | k=******",
                "Contact: <sip:1001:secret@10.0.0.7:5060> | Contact: <sip:1001:******@10.0.0.7:5060>",
                "INVITE SIPS:a:b@c SIP/2.0 | INVITE SIPS:a:*@c SIP/2.0",
                "Signal=5 | Signal=*",
                "Contact: <sip:1001@10.0.0.7:5060> | Contact: <sip:1001@10.0.0.7:5060>",
                "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\" | WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"",
            })
    void secrets_become_stars(String line, String expected) {
        assertThat(masked(line)).isEqualTo(expected);
        assertThat(masked("a\r\n" + line + "\r\nb")).isEqualTo("a\r\n" + expected + "\r\nb");
    }

    @Test
    void a_folded_line_is_one_line() {
        assertThat(
                        masked(
                                "Authorization: Digest username=\"a\",\r\n response=\"ab\",\r\n\tcnonce=\"c\"\r\nk: x"))
                .isEqualTo(
                        "Authorization: Digest username=\"a\",\r\n response=\"**\",\r\n\tcnonce=\"*\"\r\nk: x");
    }

    @Test
    void what_is_cut_off_or_not_closed_is_masked_as_well() {
        assertThat(masked("Authorization: Digest response=\"abc"))
                .isEqualTo("Authorization: Digest response=\"***");
        assertThat(masked("Authorization: Digest respo")).isEqualTo("Authorization: Digest *****");
        assertThat(masked("Authorization:")).isEqualTo("Authorization:");
    }
}
