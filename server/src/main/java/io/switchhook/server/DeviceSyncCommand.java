package io.switchhook.server;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = {
            "Has devices look for new files (NOTIFY, Event: check-sync).",
            "",
            "They are told one after the other, limits.syncRate of them a second. What each answers is in its history: switchhook"
                    + " device show MAC. A device that is not registered cannot be told; it asks by itself when it starts."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook device sync 001565abcdef",
            "  switchhook device sync --group hall --model T38G",
            "  switchhook device sync --all --reboot"
        })
final class DeviceSyncCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @ArgGroup(multiplicity = "1", exclusive = true)
    private Whom whom = new Whom();

    @Option(
            names = "--reboot",
            description = "They start anew, which ends their calls, and register again.")
    private boolean reboot;

    /// Who is told.
    static final class Whom {
        @Parameters(paramLabel = "MAC", arity = "0..1", description = "Twelve hexadecimal digits.")
        private @Nullable String mac;

        @Option(names = "--all", description = "All devices that are adopted.")
        private boolean all;

        @ArgGroup(exclusive = false)
        private @Nullable Kind kind;
    }

    /// Those of a kind; if both are said, of both.
    static final class Kind {
        @Option(names = "--group", paramLabel = "NAME", description = "Adopted ones of a group.")
        private String group = "";

        @Option(names = "--model", paramLabel = "NAME", description = "Adopted ones of a model.")
        private String model = "";
    }

    @Override
    public Integer call() throws Exception {
        var kind = whom.kind == null ? new Kind() : whom.kind;
        var answer =
                DeviceCommand.call(
                        options,
                        ControlClient.request("device.sync")
                                .put("mac", whom.mac == null ? "" : whom.mac)
                                .put("group", kind.group)
                                .put("model", kind.model)
                                .put("all", whom.all)
                                .put("reboot", reboot));
        int devices = answer.path("devices").asInt(0);
        spec.commandLine()
                .getOut()
                .println(
                        switch (devices) {
                            case 0 -> "nobody else is told";
                            case 1 -> "1 device is told";
                            default -> devices + " devices are told";
                        });
        return ExitCode.OK;
    }
}
