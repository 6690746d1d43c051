package io.switchhook.pbx.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "255.255.255.254, 255.255.255.254",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2::/64, 2001:db8:1:2::/64",
        "::1, 0:0:0:0::/64"
    })
    void an_address_is_itself_or_its_network(String text, String shown) {
        assertThat(Source.parse(text)).hasToString(shown);
        assertThat(Source.parse(shown)).isEqualTo(Source.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "phone.example", "192.0.2.300", "192.0.2.1/24", "2001:db8::/32"})
    void others_are_none(String text) {
        assertThatThrownBy(() -> Source.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no address such as 192.0.2.1");
    }

    @Test
    void the_two_families_never_meet() {
        assertThat(Source.parse("0.0.0.1")).isNotEqualTo(Source.parse("0:0:0:1::/64"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.3.4, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.128/25, 192.0.2.129, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 192.0.2.8, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void a_network_contains_what_shares_its_first_bits(
            String network, String address, boolean contained) {
        assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "2001:db8::/129", "lan"})
    void what_is_no_network_is_refused(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no network such as 10.0.0.0/8");
    }
}
