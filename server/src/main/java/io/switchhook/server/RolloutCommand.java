package io.switchhook.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "rollout",
        mixinStandardHelpOptions = true,
        description = {
            "Gives devices a new configuration or firmware: a few first, the canaries, and then the others, so many a minute. It stops"
                    + " by itself when canaries, or too many others, do not come back.",
            "",
            "It goes on after a restart of the server. One at a time."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = RolloutStartCommand.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook rollout start lamps --model T38G --file lamps.cfg --canaries 001565abcdef",
            "  switchhook rollout start 38.70.0.125 --model T38G --url http://192.0.2.1/38.70.0.125.rom",
            "  switchhook rollout show"
        })
final class RolloutCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected a command: start, show, pause, resume or abort");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows the roll-out that is under way, or was last, and its devices.")
    int show(
            @Mixin ConfigurationOptions options,
            @Option(names = "--json", description = "One object for all.") boolean json)
            throws Exception {
        var devices = new ArrayList<ObjectNode>();
        ObjectNode state;
        try (var client = DeviceCommand.server(options)) {
            state =
                    client.call(
                            ControlClient.request("rollout.show"),
                            new byte[0],
                            devices::add,
                            PATIENCE);
        }
        var out = spec.commandLine().getOut();
        if (json) {
            state.remove("ok");
            state.putArray("targets").addAll(devices);
            out.println(state);
        } else {
            text(state).forEach(out::println);
            for (var device : devices) out.println("  " + RolloutLine.of(device).text());
        }
        return ExitCode.OK;
    }

    static List<String> text(ObjectNode state) {
        String first =
                "%s: %s, %d of %d devices have come back, %d have failed"
                        .formatted(
                                state.path("release").asString(""),
                                state.path("phase").asString(""),
                                state.path("back").asInt(0),
                                state.path("devices").asInt(0),
                                state.path("failed").asInt(0));
        String why = state.path("why").asString("");
        return why.isEmpty() ? List.of(first) : List.of(first, "  " + why);
    }

    private int call(ConfigurationOptions options, String command) throws Exception {
        var state = DeviceCommand.call(options, ControlClient.request(command));
        text(state).forEach(spec.commandLine().getOut()::println);
        return ExitCode.OK;
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Tells no more devices, until it is resumed.")
    int pause(@Mixin ConfigurationOptions options) throws Exception {
        return call(options, "rollout.pause");
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description =
                    "Goes on. If it had stopped by itself, the devices that failed so far are forgiven.")
    int resume(@Mixin ConfigurationOptions options) throws Exception {
        return call(options, "rollout.resume");
    }

    @Command(
            name = "abort",
            mixinStandardHelpOptions = true,
            description =
                    "Gives it up: all devices have their old release again, and who has the new one is told to fetch it.")
    int abort(@Mixin ConfigurationOptions options) throws Exception {
        return call(options, "rollout.abort");
    }
}
