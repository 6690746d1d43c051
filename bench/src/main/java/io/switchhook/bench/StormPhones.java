package io.switchhook.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// All phones of a storm, on one thread: offices of a hundred, each with an address of loopback of its own. The phones of an
/// office share a UDP socket, or have a TLS connection each.
final class StormPhones implements AutoCloseable {
    private static final int OFFICE = 100;

    /// So many register at once before the storm, and how long, in milliseconds, until it is seen how many are done.
    private static final int AT_ONCE = 50;

    private static final long PAUSE = 10;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final StormText text = new StormText(new SplittableRandom());
    private final List<StormPhone> phones = new ArrayList<>();
    private volatile StormTally tally = new StormTally();

    /// @param secure how many of them use TLS
    StormPhones(int number, int secure, ServerProcess server) throws Exception {
        var tls = TlsPhones.context();
        StormLine shared = null;
        for (int i = 0; i < number; i++) {
            var phone = new StormPhone(i, user(i), loop, text, tally);
            phones.add(phone);
            if (i < secure) {
                phone.use(
                        new StormConnection(
                                group,
                                tls,
                                address(i / OFFICE),
                                server.tls(),
                                phone::received,
                                phone::lost));
            } else {
                if (shared == null || i % OFFICE == 0)
                    shared = office(address(i / OFFICE), server.udp());
                phone.use(shared);
            }
        }
    }

    static String user(int number) {
        return Integer.toString(100_000 + number);
    }

    private static String address(int office) {
        return "127.1." + office / 250 + "." + (1 + office % 250);
    }

    private StormLine office(String address, InetSocketAddress server) {
        return new StormOffice(group, address, server, this::received);
    }

    private void received(String response) {
        int start = response.indexOf(";branch=z9hG4bKs") + 16;
        int end = response.indexOf('-', start);
        if (start < 16 || end < 0) return;
        phones.get(Integer.parseInt(response, start, end, 10)).received(response);
    }

    /// They register one after the other, a few at once.
    void register() throws Exception {
        tally = onLoop(StormTally::new);
        onLoop(() -> start(0, tally));
    }

    private int start(int first, StormTally counted) {
        int next = first;
        for (; next < phones.size() && next - counted.back.count() < AT_ONCE; next++)
            phones.get(next).comeBack(0, counted);
        int then = next;
        if (then < phones.size())
            loop.schedule(() -> start(then, counted), PAUSE, TimeUnit.MILLISECONDS);
        return then;
    }

    /// They register, each at a random moment.
    ///
    /// @param within in milliseconds
    void comeBack(long within) throws Exception {
        tally = onLoop(StormTally::new);
        onLoop(() -> {
            for (var phone : phones) phone.comeBack(text.random().nextLong(within), tally);
            return phones.size();
        });
    }

    /// The power is cut: they lose their connections and wait.
    void rest() throws Exception {
        onLoop(() -> {
            phones.forEach(StormPhone::rest);
            return phones.size();
        });
    }

    int registered() throws Exception {
        return onLoop(tally::present);
    }

    /// To be read when nothing happens any more.
    StormTally tally() {
        return tally;
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return loop.submit(task).get();
    }

    @Override
    public void close() {
        group.shutdownGracefully().awaitUninterruptibly();
    }
}
