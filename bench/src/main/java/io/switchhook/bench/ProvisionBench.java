package io.switchhook.bench;

import static io.switchhook.bench.MarkdownTable.text;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What it costs that phones fetch their files, and whether calls notice: `./switchhook bench provision`.
@Command(
        name = "switchhook bench provision",
        usageHelpWidth = 110,
        sortOptions = false,
        description = {
            "Has phones fetch their common file and their own while calls go on: one after the other, and then all at",
            "once. Says how long that takes them, what it costs the server, and what calls notice. Fails with 1 if a",
            "phone did not get both files; no time is a failure."
        })
public final class ProvisionBench implements Callable<Integer> {
    /// Phones besides, which fetch before anything is measured.
    private static final int FAMILIAR = 200;

    private static final int MOST_PHONES = 90_000;

    /// Descriptors of the generator that are not a phone's.
    private static final int OTHER_FILES = 200;

    private static final Load LOAD = Load.CALL_DIGEST;

    @Option(names = "--phones", description = "that fetch; default: ${DEFAULT-VALUE}")
    private int phones = 10_000;

    @Option(
            names = "--seconds",
            description =
                    "in which they begin one after the other, for a short run fewer; default: ${DEFAULT-VALUE}")
    private int seconds = 600;

    @Option(
            names = "--calls",
            paramLabel = "RATE",
            description =
                    "calls a second all the time, with a challenge; default: ${DEFAULT-VALUE}")
    private double rate = 100;

    @Option(
            names = "--alone",
            paramLabel = "SECONDS",
            description =
                    "of calls without fetches, before and after, with which is compared; default: ${DEFAULT-VALUE}")
    private int alone = 30;

    @Option(
            names = "--warm",
            paramLabel = "SECONDS",
            description = "of calls and of some fetches before; default: ${DEFAULT-VALUE}")
    private int warmUp = 30;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description =
                    "before each turn, how long to wait at most until others use less than a quarter of a core; default: ${DEFAULT-VALUE}")
    private int patience = 20;

    @Mixin private Report report = new Report("provision");

    private final Progress progress = Progress.onStderr();
    private final List<ProvisionTurn> turns = new ArrayList<>();

    public static void main(String[] arguments) {
        LoadOptions.run(
                new ProvisionBench(),
                List.of("", "How it is measured and how to read the tables: docs/performance.md"),
                arguments);
    }

    @Override
    public Integer call() throws Exception {
        if (phones < 1
                || phones > MOST_PHONES
                || seconds < 1
                || rate < 1
                || alone < 1
                || warmUp < 0)
            throw new IllegalArgumentException(
                    "--phones is from 1 to %,d, --seconds, --calls and --alone are at least 1, and --warm is at least 0"
                            .formatted(MOST_PHONES));
        checkDescriptors();
        report.check();
        var environment = Environment.now(null);
        var all = IntStream.range(0, phones + FAMILIAR).mapToObj(FilePhone::new).toList();
        var callers = LOAD.needs();
        progress.say("starts, with %,d phones adopted", all.size());
        var server = FilesServer.start(Math.max(all.size(), callers.phones()), all);
        try (var party = party(server)) {
            party.register(progress);
            warmUp(party, server, all.subList(phones, all.size()));
            var machine = new ServerMachine(server.process());
            long before = machine.liveHeap();
            measure(party, server, all.subList(0, phones));
            long after = machine.liveHeap();
            String figures =
                    environment
                            + "\n\n"
                            + ProvisionTurn.tables(turns)
                            + text(
                                    "\nBoth files of a phone have %,d bytes. Live heap before %.1f MB, after all %.1f MB.\n",
                                    fetched().getFirst().bytes(), before / 1e6, after / 1e6);
            report.write(
                    environment,
                    figures,
                    Map.of("turns", turns, "liveHeapBefore", before, "liveHeapAfter", after));
            System.out.print(figures);
        }
        for (var its : fetched())
            if (its.failed() > 0)
                progress.say(
                        "%,d phones did not get their files: %s", its.failed(), its.failures());
        return fetched().stream().allMatch(its -> its.failed() == 0) ? 0 : 1;
    }

    private static Party party(FilesServer server) throws IOException, InterruptedException {
        try {
            return new Party("switchhook", server, new LoadOffice(LOAD, server));
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /// All at once they have a connection each.
    private void checkDescriptors() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < phones + OTHER_FILES)
            throw new IllegalArgumentException(
                    "%,d phones need %,d open files, and ulimit -n allows %,d: try fewer --phones"
                            .formatted(
                                    phones,
                                    phones + OTHER_FILES,
                                    system.getMaxFileDescriptorCount()));
    }

    private List<Fetching.Result> fetched() {
        return turns.stream().flatMap(turn -> Stream.ofNullable(turn.fetched())).toList();
    }

    private void warmUp(Party party, FilesServer server, List<FilePhone> familiar)
            throws IOException, InterruptedException {
        if (warmUp == 0) return;
        progress.say("warms up for %d s", warmUp);
        Fetching.play(server.files(), familiar, warmUp / 4.0);
        party.rise(LOAD, rate, warmUp / 2);
        Fetching.play(server.files(), familiar, warmUp / 4.0);
    }

    private void measure(Party party, FilesServer server, List<FilePhone> all) throws Exception {
        turns.add(alone(party, "none, before"));
        turns.add(fetching(party, server, all, "over " + seconds + " s", seconds));
        turns.add(fetching(party, server, all, "all at once", 0));
        turns.add(alone(party, "none, after"));
    }

    private ProvisionTurn alone(Party party, String name) throws Exception {
        Machine.awaitQuiet(patience);
        var calls = party.play(LOAD, turns.size(), rate, (int) Math.ceil(rate * alone));
        progress.say(
                "%s: %.0f calls/s, set-up p99 %.1f ms, %.2f cores",
                name, rate, calls.setUp().p99(), calls.serverCores());
        return new ProvisionTurn(name, calls, null);
    }

    private ProvisionTurn fetching(
            Party party, FilesServer server, List<FilePhone> all, String name, double over)
            throws Exception {
        Machine.awaitQuiet(patience);
        var fetching = new CompletableFuture<Fetching.Result>();
        Thread.ofVirtual()
                .name("phones")
                .start(() -> {
                    try {
                        fetching.complete(Fetching.play(server.files(), all, over));
                    } catch (InterruptedException | RuntimeException e) {
                        fetching.completeExceptionally(e);
                    }
                });
        var calls = party.playUntil(fetching::isDone, LOAD, turns.size(), rate);
        try {
            var its = fetching.get();
            progress.say(
                    "%s: %,d phones have their files after %.1f s, %,d failed %s, p99 %.1f ms; calls' set-up p99 %.1f ms, %.2f cores",
                    name,
                    its.done(),
                    its.seconds(),
                    its.failed(),
                    its.failures(),
                    its.both().p99(),
                    calls.setUp().p99(),
                    calls.serverCores());
            return new ProvisionTurn(name, calls, its);
        } catch (ExecutionException e) {
            throw new IOException("the phones cannot fetch: " + e.getCause(), e);
        }
    }
}
