package io.switchhook.sip.transport;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// By `recvmmsg` and `sendmmsg`: one system call for all that is there, on a 64-bit Linux and for IPv4. Needs the JDK's
/// descriptor of the socket, which it shows where `--add-exports java.base/sun.nio.ch=ALL-UNNAMED` is said.
///
/// The socket stays the channel's, which waits for datagrams; this is a second descriptor of it, that nobody else closes.
final class LinuxDatagrams implements Datagrams {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxDatagrams.class);

    /// Of `asm-generic`, as on x86 and ARM.
    private static final int MSG_DONTWAIT = 0x40;

    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final short AF_INET = 2;

    /// `struct sockaddr_in`: family, port, address; half of it is padding.
    private static final int SOCKADDR = 16;

    /// `struct iovec`: where bytes are, and how many.
    private static final int IOVEC = 16;

    /// `struct mmsghdr`: the address and its length, the vectors and their number, control data; then how much was received.
    private static final int MMSGHDR = 64;

    private static final int NAMELEN = 8;
    private static final int IOV = 16;
    private static final int IOVLEN = 24;
    private static final int MSG_LEN = 56;

    private static final int RECEIVED_BYTES = 64 * 1024;
    private static final int SENT_BYTES = 256 * 1024;

    private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt IP = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    /// How many of those heard last have an address ready, as bits of a hash.
    private static final int PEER_BITS = 10;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(STATE);
    private final MemorySegment in = arena.allocate((long) AT_ONCE * RECEIVED_BYTES, 64);
    private final MemorySegment out = arena.allocate(SENT_BYTES, 64);
    private final MemorySegment received = headers();
    private final MemorySegment sent = headers();
    private final long[] places = new long[1 << PEER_BITS];
    private final @Nullable InetSocketAddress[] peers = new InetSocketAddress[1 << PEER_BITS];
    private int descriptor;

    private LinuxDatagrams(int descriptor) {
        this.descriptor = descriptor;
        for (int i = 0; i < AT_ONCE; i++) {
            var bytes = in.asSlice((long) i * RECEIVED_BYTES, RECEIVED_BYTES);
            received.set(ADDRESS, vector(i), bytes);
            received.set(JAVA_LONG, vector(i) + 8, RECEIVED_BYTES);
        }
    }

    /// Empty where the system or the virtual machine has no such thing.
    static Optional<Datagrams> of(DatagramChannel channel) {
        if (!System.getProperty("os.name").equals("Linux") || ADDRESS.byteSize() != Long.BYTES)
            return Optional.empty();
        try {
            if (!(channel.getLocalAddress() instanceof InetSocketAddress local)
                    || !(local.getAddress() instanceof Inet4Address)) return Optional.empty();
            int its =
                    (int)
                            Class.forName("sun.nio.ch.SelChImpl")
                                    .getMethod("getFDVal")
                                    .invoke(channel);
            int own = (int) Functions.DUP.invokeExact(its);
            return own < 0 ? Optional.empty() : Optional.of(new LinuxDatagrams(own));
        } catch (Throwable e) { // whatever is missing, the channel does without it
            LOG.debug("datagrams are read and sent one by one", e);
            return Optional.empty();
        }
    }

    /// Those of the C library. A class of its own, so that where they are missing nothing else is.
    private static final class Functions {
        static final MethodHandle DUP = linked("dup", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        static final MethodHandle CLOSE =
                linked("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        static final MethodHandle RECVMMSG =
                linked(
                        "recvmmsg",
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
                        Linker.Option.captureCallState("errno"));
        static final MethodHandle SENDMMSG =
                linked(
                        "sendmmsg",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                        Linker.Option.captureCallState("errno"));

        private Functions() {}

        @SuppressWarnings("restricted")
        private static MethodHandle linked(
                String name, FunctionDescriptor type, Linker.Option... options) {
            var linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
        }
    }

    /// The headers of as many datagrams, then the vector of each, then its address.
    private MemorySegment headers() {
        var all = arena.allocate((long) AT_ONCE * (MMSGHDR + IOVEC + SOCKADDR), 64);
        for (int i = 0; i < AT_ONCE; i++) {
            all.set(ADDRESS, header(i), all.asSlice(address(i), SOCKADDR));
            all.set(JAVA_INT, header(i) + NAMELEN, SOCKADDR);
            all.set(ADDRESS, header(i) + IOV, all.asSlice(vector(i), IOVEC));
            all.set(JAVA_LONG, header(i) + IOVLEN, 1);
        }
        return all;
    }

    private static long header(int datagram) {
        return (long) datagram * MMSGHDR;
    }

    private static long vector(int datagram) {
        return (long) AT_ONCE * MMSGHDR + (long) datagram * IOVEC;
    }

    private static long address(int datagram) {
        return (long) AT_ONCE * (MMSGHDR + IOVEC) + (long) datagram * SOCKADDR;
    }

    @Override
    public int receive(Inbox inbox) throws IOException {
        if (descriptor < 0) throw new ClosedChannelException();
        int count = receiveAll();
        for (int i = 0; i < count; i++) {
            var source = source(i);
            received.set(JAVA_INT, header(i) + NAMELEN, SOCKADDR); // the kernel has written its own
            if (!inbox.admits(source)) continue;
            byte[] bytes = new byte[received.get(JAVA_INT, header(i) + MSG_LEN)];
            MemorySegment.copy(in, JAVA_BYTE, (long) i * RECEIVED_BYTES, bytes, 0, bytes.length);
            inbox.received(bytes, source);
        }
        return count;
    }

    private int receiveAll() throws SocketException {
        int count;
        try {
            count =
                    (int)
                            Functions.RECVMMSG.invokeExact(
                                    state,
                                    descriptor,
                                    received,
                                    AT_ONCE,
                                    MSG_DONTWAIT,
                                    MemorySegment.NULL);
        } catch (Throwable e) {
            throw new IllegalStateException("recvmmsg cannot be called", e);
        }
        if (count >= 0) return count;
        int error = state.get(JAVA_INT, ERRNO);
        if (error == EAGAIN || error == EINTR) return 0;
        throw new SocketException("recvmmsg fails with error " + error);
    }

    private InetSocketAddress source(int datagram) throws UnknownHostException {
        int ip = received.get(IP, address(datagram) + 4);
        int port = Short.toUnsignedInt(received.get(PORT, address(datagram) + 2));
        long place = (long) ip << Short.SIZE | port;
        int slot = (int) (place * 0x9E3779B97F4A7C15L >>> Long.SIZE - PEER_BITS);
        var known = peers[slot];
        if (known != null && places[slot] == place) return known;
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(ip).array();
        places[slot] = place;
        return peers[slot] = new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    }

    @Override
    public void send(byte[] bytes, Outbox.Letter[] letters, int count, Outcome outcome) {
        if (descriptor < 0) {
            for (int i = 0; i < count; i++)
                outcome.failed(letters[i], new ClosedChannelException());
            return;
        }
        long end = 0;
        for (int i = 0; i < count; i++) {
            write(i, bytes, letters[i], end);
            end += letters[i].length();
        }
        for (int next = 0; next < count; ) {
            int left = sendAll(next, count - next);
            for (int i = 0; i < left; i++) outcome.sent(bytes, letters[next++]);
            if (left > 0) continue;
            int error = state.get(JAVA_INT, ERRNO);
            if (error == EINTR) continue;
            var stuck = letters[next++];
            if (error == EAGAIN) outcome.full(stuck);
            else outcome.failed(stuck, new SocketException("sendmmsg fails with error " + error));
        }
    }

    private void write(int datagram, byte[] bytes, Outbox.Letter letter, long at) {
        MemorySegment.copy(bytes, letter.offset(), out, JAVA_BYTE, at, letter.length());
        sent.set(JAVA_LONG, vector(datagram), out.address() + at);
        sent.set(JAVA_LONG, vector(datagram) + 8, letter.length());
        var ip = ByteBuffer.wrap(letter.remote().getAddress().getAddress());
        sent.set(JAVA_SHORT, address(datagram), AF_INET);
        sent.set(PORT, address(datagram) + 2, (short) letter.remote().getPort());
        sent.set(IP, address(datagram) + 4, ip.getInt());
    }

    /// @return how many left; -1 if not even the first did
    private int sendAll(int first, int count) {
        try {
            return (int)
                    Functions.SENDMMSG.invokeExact(
                            state, descriptor, sent.asSlice(header(first)), count, MSG_DONTWAIT);
        } catch (Throwable e) {
            throw new IllegalStateException("sendmmsg cannot be called", e);
        }
    }

    @Override
    public void close() {
        if (descriptor < 0) return;
        try {
            int _ = (int) Functions.CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("close cannot be called", e);
        }
        descriptor = -1;
        arena.close();
    }
}
