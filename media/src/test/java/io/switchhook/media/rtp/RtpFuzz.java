package io.switchhook.media.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Packets of any kind that come in a call with audio and video. In a normal run the seeds are tried; to go on from them:
///
/// ```
/// JAZZER_FUZZ=1 mvn -pl media test -Dtest=RtpFuzz -Djazzer.hooks=true
/// ```
class RtpFuzz {
    static Stream<byte[]> seeds() {
        // The beginning, for who is led by coverage wants small steps.
        return Besieged.rows(false).map(row -> Arrays.copyOf(row, Math.min(row.length, 6000)));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void packets(byte[] row) {
        Besieged.call().suffer(row);
    }
}
