package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The descriptions of the RFCs: each is read, and written as it came.
class SdpCorpusTest {
    @Test
    void theCorpusIsWhole() {
        assertThat(SdpCorpus.files()).hasSize(132);
        assertThat(SdpCorpus.bodies()).hasSize(50);
    }

    static Stream<SdpCorpus.Sample> samples() {
        return SdpCorpus.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsReadIsWrittenAsItCame(SdpCorpus.Sample sample) {
        var read = SdpParser.lenient().parse(sample.bytes(), 0, sample.bytes().length);
        String text = new String(sample.bytes(), StandardCharsets.UTF_8);
        // One body of the flows is cut inside the end of its last line.
        String whole = text.stripTrailing() + "\r\n";
        assertThat(new String(read.toByteArray(), StandardCharsets.UTF_8)).isEqualTo(whole);
        if (!sample.isBroken()) assertThat(SdpEverything.readAll(read)).isNull();
    }
}
