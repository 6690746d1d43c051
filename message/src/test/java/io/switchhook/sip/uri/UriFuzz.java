package io.switchhook.sip.uri;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.switchhook.sip.grammar.MalformedValue;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Text that may be a URI.
class UriFuzz {
    static Stream<byte[]> seeds() {
        return UriTest.equality().stream()
                .flatMap(row -> Stream.of(row[0], row[1]))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void uri(byte[] bytes) {
        try {
            String text = new String(bytes, StandardCharsets.UTF_8);
            var uri = Uri.parse(text);
            assertThat(Uri.parse(uri.toString())).isEqualTo(uri);
            if (uri instanceof SipUri sip) {
                assertThat(sip.equivalentTo(sip)).isTrue();
                AddressOfRecord.of(sip);
            }
            if (uri instanceof TelUri tel) tel.digits();
        } catch (MalformedValue e) {
            assertThat(e.offset()).isNotNegative();
        }
    }
}
