package io.switchhook.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Where every microsecond of an exchange goes: `./switchhook bench profile`.
@Command(
        name = "switchhook bench profile",
        usageHelpWidth = 110,
        sortOptions = false,
        description = {
            "Lets Switchhook work and says where its processor time went: by threads, by floors and by methods.",
            "The recording is kept for other tools, such as JDK Mission Control."
        })
public final class ProfileBench implements Callable<Integer> {
    @Option(names = "--load", description = "what it has to do; default: ${DEFAULT-VALUE}")
    private String load = Load.CALL.label();

    @Option(
            names = "--variant",
            description = "Switchhook with something changed; default: ${DEFAULT-VALUE}")
    private String variant = Variant.SWITCHHOOK.label();

    @Mixin private LoadOptions options = new LoadOptions(30);

    @Option(
            names = "--period",
            paramLabel = "MS",
            description =
                    "processor time of a thread between two samples; default: ${DEFAULT-VALUE}")
    private int period = 2;

    @Option(names = "--rows", description = "rows of each table; default: ${DEFAULT-VALUE}")
    private int rows = 30;

    @Option(
            names = "--jfr",
            paramLabel = "FILE",
            description = "the recording; default: ${DEFAULT-VALUE}")
    private Path recording = Path.of("profile.jfr");

    public static void main(String[] arguments) {
        LoadOptions.run(
                new ProfileBench(),
                List.of(
                        "",
                        "Loads and variants: ./switchhook bench kamailio --help",
                        "What the tables say: docs/performance.md"),
                arguments);
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        if (period < 1) throw new IllegalArgumentException("--period is at least 1");
        int seconds = options.seconds;
        var what = Load.of(load);
        double speed = options.rate > 0 ? options.rate : what.rate();
        var file = recording.toAbsolutePath();
        int users = LoadOffice.users(what, (int) (speed * seconds));
        say("starts %s for %s at %.0f/s", variant, load, speed);
        try (var server = Switchhook.of(Variant.of(variant)).start(what, users);
                var office = new LoadOffice(what, server)) {
            if (office.register() > 0)
                throw new IllegalStateException(
                        "phones could not register: " + office.tally().failures);
            say("warms up for %d s", options.warmUp);
            new Party(variant, server, office).rise(what, speed, options.warmUp);
            var machine = new ServerMachine(server.process());
            say("records for %d s", seconds);
            machine.record(period);
            var threads = ThreadTimes.of(server.process());
            var tree = ProcessTree.of(server.process());
            var usage = tree.usage();
            var tally = office.play((int) (speed * seconds), speed);
            usage = tree.usage().since(usage);
            var used = ThreadTimes.of(server.process()).since(threads);
            machine.writeRecording(file);
            var profile = Profile.of(file);
            int done = Math.max(1, tally.done);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s at %.0f/s: %d done, %d failed, %d sent again; %.1f µs each, in ticks %.1f user and %.1f system;"
                            + " %d samples%n%n",
                    variant,
                    load,
                    speed,
                    tally.done,
                    tally.failed(),
                    tally.retransmissions,
                    usage.total() / 1e3 / done,
                    usage.user() / 1e3 / done,
                    usage.system() / 1e3 / done,
                    profile.samples());
            System.out.print(profile.report(used, done, rows));
            System.out.println("The recording is in " + file);
        }
        return 0;
    }

    private static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
