package io.switchhook.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes in, same bytes out.
class ByteIdentityTest {
    @Test
    void theCorpusIsWhole() {
        assertThat(Corpus.all()).hasSize(50 + 12 + 256);
        assertThat(readable().count()).isGreaterThan(280);
    }

    static Stream<Corpus.Message> readable() {
        return Corpus.all().filter(message -> parsed(message).isPresent());
    }

    private static Optional<SipMessage> parsed(Corpus.Message message) {
        try {
            return Optional.of(Corpus.parse(message.bytes()));
        } catch (MalformedMessage e) {
            if (System.getProperty("show") != null) System.out.println(message + " " + e.text());
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @MethodSource("readable")
    void whatIsReadIsWrittenAsItCame(Corpus.Message message) {
        byte[] written = Corpus.parse(message.bytes()).toByteArray();
        // What a datagram carries behind the body is no part of the message (RFC 3261 §18.3).
        byte[] expected = Arrays.copyOf(message.bytes(), written.length);
        assertThat(written).isEqualTo(expected);
    }
}
