package io.switchhook.sip.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes from the network. In a normal run the seeds are tried; to go on from them:
///
/// ```
/// JAZZER_FUZZ=1 mvn -pl message test -Dtest=MessageFuzz -Djazzer.hooks=true
/// ```
class MessageFuzz {
    static Stream<byte[]> seeds() {
        return Corpus.all().map(Corpus.Message::bytes);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void message(byte[] bytes) {
        Everything.read(bytes);
    }
}
