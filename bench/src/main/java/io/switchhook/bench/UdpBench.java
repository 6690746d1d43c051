package io.switchhook.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// What our ground floor takes of a processor for each datagram that comes and goes over UDP, beside loops that do nothing else:
/// `./switchhook bench udp [ROUNDS [CALLS-A-SECOND]]`. Phones and loops are threads of one process; only a loop's own thread is
/// counted.
public final class UdpBench {
    private static final int WARM_UP_SECONDS = 4;
    private static final int SECONDS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private UdpBench() {}

    private static final class Contender {
        private final String name;
        private final Echo echo;
        private final EchoCalls calls;
        private final StormTimes nanos = new StormTimes();
        private final StormTimes bytes = new StormTimes();
        private int lost;

        private Contender(String name, Callable<Echo> start) throws Exception {
            this.name = name;
            echo = start.call();
            calls = new EchoCalls(echo.address());
        }
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        double rate = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1000;
        var contenders =
                List.of(
                        new Contender("recvmmsg and sendmmsg", BatchEcho::new),
                        new Contender("selector and channel", () -> new ChannelEcho(false)),
                        new Contender("the same, parsing", () -> new ChannelEcho(true)),
                        new Contender("Switchhook", () -> new ShardEcho(false)),
                        new Contender("Switchhook, recording", () -> new ShardEcho(true)));
        for (var contender : contenders) contender.calls.play(rate, WARM_UP_SECONDS);
        for (int i = 0; i < rounds; i++) for (var contender : contenders) measure(contender, rate);
        System.out.printf(
                Locale.ROOT,
                "%.0f datagrams a second, each way; %d rounds of %d s%n%n%-24s %10s %10s %10s %8s%n",
                rate * EchoCalls.DATAGRAMS,
                rounds,
                SECONDS,
                "",
                "ns least",
                "median",
                "bytes",
                "lost");
        for (var contender : contenders) {
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %10.0f %10.0f %10.0f %8d%n",
                    contender.name,
                    contender.nanos.at(0) * 1e6,
                    contender.nanos.at(0.5) * 1e6,
                    contender.bytes.at(0.5) * 1e6,
                    contender.lost);
            contender.calls.close();
            contender.echo.close();
        }
    }

    private static void measure(Contender contender, double rate) throws Exception {
        long thread = contender.echo.thread().threadId();
        long time = THREADS.getThreadCpuTime(thread);
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        var tally = contender.calls.play(rate, SECONDS);
        int done = Math.max(1, tally.received());
        contender.nanos.add((THREADS.getThreadCpuTime(thread) - time) / done);
        contender.bytes.add((THREADS.getThreadAllocatedBytes(thread) - allocated) / done);
        contender.lost += tally.sent() - tally.received();
    }
}
