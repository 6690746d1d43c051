package io.switchhook.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;

/// How the datagrams of a socket are read and sent by the thread of its shard, and by no other.
sealed interface Datagrams permits ChannelDatagrams, LinuxDatagrams {
    /// So many are read before timers and tasks have their turn again.
    int AT_ONCE = 64;

    /// More does not fit into a datagram.
    int LARGEST = 65_507;

    /// Who takes what came.
    interface Inbox {
        /// Whether anything is taken from there; if not, it is not even copied.
        boolean admits(InetSocketAddress source);

        /// @param bytes nobody else's
        void received(byte[] bytes, InetSocketAddress source);
    }

    /// Who is told what became of what was sent.
    interface Outcome {
        /// @param bytes of which the letter is a part
        void sent(byte[] bytes, Outbox.Letter letter);

        /// The socket's buffer was full, and the datagram is lost.
        void full(Outbox.Letter letter);

        void failed(Outbox.Letter letter, IOException cause);
    }

    /// Reads what is there, [#AT_ONCE] at most.
    ///
    /// @return how many there were
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed
    int receive(Inbox inbox) throws IOException;

    /// Sends letters in their order; one that cannot be sent holds up none behind it.
    ///
    /// @param letters the first `count` of them
    void send(byte[] bytes, Outbox.Letter[] letters, int count, Outcome outcome);

    /// Lets go of what this has beside the socket.
    void close();
}
