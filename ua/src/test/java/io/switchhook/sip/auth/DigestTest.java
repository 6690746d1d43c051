package io.switchhook.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.message.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every row of digest.tsv: the values of the RFCs, and others that another program computed.
class DigestTest {

    record Row(
            String source,
            String algorithm,
            String user,
            String realm,
            String password,
            String method,
            String uri,
            String nonce,
            String nonceCount,
            String cnonce,
            String qop,
            String body,
            String response,
            String status) {
        static Row of(String line) {
            String[] c = line.split("\t", -1);
            return new Row(
                    c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11], c[12],
                    c[13]);
        }

        boolean isSession() {
            return algorithm.endsWith("-sess");
        }

        boolean isUserHash() {
            return source.endsWith("userhash");
        }

        DigestAlgorithm hash() {
            return DigestAlgorithm.of(algorithm.replace("-sess", "")).orElseThrow();
        }

        /// Two values printed in RFC 7616 are wrong; the row tells the right one behind `correct`.
        String expected() {
            int correct = status.lastIndexOf(' ');
            return status.startsWith("RFC VALUE WRONG") ? status.substring(correct + 1) : response;
        }
    }

    static Stream<Row> rows() throws IOException {
        try (var in = Objects.requireNonNull(DigestTest.class.getResourceAsStream("/digest.tsv"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(1).filter(l -> !l.isBlank()).map(Row::of).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void vector(Row row) {
        var algorithm = row.hash();
        if (row.isUserHash()) {
            byte[] hash = Digest.hash(algorithm, row.user + ':' + row.realm);
            assertThat(HexFormat.of().formatHex(hash)).isEqualTo(row.expected());
            return;
        }
        byte[] ha1 = Digest.ha1(algorithm, row.user, row.realm, row.password);
        if (row.isSession()) ha1 = Digest.sessionHa1(algorithm, ha1, row.nonce, row.cnonce);
        var digest =
                new Digest(
                        algorithm,
                        row.nonce,
                        row.nonceCount,
                        row.cnonce,
                        row.qop,
                        row.method,
                        row.uri);
        String body = row.body.replace("\\r", "\r").replace("\\n", "\n");
        assertThat(digest.response(ha1, Body.of(body))).isEqualTo(row.expected());
    }
}
