package io.switchhook.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that may be a session description.
class SdpFuzz {
    static Stream<byte[]> seeds() {
        return SdpCorpus.all().map(SdpCorpus.Sample::bytes);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void description(byte[] bytes) {
        SdpEverything.read(bytes);
    }
}
