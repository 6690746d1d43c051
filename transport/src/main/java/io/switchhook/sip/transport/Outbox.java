package io.switchhook.sip.transport;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.message.SipMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.Consumer;

/// What one socket sends in a turn of its shard, to leave at the turn's end. Who gets several datagrams at once is woken once,
/// and waking somebody on another processor is most of what a datagram costs its sender.
final class Outbox {
    /// More than these do not wait for the end of a turn.
    static final int MOST = 32;

    private static final int MOST_BYTES = 64 * 1024;

    /// How letters leave.
    interface Exit {
        /// @param letters the first `count` of them, for this call
        void send(byte[] bytes, Letter[] letters, int count);
    }

    /// A message as it is written, in bytes that many share.
    record Letter(
            SipMessage message,
            int offset,
            int length,
            InetSocketAddress remote,
            Consumer<IOException> failed) {}

    private final Exit exit;
    private final ByteSink sink = new ByteSink(8 * 1024);
    private final Letter[] letters = new Letter[MOST];
    private int count;

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
        if (count == 0) return;
        int leaving = count;
        count = 0;
        exit.send(sink.array(), letters, leaving);
        Arrays.fill(letters, 0, leaving, null);
        sink.clear();
    }
}
