package io.switchhook.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What an exchange costs Switchhook and what it costs Kamailio: `./switchhook bench kamailio`.
@Command(
        name = "switchhook bench kamailio",
        usageHelpWidth = 110,
        sortOptions = false,
        description = {
            "Measures what registrations and calls cost Switchhook and Kamailio, in turn, on this machine:",
            "processor time for each, as the kernel counts it for all threads and processes of a server."
        })
public final class KamailioBench implements Callable<Integer> {
    @Option(
            names = "--loads",
            split = ",",
            paramLabel = "LOAD",
            description = "what they have to do, or all; default: ${DEFAULT-VALUE}")
    private List<String> loads = Load.usual().stream().map(Load::label).toList();

    @Option(
            names = "--pairs",
            description =
                    "how often each is measured, in turn; with fewer than 3 there is no verdict; default: 5")
    private int pairs = 5;

    @Option(
            names = "--spare",
            paramLabel = "PAIRS",
            description =
                    "how many more at most for those in which others used the machine; the quietest count; default: as many as --pairs")
    private int spare = -1;

    @Mixin private LoadOptions options = new LoadOptions(10);

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            description =
                    "how much longer at most, while the compiler of a server takes more than a twentieth of its time; default: 120")
    private int settling = 120;

    @Option(
            names = "--children",
            split = ",",
            paramLabel = "N",
            description = "Kamailio with so many processes; default: 1")
    private List<Integer> children = List.of(1);

    @Option(
            names = "--variants",
            split = ",",
            paramLabel = "VARIANT",
            description =
                    "Switchhook with something changed, beside Switchhook as it is by default")
    private List<String> variants = List.of();

    @Option(names = "--without-kamailio", description = "only Switchhook and its variants")
    private boolean withoutKamailio;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description =
                    "before each turn, how long to wait at most until others use less than a quarter of a core; default: 20")
    private int patience = 20;

    @Mixin private Report report = new Report("figures");

    public static void main(String[] arguments) {
        LoadOptions.run(new KamailioBench(), footer(), arguments);
    }

    private static List<String> footer() {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("Loads, with exchanges a second:");
        for (var load : Load.values())
            lines.add("  %-16s %5d/s  %s".formatted(load.label(), load.rate(), load.description()));
        lines.add("");
        lines.add("Variants:");
        for (var variant : Variant.values())
            lines.add("  %-16s %s".formatted(variant.label(), variant.description()));
        lines.add("");
        lines.add("How it is measured and how to read the table: docs/performance.md");
        return lines;
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        report.check();
        if (pairs < 1) throw new IllegalArgumentException("--pairs is at least 1");
        if (spare < 0) spare = pairs;
        var contenders = new ArrayList<Contender>();
        var others = new HashMap<String, String>();
        if (!withoutKamailio) addKamailio(contenders, others);
        contenders.add(Switchhook.of(Variant.SWITCHHOOK));
        for (String label : variants) {
            var variant = Variant.of(label);
            contenders.add(Switchhook.of(variant));
            others.put(variant.label(), Variant.SWITCHHOOK.label());
        }
        var contest =
                new Contest(
                        new Contest.Settings(
                                pairs,
                                spare,
                                options.seconds,
                                options.warmUp,
                                settling,
                                patience,
                                options.rate),
                        Progress.onStderr());
        var chosen = loads.equals(List.of("all")) ? List.of(Load.values()) : loadsOf(loads);
        var environment =
                Environment.now(withoutKamailio ? null : Kamailio.installed().orElse(null));
        var slices = new ArrayList<SliceResult>();
        String figures = "";
        for (var load : chosen) {
            slices.addAll(contest.run(load, contenders));
            var standings = Standing.of(QuietPairs.of(slices, pairs), others);
            figures = figures(environment, standings);
            report.write(environment, figures, Map.of("standings", standings, "slices", slices));
        }
        System.out.print(figures);
        return 0;
    }

    private static String figures(Environment environment, List<Standing> standings) {
        return environment + "\n\n" + StandingTable.of(standings);
    }

    private static List<Load> loadsOf(List<String> labels) {
        return labels.stream().map(Load::of).toList();
    }

    private void addKamailio(List<Contender> contenders, Map<String, String> others)
            throws Kamailio.NotInstalled {
        var program = Kamailio.required();
        for (int number : children) {
            var one = new Kamailio(program, number);
            if (!contenders.isEmpty()) others.put(one.name(), contenders.getFirst().name());
            contenders.add(one);
        }
        others.put(Variant.SWITCHHOOK.label(), contenders.getFirst().name());
    }
}
