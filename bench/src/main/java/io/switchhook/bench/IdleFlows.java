package io.switchhook.bench;

import io.switchhook.bench.TlsPhones.Phone;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// How much memory of the server an idle TLS flow takes, in heap and outside of it.
///
/// The heap of the server is touched as a whole when it starts, so what its resident memory grows by is outside of the
/// heap; what lives in the heap is read after a collection. The first tenth of the flows pays for all that is there once.
final class IdleFlows {
    private static final int AT_ONCE = 50;

    /// What the server holds at one moment.
    private record Memory(long heap, long outside) {
        static Memory of(ServerProcess server) throws Exception {
            server.liveHeap();
            return new Memory(server.liveHeap(), server.resident());
        }

        void print(String what, Memory before, int flows) {
            System.out.printf(
                    "%-28s %6.1f kB: %.1f kB heap, %.1f kB outside%n",
                    what,
                    (heap - before.heap + outside - before.outside) / 1000.0 / flows,
                    (heap - before.heap) / 1000.0 / flows,
                    (outside - before.outside) / 1000.0 / flows);
        }
    }

    private IdleFlows() {}

    static void measure(int flows) throws Exception {
        String own = System.getProperty("bench.server", "");
        var options = new ArrayList<>(List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"));
        if (!own.isEmpty()) options.addAll(List.of(own.split(" ")));
        try (var server = ServerProcess.start(options);
                var phones = new TlsPhones(server.tls())) {
            int first = flows / 10;
            var all = new ArrayList<>(connect(phones, first));
            each(all, Phone::ping);
            each(all, Phone::register);
            var before = Memory.of(server);
            var rest = connect(phones, flows - first);
            each(rest, Phone::ping);
            var idle = Memory.of(server);
            idle.print("an idle TLS flow", before, rest.size());
            each(rest, Phone::register);
            var registered = Memory.of(server);
            registered.print("with its registration", before, rest.size());
            all.addAll(rest);
            each(all, Phone::register);
            each(all, Phone::ping);
            Memory.of(server).print("after another REGISTER", before, rest.size());
            System.out.println(all.stream().filter(Phone::isOpen).count() + " flows are open");
            if (own.contains("NativeMemoryTracking"))
                System.out.println(server.ask("VM.native_memory"));
            if (Boolean.getBoolean("bench.histogram"))
                System.out.println(
                        String.join(
                                "\n", server.ask("GC.class_histogram").lines().limit(60).toList()));
        }
    }

    private static List<Phone> connect(TlsPhones phones, int number) throws Exception {
        var made = new ArrayList<Phone>();
        while (made.size() < number) {
            var some = new ArrayList<CompletableFuture<Phone>>();
            for (int i = Math.min(AT_ONCE, number - made.size()); i > 0; i--)
                some.add(phones.connect());
            for (var one : some) made.add(one.get(30, TimeUnit.SECONDS));
        }
        return made;
    }

    private static void each(List<Phone> phones, Function<Phone, CompletableFuture<String>> ask)
            throws Exception {
        for (int from = 0; from < phones.size(); from += AT_ONCE) {
            var some =
                    phones.subList(from, Math.min(phones.size(), from + AT_ONCE)).stream()
                            .map(ask)
                            .toList();
            for (var one : some) {
                String answer = one.get(30, TimeUnit.SECONDS);
                if (!answer.equals("\r\n") && !answer.startsWith("SIP/2.0 200 "))
                    throw new IllegalStateException(answer);
            }
        }
    }
}
