package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.MalformedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `o=` of RFC 8866 §5.2.
class OriginTest {
    private static Origin origin(String version) {
        return new Origin("-", "1", version, "IN", "IP4", "192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "0,1",
        "8,9",
        "9,10",
        "199,200",
        "007,008",
        "9223372036854775807,9223372036854775808",
        "99999999999999999999,100000000000000000000"
    })
    void theVersionRisesByOne(String version, String next) {
        assertThat(origin(version).next()).isEqualTo(origin(next));
        assertThat(origin(version).isSameSession(origin(next))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice 2890844526 2890842807 IN IP4 10.47.16.5",
                "- 0 00 IN IP6 2001:db8::1",
                "Müller 1 18446744073709551616 IN IP4 host.example.com"
            })
    void isWrittenAsItCame(String text) {
        var out = new ByteSink(10);
        Origin.parse(LineScanner.of(text)).writeTo(out);
        assertThat(out).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "- 1", "- x 1 IN IP4 a", "- 1 -1 IN IP4 a", "- 1 1 IN IP4"})
    void whatIsNoneIsMalformed(String text) {
        assertThatThrownBy(() -> Origin.parse(LineScanner.of(text)))
                .isInstanceOf(MalformedValue.class);
    }

    @Test
    void theAddressTypeIsThatOfTheAddress() {
        assertThat(Origin.of(1, 2, "::1").addressType()).isEqualTo("IP6");
        assertThat(Origin.of(1, 2, "192.0.2.1").addressType()).isEqualTo("IP4");
    }
}
