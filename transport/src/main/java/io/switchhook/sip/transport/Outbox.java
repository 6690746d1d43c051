package io.switchhook.sip.transport;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.message.SipMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one socket sends in a turn of its shard, to leave at the turn's end. Who gets several datagrams at once is woken once,
/// and waking somebody on another processor is most of what a datagram costs its sender.
final class Outbox {
    /// More than these do not wait for the end of a turn.
    private static final int MOST = 16;

    private static final int MOST_BYTES = 64 * 1024;

    /// How a datagram leaves.
    interface Exit {
        /// @param bytes whose part is the message as it is written
        void send(
                SipMessage message,
                byte[] bytes,
                int offset,
                int length,
                InetSocketAddress remote,
                Consumer<IOException> failed);
    }

    private final Exit exit;
    private final ByteSink sink = new ByteSink(8 * 1024);
    private final @Nullable Letter[] letters = new Letter[MOST];
    private int count;

    private record Letter(
            SipMessage message,
            int offset,
            int length,
            InetSocketAddress remote,
            Consumer<IOException> failed) {}

    Outbox(Exit exit) {
        this.exit = exit;
    }

    void add(SipMessage message, InetSocketAddress remote, Consumer<IOException> failed) {
        int offset = sink.length();
        message.writeTo(sink);
        letters[count++] = new Letter(message, offset, sink.length() - offset, remote, failed);
        if (count == MOST || sink.length() > MOST_BYTES) flush();
    }

    /// Sends all, in the order in which they were added.
    void flush() {
        for (int i = 0; i < count; i++) {
            var letter = letters[i];
            letters[i] = null;
            if (letter == null) continue;
            exit.send(
                    letter.message,
                    sink.array(),
                    letter.offset,
                    letter.length,
                    letter.remote,
                    letter.failed);
        }
        count = 0;
        sink.clear();
    }
}
