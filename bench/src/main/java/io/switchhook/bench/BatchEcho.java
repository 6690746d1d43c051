package io.switchhook.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/// Linux's `recvmmsg` and `sendmmsg`: as many datagrams in a system call as there are. One call waits and receives.
final class BatchEcho implements Echo {
    private static final int AT_ONCE = 64;
    private static final int LARGEST = 2048;
    private static final short AF_INET = 2;
    private static final int SOCK_DGRAM = 2;

    /// To wait for the first datagram and for no other.
    private static final int MSG_WAITFORONE = 0x10000;

    private static final int SOCKADDR = 16;
    private static final int IOVEC = 16;

    /// A `struct msghdr` of 56 bytes, the length of what was received, and four bytes that nobody uses.
    private static final int MMSGHDR = 64;

    private static final int LENGTH = 56;
    private static final ValueLayout.OfShort PORT =
            JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN).withName("sin_port");
    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = call("bind", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = call("getsockname", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle CLOSE = call("close", JAVA_INT);
    private static final MethodHandle RECVMMSG =
            call("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle SENDMMSG =
            call("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment headers = arena.allocate((long) AT_ONCE * MMSGHDR, 8);
    private final MemorySegment vectors = arena.allocate((long) AT_ONCE * IOVEC, 8);
    private final int socket;
    private final InetSocketAddress address;
    private final Thread thread;

    BatchEcho() throws IOException {
        var here = arena.allocate(SOCKADDR, 8);
        here.set(JAVA_SHORT, 0, AF_INET);
        here.set(JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN), 4, 0x7f000001);
        var length = arena.allocateFrom(JAVA_INT, SOCKADDR);
        try {
            socket = (int) SOCKET.invokeExact((int) AF_INET, SOCK_DGRAM, 0);
            checked((int) BIND.invokeExact(socket, here, SOCKADDR));
            checked((int) GETSOCKNAME.invokeExact(socket, here, length));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("no socket of the system's library", e);
        }
        address = new InetSocketAddress("127.0.0.1", here.get(PORT, 2) & 0xffff);
        var sources = arena.allocate((long) AT_ONCE * SOCKADDR, 8);
        var datagrams = arena.allocate((long) AT_ONCE * LARGEST, 8);
        for (int i = 0; i < AT_ONCE; i++) {
            vectors.set(ADDRESS, (long) i * IOVEC, datagrams.asSlice((long) i * LARGEST));
            vectors.set(JAVA_LONG, (long) i * IOVEC + 8, LARGEST);
            long header = (long) i * MMSGHDR;
            headers.set(ADDRESS, header, sources.asSlice((long) i * SOCKADDR));
            headers.set(JAVA_INT, header + 8, SOCKADDR);
            headers.set(ADDRESS, header + 16, vectors.asSlice((long) i * IOVEC));
            headers.set(JAVA_LONG, header + 24, 1);
        }
        thread = Thread.ofPlatform().name("batches").daemon().start(this::run);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle call(String name, ValueLayout... parameters) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, parameters));
    }

    private static void checked(int result) throws IOException {
        if (result != 0) throw new IOException("the system refuses a socket of loopback");
    }

    private void run() {
        try {
            while (true) {
                int count =
                        (int)
                                RECVMMSG.invokeExact(
                                        socket,
                                        headers,
                                        AT_ONCE,
                                        MSG_WAITFORONE,
                                        MemorySegment.NULL);
                if (count <= 0 || lengthOf(0) == 0) return;
                for (int i = 0; i < count; i++)
                    vectors.set(JAVA_LONG, (long) i * IOVEC + 8, lengthOf(i));
                int _ = (int) SENDMMSG.invokeExact(socket, headers, count, 0);
                for (int i = 0; i < count; i++)
                    vectors.set(JAVA_LONG, (long) i * IOVEC + 8, LARGEST);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("a function of the system could not be called", e);
        }
    }

    private int lengthOf(int message) {
        return headers.get(JAVA_INT, (long) message * MMSGHDR + LENGTH);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public void close() throws IOException {
        try (var last = new DatagramSocket()) {
            last.send(new DatagramPacket(new byte[0], 0, address)); // wakes who waits
            thread.join();
            int _ = (int) CLOSE.invokeExact(socket);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a function of the system could not be called", e);
        }
        arena.close();
    }
}
