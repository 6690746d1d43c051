package io.switchhook.bench;

import static io.switchhook.bench.MarkdownTable.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What bindings, phones that refresh them, and a million calls take of memory: `./switchhook bench memory`.
@Command(
        name = "switchhook bench memory",
        usageHelpWidth = 110,
        sortOptions = false,
        description = {
            "Measures what Switchhook and Kamailio have in memory with more and more registered phones, with phones",
            "that refresh all the time, and whether Switchhook's heap grows with the calls it has served."
        })
public final class MemoryBench implements Callable<Integer> {
    /// In seconds, between two looks at the memory.
    private static final int LOOK = 5;

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            description = "of bindings, phones, calls; default: all")
    private List<Part> parts = List.of(Part.values());

    @Option(
            names = "--bindings",
            split = ",",
            paramLabel = "N",
            description = "registered phones, more and more; default: 0,10000,100000")
    private List<Integer> bindings = List.of(0, 10_000, 100_000);

    @Option(names = "--phones", description = "that refresh; default: ${DEFAULT-VALUE}")
    private int phones = 10_000;

    @Option(
            names = "--refresh-rate",
            paramLabel = "RATE",
            description = "refreshes a second; default: ${DEFAULT-VALUE}")
    private double refreshRate = 500;

    @Option(names = "--seconds", description = "for which they refresh; default: ${DEFAULT-VALUE}")
    private int seconds = 120;

    @Option(names = "--calls", description = "in all; default: ${DEFAULT-VALUE}")
    private int calls = 1_000_000;

    @Option(
            names = "--every",
            paramLabel = "CALLS",
            description = "so many calls the heap is looked at; default: ${DEFAULT-VALUE}")
    private int every = 100_000;

    @Option(
            names = "--call-rate",
            paramLabel = "RATE",
            description = "calls a second; default: ${DEFAULT-VALUE}")
    private double callRate = 1_000;

    @Option(
            names = "--rest",
            paramLabel = "SECONDS",
            description =
                    "before the heap is looked at, for what RFC 3261 has a server remember of a call for 32 s; default: ${DEFAULT-VALUE}")
    private int rest = 40;

    @Option(
            names = "--children",
            paramLabel = "N",
            description = "processes of Kamailio; default: ${DEFAULT-VALUE}")
    private int children = 1;

    @Option(names = "--without-kamailio", description = "only Switchhook")
    private boolean withoutKamailio;

    @Mixin private Report report = new Report("memory");

    private final Progress progress = Progress.onStderr();
    private final Map<String, Object> measured = new LinkedHashMap<>();
    private final List<String> figures = new ArrayList<>();

    /// What is measured, each with servers of its own.
    enum Part {
        BINDINGS,
        PHONES,
        CALLS
    }

    /// @param most bytes at any look, of PSS
    private record Refreshing(
            String server, int phones, int done, ProcessTree.Memory last, long most) {}

    public static void main(String[] arguments) {
        LoadOptions.run(
                new MemoryBench(),
                List.of("", "How it is measured and how to read the tables: docs/performance.md"),
                arguments);
    }

    @Override
    public Integer call() throws Exception {
        if (phones < 1 || refreshRate <= 0 || seconds < 1 || every < 1 || callRate <= 0 || rest < 0)
            throw new IllegalArgumentException(
                    "--phones, --seconds and --every are at least 1, rates more than 0, and --rest is at least 0");
        report.check();
        var contenders = new ArrayList<Contender>();
        contenders.add(Switchhook.of(Variant.SWITCHHOOK));
        if (!withoutKamailio) contenders.add(new Kamailio(Kamailio.required(), children));
        var environment =
                Environment.now(withoutKamailio ? null : Kamailio.installed().orElse(null));
        figures.add(environment.toString());
        for (var part : parts) {
            switch (part) {
                case BINDINGS -> bindings(contenders);
                case PHONES -> phones(contenders);
                case CALLS -> calls();
            }
            report.write(environment, String.join("\n\n", figures) + "\n", measured);
        }
        System.out.println(String.join("\n\n", figures));
        return 0;
    }

    private void bindings(List<Contender> contenders) throws Exception {
        var footprints = new ArrayList<Footprint>();
        int most = bindings.stream().max(Integer::compare).orElse(0);
        for (var contender : contenders)
            try (var party = start(contender, Load.REFRESH, most)) {
                int registered = 0;
                for (int number : bindings.stream().sorted().toList()) {
                    int missing = party.office().register(registered, number);
                    registered = number;
                    party.rest(LOOK);
                    var footprint =
                            Footprint.of(
                                    party.name(),
                                    number - missing,
                                    party.server().process(),
                                    contender instanceof Switchhook);
                    footprints.add(footprint);
                    progress.say(
                            "%s  %,d bindings, %d missing: PSS %.1f MB",
                            party.name(), number, missing, footprint.memory().proportional() / 1e6);
                }
            }
        measured.put("bindings", footprints);
        figures.add(Footprint.table(footprints).stripTrailing());
    }

    private void phones(List<Contender> contenders) throws Exception {
        var all = new ArrayList<Refreshing>();
        for (var contender : contenders)
            try (var party = start(contender, Load.REFRESH, phones)) {
                party.register(progress);
                all.add(refreshing(party));
            }
        measured.put("phones", all);
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("server", "phones", "refreshes", "PSS / RSS MB", "most PSS MB"));
        for (var its : all)
            rows.add(
                    List.of(
                            its.server,
                            text("%,d", its.phones),
                            text("%,d, %.0f/s", its.done, refreshRate),
                            text(
                                    "%.1f / %.1f",
                                    its.last.proportional() / 1e6, its.last.resident() / 1e6),
                            text("%.1f", its.most / 1e6)));
        figures.add(MarkdownTable.of(rows).stripTrailing());
    }

    private Refreshing refreshing(Party party) throws IOException, InterruptedException {
        var tree = ProcessTree.of(party.server().process());
        var last = tree.memory();
        long most = last.proportional();
        int done = 0;
        for (int left = seconds; left > 0; left -= LOOK) {
            done +=
                    party.office()
                            .play((int) (refreshRate * Math.min(LOOK, left)), refreshRate)
                            .done;
            last = tree.memory();
            most = Math.max(most, last.proportional());
        }
        progress.say(
                "%s  %,d refreshes: PSS %.1f MB", party.name(), done, last.proportional() / 1e6);
        return new Refreshing(party.name(), phones, done, last, most);
    }

    private void calls() throws Exception {
        var points = new ArrayList<HeapCourse.Point>();
        int made = 0;
        int failed = 0;
        try (var party =
                start(Switchhook.of(Variant.SWITCHHOOK), Load.CALL, Load.CALL.needs().phones())) {
            party.register(progress);
            points.add(heap(party, 0));
            while (made < calls) {
                party.register(
                        progress); // a million calls take a third of the hour that phones register
                // for
                int count = Math.min(every, calls - made);
                failed += party.office().play(count, callRate).failed();
                made += count;
                TimeUnit.SECONDS.sleep(rest);
                points.add(heap(party, made));
            }
        }
        var course = new HeapCourse(points);
        measured.put("calls", course);
        figures.add(
                course.toString().stripTrailing()
                        + text(" Of %,d calls at %.0f/s %,d failed.", made, callRate, failed));
    }

    private HeapCourse.Point heap(Party party, int made) throws IOException, InterruptedException {
        long process = party.server().process();
        var memory = ProcessTree.of(process).memory();
        var point =
                new HeapCourse.Point(
                        made, new ServerMachine(process).liveHeap(), memory.resident());
        progress.say(
                "%s  %,d calls: live heap %.2f MB", party.name(), made, point.liveHeap() / 1e6);
        return point;
    }

    private Party start(Contender contender, Load load, int most) throws Exception {
        progress.say("%s  starts", contender.name());
        return Party.start(contender, load, Load.Needs.udp(false, most), 0);
    }
}
