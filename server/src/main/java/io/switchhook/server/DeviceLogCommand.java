package io.switchhook.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the last lines of a device's log, which it sends if syslog.server is set for it and provisioningSyslog is.",
            "",
            "They are in memory; warnings and worse are in its history, too: switchhook device show MAC."
        })
final class DeviceLogCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Parameters(paramLabel = "MAC", description = "Twelve hexadecimal digits.")
    private String mac = "";

    @Option(names = "--json", description = "One object for each line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        try (var client = DeviceCommand.server(options)) {
            var answer =
                    client.call(
                            ControlClient.request("device.log").put("mac", mac),
                            new byte[0],
                            item -> out.println(json ? item : LogEntry.of(item).text()),
                            PATIENCE);
            long forgotten = answer.path("forgotten").asLong(0);
            if (forgotten > 0 && !json)
                out.println(forgotten + " lines before these are forgotten");
        }
        return ExitCode.OK;
    }
}
