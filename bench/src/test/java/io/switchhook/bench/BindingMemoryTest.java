package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A binding with its place in the location service takes at most 600 B of heap: with and without a NAT before the phone,
/// registered just now and read at the start.
class BindingMemoryTest {
    private static final int PHONES = 100_000;
    private static final long LIMIT = 600;

    @TempDir Path folder = Path.of("target");

    /// A path over UDP through a NAT: a listener and an address of its own.
    private record Pinhole(QuietFlow listener, InetSocketAddress remote) implements Flow {
        @Override
        public Transport transport() {
            return Transport.UDP;
        }

        @Override
        public InetSocketAddress local() {
            return listener.local();
        }

        @Override
        public HostPort sentBy() {
            return listener.sentBy();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public String token() {
            return "u0-%08x-5060"
                    .formatted(ByteBuffer.wrap(remote.getAddress().getAddress()).getInt());
        }

        @Override
        public Flow forResponses(Via top) {
            return this;
        }

        @Override
        public void send(SipMessage message, Consumer<IOException> failed) {}

        @Override
        public void onClose(Runnable action) {}

        @Override
        public void close() {}
    }

    @Test
    void a_binding_is_small() throws Exception {
        measure("without a NAT", _ -> Optional.empty());
        var listener = new QuietFlow();
        measure("behind a NAT", phone -> Optional.of(new Pinhole(listener, address(phone))));
    }

    private static InetSocketAddress address(int phone) {
        try {
            byte[] bytes = ByteBuffer.allocate(4).putInt(0xcb00_0000 + phone).array();
            return new InetSocketAddress(InetAddress.getByAddress(bytes), 5060);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void measure(String what, IntFunction<Optional<Flow>> flows) throws Exception {
        var its = folder.resolve(what);
        holds(its, what + ", registered", phones -> phones.register(PHONES, 1, flows));
        holds(its, what + ", read again", _ -> {});
    }

    private interface Action {
        void on(ManyPhones phones) throws InterruptedException;
    }

    private static void holds(Path folder, String what, Action action) throws Exception {
        long empty = heap();
        try (var phones = new ManyPhones(folder)) {
            action.on(phones);
            long each = (heap() - empty) / PHONES;
            System.out.println("a binding " + what + ": " + each + " B");
            assertThat(phones.size()).isEqualTo(PHONES);
            assertThat(each).as(what).isBetween(100L, LIMIT);
        }
    }

    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < 3; i++) memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
