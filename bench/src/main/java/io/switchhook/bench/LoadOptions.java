package io.switchhook.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// How hard a server has to work and for how long: what all commands that play a [Load] are asked alike.
final class LoadOptions {
    private static final int UNAVAILABLE = 69;

    @Option(
            names = "--seconds",
            description = "how long each measurement takes; default: ${DEFAULT-VALUE}")
    int seconds;

    @Option(
            names = "--warm",
            paramLabel = "SECONDS",
            description = "work of each server before the first; default: ${DEFAULT-VALUE}")
    int warmUp = 30;

    @Option(names = "--rate", description = "exchanges a second; default: as each load has it")
    double rate;

    /// @param seconds a measurement takes, unless something else is said
    LoadOptions(int seconds) {
        this.seconds = seconds;
    }

    /// @throws IllegalArgumentException with what is allowed
    void check() {
        if (seconds < 1 || warmUp < 0 || rate < 0)
            throw new IllegalArgumentException(
                    "--seconds is at least 1, --warm and --rate at least 0");
    }

    /// Runs a command and ends the process: with 2 if it was misused, 69 if Kamailio is missing, 1 if it failed, and a line that says why.
    ///
    /// @param footer lines below its options
    static void run(Callable<Integer> command, List<String> footer, String... arguments) {
        var line = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("shows this")
                                .build());
        line.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
        line.setExecutionExceptionHandler((failure, its, _) -> {
            its.getErr().println("switchhook bench: " + failure.getMessage());
            return switch (failure) {
                case IllegalArgumentException _ -> 2;
                case Kamailio.NotInstalled _ -> UNAVAILABLE;
                default -> 1;
            };
        });
        // who ends it in the middle does not want servers that go on
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() ->
                                ProcessHandle.current()
                                        .descendants()
                                        .forEach(ProcessHandle::destroy)));
        System.exit(line.execute(arguments));
    }
}
