package io.switchhook.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.ByteSink;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteQueueTest {
    private record Text(long begin, byte[] bytes) {
        long end() {
            return begin + bytes.length;
        }
    }

    private final ByteQueue queue = new ByteQueue();

    /// Against a list of texts, some of which are larger than a piece and some as large.
    @Test
    void what_came_is_there_until_it_is_forgotten() {
        var random = new Random(1);
        var kept = new ArrayDeque<Text>();
        for (int turn = 0; turn < 400; turn++) {
            boolean grows = turn % 100 < 60;
            for (int i = grows ? 3 : 1; i > 0; i--) kept.add(added(random, turn));
            for (int i = grows ? 1 : 4; i > 0 && !kept.isEmpty(); i--)
                queue.forget(kept.remove().end());
            for (var text : kept)
                assertThat(queue.copy(text.begin, text.end())).isEqualTo(text.bytes);
            if (!kept.isEmpty()) assertThat(queue.begin()).isEqualTo(kept.getFirst().begin);
        }
        assertThat(queue.end()).isGreaterThan(100L * ByteQueue.PIECE);
    }

    private Text added(Random random, int turn) {
        int length =
                switch (turn % 7) {
                    case 0 -> ByteQueue.PIECE;
                    case 1 -> 0;
                    case 2 -> 3 * ByteQueue.PIECE + 1;
                    default -> random.nextInt(ByteQueue.PIECE);
                };
        var bytes = new byte[length];
        random.nextBytes(bytes);
        var text = new Text(queue.end(), bytes);
        queue.add(new ByteSink(1).put(bytes));
        return text;
    }
}
