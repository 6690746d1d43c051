package io.switchhook.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = {
            "Begins a roll-out to all adopted devices of a model, or to some of them.",
            "",
            "A file is judged first, and refused with all its faults."
        })
final class RolloutStartCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Parameters(
            paramLabel = "NAME",
            description = "Of the release; of firmware its version, such as 38.70.0.125.")
    private String name = "";

    @Option(names = "--model", paramLabel = "MODEL", required = true, description = "Such as T38G.")
    private String model = "";

    @ArgGroup(multiplicity = "1", exclusive = true)
    private What what = new What();

    @Option(
            names = "--mac",
            paramLabel = "MAC[,MAC]",
            split = ",",
            description = "These devices alone; by default all of the model.")
    private List<String> macs = List.of();

    @Option(
            names = "--canaries",
            paramLabel = "MAC[,MAC]",
            split = ",",
            description = "Who has it first; by default two of them.")
    private List<String> canaries = List.of();

    @Option(
            names = "--reboot",
            description = "They start anew instead of only fetching their files, as for firmware.")
    private boolean reboot;

    @Option(
            names = "--per-minute",
            defaultValue = "60",
            description = "Devices that are told in a minute, 1 to 6000. Default: ${DEFAULT-VALUE}")
    private int perMinute = 60;

    @Option(
            names = "--at-once",
            defaultValue = "20",
            description =
                    "How many may be out at once: so many a bad release can harm before it is seen. Default: ${DEFAULT-VALUE}")
    private int atOnce = 20;

    @Option(
            names = "--soak",
            paramLabel = "TIME",
            defaultValue = "10min",
            description = "How long canaries are watched. Default: ${DEFAULT-VALUE}")
    private String soak = "10min";

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "5min",
            description =
                    "After which a device that has not come back is told again. Default: ${DEFAULT-VALUE}")
    private String patience = "5min";

    @Option(
            names = "--attempts",
            defaultValue = "2",
            description = "How often a device is told. Default: ${DEFAULT-VALUE}")
    private int attempts = 2;

    @Option(
            names = "--failures",
            defaultValue = "3",
            description = "So many failed devices never stop it. Default: ${DEFAULT-VALUE}")
    private int failures = 3;

    @Option(
            names = "--percent",
            defaultValue = "5",
            description = "Nor does that share of them. Default: ${DEFAULT-VALUE}")
    private int percent = 5;

    /// What they are to have.
    static final class What {
        @Option(
                names = "--file",
                paramLabel = "FILE.cfg",
                description = "A configuration file, in either form.")
        private @Nullable Path file;

        @Option(names = "--url", paramLabel = "URL", description = "Where firmware is fetched.")
        private @Nullable String url;
    }

    @Override
    public Integer call() throws Exception {
        var file = what.file;
        byte[] bytes = file == null ? new byte[0] : Files.readAllBytes(file);
        var request =
                ControlClient.request("rollout.start")
                        .put("name", name)
                        .put("model", model)
                        .put("macs", String.join(",", macs))
                        .put("canaries", String.join(",", canaries))
                        .put("file", file == null ? "" : String.valueOf(file.getFileName()))
                        .put("url", what.url == null ? "" : what.url)
                        .put("bytes", bytes.length)
                        .put("reboot", reboot)
                        .put("perMinute", perMinute)
                        .put("atOnce", atOnce)
                        .put("soak", milliseconds("--soak", soak))
                        .put("patience", milliseconds("--patience", patience))
                        .put("attempts", attempts)
                        .put("failures", failures)
                        .put("percent", percent);
        try (var client = DeviceCommand.server(options)) {
            var state = client.call(request, bytes, _ -> {}, PATIENCE);
            RolloutCommand.text(state).forEach(spec.commandLine().getOut()::println);
        }
        return ExitCode.OK;
    }

    private long milliseconds(String option, String text) {
        try {
            return Limit.Span.of(text).amount();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
        }
    }
}
