package io.switchhook.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Servers do the same in turn, on the same machine, and the kernel says what that cost. All of them run at once, and one of
/// them works: what a machine does to one it does to the other a few seconds later.
final class Contest {
    /// Shares of the rate, for a quarter of the warm-up each.
    private static final double[] RISE = {0.2, 0.6, 1, 1};

    /// In seconds: so long a server works until it is seen whether it has settled.
    private static final int SETTLING = 10;

    /// With no more than this share of its time for the compiler it has.
    private static final double SETTLED = 0.05;

    private final Settings settings;
    private final Consumer<String> progress;
    private final OperatingSystemMXBean self =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /// @param pairs how often each has its turn
    /// @param seconds of a turn
    /// @param warmUp seconds that each works before the first turn
    /// @param settling seconds more at most, while its compiler is still busy
    /// @param patience seconds to wait at most until the rest of the machine is quiet, before each turn
    /// @param rate exchanges a second; 0 for what the load has by itself
    record Settings(int pairs, int seconds, int warmUp, int settling, int patience, double rate) {}

    /// @param progress gets a line now and then
    Contest(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    private record Party(Contender contender, ContestServer server, LoadOffice office)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (server) {
                office.close();
            }
        }
    }

    List<SliceResult> run(Load load, List<Contender> contenders) throws Exception {
        var parties = new ArrayList<Party>();
        var results = new ArrayList<SliceResult>();
        try {
            for (var contender : contenders) parties.add(start(contender, load));
            for (var party : parties) warmUp(party, load);
            for (int pair = 0; pair < settings.pairs; pair++) {
                var turn = pair % 2 == 0 ? parties : parties.reversed();
                for (var party : turn) results.add(slice(party, load, pair));
            }
        } finally {
            for (var party : parties) party.close();
        }
        return results;
    }

    private Party start(Contender contender, Load load) throws Exception {
        say("%s  %s starts", load.label(), contender.name());
        var server =
                contender.start(
                        load,
                        LoadOffice.users(load, settings.pairs * count(load, settings.seconds)));
        try {
            var office = new LoadOffice(load, server);
            var party = new Party(contender, server, office);
            int missing = office.register();
            if (missing > 0)
                say(
                        "%s  %s  %d phones could not register: %s",
                        load.label(), contender.name(), missing, office.tally().failures);
            return party;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private double rate(Load load) {
        return settings.rate > 0 ? settings.rate : load.rate();
    }

    private int count(Load load, int seconds) {
        return (int) (rate(load) * seconds);
    }

    /// Until the compiler of a virtual machine has little to do, or the time for that is over.
    private void warmUp(Party party, Load load) throws Exception {
        if (settings.warmUp == 0) return;
        say("%s  %s warms up for %d s", load.label(), party.contender.name(), settings.warmUp);
        rise(party.office, rate(load), settings.warmUp);
        for (int left = settings.settling; left > 0; left -= SETTLING) {
            var tree = ProcessTree.of(party.server.process());
            var threads = ThreadTimes.of(party.server.process());
            var usage = tree.usage();
            party.office.warmUp(count(load, SETTLING), rate(load));
            long all = tree.usage().since(usage).total();
            long compiler =
                    ThreadTimes.of(party.server.process())
                            .since(threads)
                            .getOrDefault(ThreadTimes.Group.COMPILER, 0L);
            if (compiler <= all * SETTLED) return;
            say(
                    "%s  %s still compiles: %.0f %% of its time",
                    load.label(), party.contender.name(), 100.0 * compiler / all);
        }
    }

    /// Faster and faster, for a cold server refuses what it gets at once.
    static void rise(LoadOffice office, double rate, int seconds) throws Exception {
        for (double share : RISE) {
            int count = (int) (rate * seconds * share / RISE.length);
            if (count > 0) office.warmUp(count, rate * share);
        }
    }

    private SliceResult slice(Party party, Load load, int pair) throws Exception {
        awaitQuiet();
        var tree = ProcessTree.of(party.server.process());
        var machine = Machine.now();
        long generator = self.getProcessCpuTime();
        long start = System.nanoTime();
        var usage = tree.usage();
        var threads = ThreadTimes.of(party.server.process());
        var tally = party.office.play(count(load, settings.seconds), rate(load));
        usage = tree.usage().since(usage);
        var used = ThreadTimes.of(party.server.process()).since(threads);
        long nanos = System.nanoTime() - start;
        generator = self.getProcessCpuTime() - generator;
        machine = Machine.now().since(machine);
        var memory = tree.memory();
        double exchanges = 1000.0 * Math.max(1, tally.done);
        var result =
                new SliceResult(
                        load.label(),
                        party.contender.name(),
                        pair,
                        rate(load),
                        nanos / 1e9,
                        tally.begun,
                        tally.done,
                        tally.failed(),
                        tally.failures,
                        tally.retransmissions,
                        tally.strays,
                        usage.total() / exchanges,
                        usage.user() / exchanges,
                        usage.system() / exchanges,
                        used.getOrDefault(ThreadTimes.Group.COMPILER, 0L) / exchanges,
                        used.getOrDefault(ThreadTimes.Group.COLLECTOR, 0L) / exchanges,
                        (double) usage.total() / nanos,
                        (double) generator / nanos,
                        machine.foreign(usage.total() + generator, nanos),
                        machine.stolen() / 100.0,
                        SliceResult.Percentiles.of(tally.setUp),
                        SliceResult.Percentiles.of(tally.ringing),
                        SliceResult.Percentiles.of(tally.ending),
                        SliceResult.Percentiles.of(tally.late),
                        memory.proportional(),
                        memory.resident());
        say(
                "%s  %d/%d  %-14s %6.1f µs each (JIT %.1f, GC %.1f), set-up p50 %.2f p99 %.2f ms, %d failed, %d sent again, others %.2f cores%s",
                load.label(),
                pair + 1,
                settings.pairs,
                party.contender.name(),
                result.cpu(),
                result.compiler(),
                result.collector(),
                result.setUp().p50(),
                result.setUp().p99(),
                result.failed(),
                result.retransmissions(),
                result.foreignCores(),
                result.failures().isEmpty() ? "" : " " + result.failures());
        return result;
    }

    private void awaitQuiet() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.patience);
        while (System.nanoTime() < end) {
            var before = Machine.now();
            long start = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(1_500);
            var busy = Machine.now().since(before);
            if (busy.foreign(0, System.nanoTime() - start) < SliceResult.NOISE) return;
        }
    }

    private void say(String format, Object... values) {
        progress.accept(String.format(Locale.ROOT, format, values));
    }
}
