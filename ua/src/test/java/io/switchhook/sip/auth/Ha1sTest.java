package io.switchhook.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Ha1sTest {
    @Test
    void what_is_stored_can_be_read_back() {
        var ha1s = Ha1s.of("1001", "office.example", "secret");
        var read = Ha1s.none();
        for (var algorithm : DigestAlgorithm.values())
            read = read.with(algorithm, ha1s.hex(algorithm).orElseThrow());
        assertThat(read).isEqualTo(ha1s).hasSameHashCodeAs(ha1s);
    }

    @Test
    void an_algorithm_that_was_not_stored_is_absent() {
        assertThat(Ha1s.none().hex(DigestAlgorithm.MD5)).isEmpty();
    }

    @Test
    void a_hash_of_the_wrong_length_is_refused() {
        assertThatThrownBy(() -> Ha1s.none().with(DigestAlgorithm.SHA_256, "00ff"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 hexadecimal digits");
    }

    @Test
    void its_text_tells_nothing() {
        assertThat(Ha1s.of("1001", "office.example", "secret").toString()).isEqualTo("Ha1s");
    }
}
