package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.MalformedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `c=` of RFC 8866 §5.7.
class ConnectionTest {
    private static Connection read(String text) {
        var in = LineScanner.of(text);
        var connection = Connection.parse(in);
        in.expectEnd();
        return connection;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IN IP4 198.51.100.1",
                "IN IP4 0.0.0.0",
                "IN IP4 pbx.example.com",
                "IN IP4 a_b",
                "IN IP4 233.252.0.1/127",
                "IN IP4 233.252.0.1/0/3",
                "IN IP6 2001:db8::1",
                "IN IP6 ::",
                "IN IP6 ::ffff:192.0.2.1",
                "IN IP6 ff02::db8:1/3",
                "IN IP6 host.example.com",
                "ATM NSAP 47.0091.8100"
            })
    void isWrittenAsItCame(String text) {
        var out = new ByteSink(10);
        read(text).writeTo(out);
        assertThat(out).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "IN",
                "IN IP4",
                "IN IP4 ",
                "IN IP4 1.2.3",
                "IN IP4 1.2.3.4.5",
                "IN IP4 1.2.3.256",
                "IN IP4 1..2.3",
                "IN IP4 1.2.3.4.",
                "IN IP4 2001:db8::1",
                "IN IP4 192.0.2.1/256",
                "IN IP4 192.0.2.1/1/0",
                "IN IP4 192.0.2.1/1/2/3",
                "IN IP4 192.0.2.1 x",
                "IN IP4 host(x)",
                "IN IP6 192.0.2.1:1",
                "IN IP6 1:2:3",
                "IN IP6 2001:::1",
                "IN IP6 [2001:db8::1]",
                "IN IP6 ff02::1/2/3"
            })
    void whatIsNoneIsMalformed(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedValue.class);
    }

    @Test
    void theSuffixOfMulticastIsRead() {
        var four = read("IN IP4 233.252.0.1/127/3");
        assertThat(four.address()).isEqualTo("233.252.0.1");
        assertThat(four.ttl()).hasValue(127);
        assertThat(four.count()).hasValue(3);
        var six = read("IN IP6 ff02::1/3");
        assertThat(six.ttl()).isEmpty();
        assertThat(six.count()).hasValue(3);
    }

    @Test
    void anAddressOfNobodyIsKnownInEveryForm() {
        assertThat(Connection.of("0.0.0.0").isUnspecified()).isTrue();
        assertThat(Connection.of("::").isUnspecified()).isTrue();
        assertThat(Connection.of("0:0:0:0:0:0:0:0").isUnspecified()).isTrue();
        assertThat(Connection.of("::0.0.0.0").isUnspecified()).isTrue();
        assertThat(Connection.of("0.0.0.1").isUnspecified()).isFalse();
        assertThat(Connection.of("::1").isUnspecified()).isFalse();
        assertThat(Connection.of("host").isUnspecified()).isFalse();
        assertThat(read("IN IP6 host").isUnspecified()).isFalse();
    }

    @Test
    void multicastIsToldByTheAddress() {
        assertThat(Connection.of("224.0.0.0").isMulticast()).isTrue();
        assertThat(Connection.of("239.255.255.255").isMulticast()).isTrue();
        assertThat(Connection.of("223.255.255.255").isMulticast()).isFalse();
        assertThat(Connection.of("240.0.0.0").isMulticast()).isFalse();
        assertThat(Connection.of("host").isMulticast()).isFalse();
        assertThat(Connection.of("ff02::1").isMulticast()).isTrue();
        assertThat(Connection.of("fe80::1").isMulticast()).isFalse();
    }
}
