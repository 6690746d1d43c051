package io.switchhook.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A server that runs, and the phones before it.
///
/// @param name of the server in tables
record Party(String name, ContestServer server, LoadOffice office) implements AutoCloseable {
    /// Shares of the rate, for a quarter of the warm-up each.
    private static final double[] RISE = {0.2, 0.6, 1, 1};

    /// In seconds: so long a server works until it is seen whether it has settled.
    private static final int SETTLING = 10;

    /// With no more than this share of its time for the compiler it has.
    private static final double SETTLED = 0.05;

    /// Nanoseconds of processor time in a second, with which it does nothing that counts.
    private static final long IDLE = 30_000_000;

    /// So many phones take a while to register.
    private static final int MANY = 50_000;

    /// Starts the server, and nobody has registered yet.
    ///
    /// @param needs what there is of phones
    /// @param users how many the server has to know, if there is a digest
    static Party start(Contender contender, Load load, Load.Needs needs, int users)
            throws Exception {
        var server = contender.start(load, users);
        try {
            return new Party(contender.name(), server, new LoadOffice(load, needs, server));
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /// All of its phones, and says how many there are now and then, and if some could not.
    void register(Progress progress) throws IOException, InterruptedException {
        int end = office.contacts();
        int missing = 0;
        for (int from = 0; from < end; from += MANY) {
            int to = Math.min(from + MANY, end);
            missing += office.register(from, to);
            if (end > MANY) progress.say("%s  %,d of %,d have registered", name, to - missing, end);
        }
        if (missing > 0)
            progress.say(
                    "%s  %d phones could not register: %s", name, missing, office.tally().failures);
    }

    /// Faster and faster, for a cold server refuses what it gets at once.
    void rise(Load load, double rate, int seconds) throws IOException, InterruptedException {
        for (double share : RISE) {
            int count = (int) (rate * seconds * share / RISE.length);
            if (count > 0) office.warmUp(load, count, rate * share);
        }
    }

    /// Works until the compiler of a virtual machine has little to do.
    ///
    /// @param most seconds
    void settle(Load load, double rate, int most, Progress progress)
            throws IOException, InterruptedException {
        for (int left = most; left > 0; left -= SETTLING) {
            var tree = ProcessTree.of(server.process());
            var threads = ThreadTimes.of(server.process());
            var usage = tree.usage();
            office.warmUp(load, (int) (rate * SETTLING), rate);
            long all = tree.usage().since(usage).total();
            long compiler =
                    ThreadTimes.of(server.process())
                            .since(threads)
                            .getOrDefault(ThreadTimes.Group.COMPILER, 0L);
            if (compiler <= all * SETTLED) return;
            progress.say(
                    "%s  %s still compiles: %.0f %% of its time",
                    load.label(), name, 100.0 * compiler / all);
        }
    }

    /// Has its turn, in which it is measured.
    ///
    /// @param pair which turn it is, from 0
    SliceResult play(Load load, int pair, double rate, int count)
            throws IOException, InterruptedException {
        return measured(load, pair, rate, () -> office.play(load, count, rate));
    }

    /// As [#play(Load, int, double, int)], but until something else is over.
    ///
    /// @param load that of the office
    /// @param isOver asked often
    SliceResult playUntil(BooleanSupplier isOver, Load load, int pair, double rate)
            throws IOException, InterruptedException {
        return measured(load, pair, rate, () -> office.playUntil(isOver, rate));
    }

    private interface Work {
        LoadTally done() throws IOException, InterruptedException;
    }

    private SliceResult measured(Load load, int pair, double rate, Work work)
            throws IOException, InterruptedException {
        var generators = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var tree = ProcessTree.of(server.process());
        var machine = Machine.now();
        long generator = generators.getProcessCpuTime();
        long start = System.nanoTime();
        var usage = tree.usage();
        var threads = ThreadTimes.of(server.process());
        var tally = work.done();
        usage = tree.usage().since(usage);
        var used = ThreadTimes.of(server.process()).since(threads);
        long nanos = System.nanoTime() - start;
        generator = generators.getProcessCpuTime() - generator;
        machine = Machine.now().since(machine);
        var memory = tree.memory();
        double exchanges = 1000.0 * Math.max(1, tally.done);
        return new SliceResult(
                load.label(),
                name,
                pair,
                rate,
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
                usage.total() / (double) nanos,
                generator / (double) nanos,
                machine.foreign(usage.total() + generator, nanos),
                machine.stolen() / 100.0,
                SliceResult.Percentiles.of(tally.setUp),
                SliceResult.Percentiles.of(tally.ringing),
                SliceResult.Percentiles.of(tally.ending),
                SliceResult.Percentiles.of(tally.late),
                memory.proportional(),
                memory.resident());
    }

    /// Until the server has hardly anything left to do of what was asked before.
    ///
    /// @param most seconds
    void rest(int most) throws IOException, InterruptedException {
        var tree = ProcessTree.of(server.process());
        for (int i = 0; i < most; i++) {
            long before = tree.usage().total();
            TimeUnit.SECONDS.sleep(1);
            if (tree.usage().total() - before < IDLE) return;
        }
    }

    @Override
    public void close() throws IOException {
        try (server) {
            office.close();
        }
    }
}
