package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What holds for every description, tried with thousands of them; the seed is fixed so that a failure comes back, and
/// `-Dsdp.seed` tries others.
class SdpProperties {
    private static final long SEED = Long.getLong("sdp.seed", 8866);
    private static final int ROUNDS = 2_000;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final SdpGenerator generate = new SdpGenerator(random);

    @Test
    void whatIsComposedIsReadBack() {
        for (int i = 0; i < ROUNDS; i++) {
            var composed = generate.session();
            byte[] bytes = composed.toByteArray();
            var read = SdpParser.strict().parse(bytes, 0, bytes.length);
            assertThat(read).as("seed %d round %d", SEED, i).isEqualTo(composed);
            assertThat(read.toByteArray()).isEqualTo(bytes);
            assertThat(SdpEverything.readAll(read)).as("seed %d round %d", SEED, i).isNull();
        }
    }

    @Test
    void bareLineFeedsSayTheSame() {
        for (int i = 0; i < ROUNDS; i++) {
            var composed = generate.session();
            String text = new String(composed.toByteArray(), StandardCharsets.UTF_8);
            var read = SessionDescription.parse(text.replace("\r\n", "\n"));
            assertThat(read).as("seed %d round %d", SEED, i).isEqualTo(composed);
        }
    }

    @Test
    void noBytesDoMoreHarmThanBeingMalformed() {
        var corpus = SdpCorpus.all().toList();
        for (int i = 0; i < 10 * ROUNDS; i++) {
            byte[] bytes = corpus.get(random.nextInt(corpus.size())).bytes().clone();
            for (int edits = random.nextInt(1, 6); edits > 0; edits--)
                bytes = generate.mutated(bytes);
            try {
                SdpEverything.read(bytes);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed %d round %d: %s".formatted(SEED, i, Arrays.toString(bytes)), e);
            }
        }
    }

    @Test
    void everyPrefixIsHarmless() {
        byte[] bytes = generate.session().toByteArray();
        for (int length = 0; length < bytes.length; length++)
            SdpEverything.read(Arrays.copyOf(bytes, length));
    }
}
