package io.switchhook.server;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "device",
        mixinStandardHelpOptions = true,
        description = {
            "Shows which phones asked the running server for their files, and says what they are to"
                    + " be.",
            "",
            "A phone is given a file with a password only once it is adopted: who adopts one that"
                    + " has asked says that it was the phone. Whoever asks as it from another address,"
                    + " or with another kind of User-Agent, is held and shown, not served."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DeviceSyncCommand.class,
            DeviceLogCommand.class,
            DeviceDhcpCommand.class,
            DeviceCheckCommand.class,
            DeviceImportCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook device list",
            "  switchhook device adopt 001565abcdef --model T38G --account 1001,1002",
            "  switchhook device adopt 001565abcdef --from 192.0.2.17     (it has moved)",
            "  switchhook device show 001565abcdef",
            "  switchhook device sync 001565abcdef --reboot",
            "  switchhook device set --system account.X.ptime=30",
            "  switchhook device check 001565abcdef.cfg --model T38G",
            "  switchhook device import 001565abcdef.cfg --mac 001565abcdef --dry-run",
            "  switchhook device token --for 2h"
        })
final class DeviceCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a command: list, show, log, adopt, hold, remove, set, check, import, sync,"
                        + " token or dhcp");
    }

    static ControlClient server(ConfigurationOptions options) throws Exception {
        var configuration = options.source().read();
        return ControlClient.connect(configuration.data())
                .orElseThrow(() ->
                        new ControlFault(
                                ControlFault.Kind.UNAVAILABLE,
                                "no server runs on the data folder " + configuration.data()));
    }

    static ObjectNode call(ConfigurationOptions options, ObjectNode request) throws Exception {
        try (var client = server(options)) {
            return client.call(request, PATIENCE);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all devices, those first that asked and are not adopted.")
    int list(
            @Mixin ConfigurationOptions options,
            @Option(names = "--json", description = "One object for each, each on a line.")
                    boolean json)
            throws Exception {
        var none = new boolean[] {true};
        try (var client = server(options)) {
            client.call(
                    ControlClient.request("device.list"),
                    new byte[0],
                    item -> {
                        none[0] = false;
                        if (json) out().println(item);
                        else DeviceLine.of(item).text().forEach(out()::println);
                    },
                    PATIENCE);
        }
        if (none[0] && !json) out().println("no phone has asked, and none is adopted");
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description =
                    "Shows a device, what it asked for, what became of it, and how to look closer.")
    int show(
            @Mixin ConfigurationOptions options,
            @Parameters(paramLabel = "MAC", description = "Twelve hexadecimal digits.") String mac,
            @Option(names = "--json", description = "One object for all.") boolean json)
            throws Exception {
        var visits = new ArrayList<ObjectNode>();
        var notes = new ArrayList<ObjectNode>();
        ObjectNode device;
        try (var client = server(options)) {
            var request = ControlClient.request("device.show").put("mac", mac);
            device = client.call(request, new byte[0], visits::add, PATIENCE);
        }
        try (var client = server(options)) {
            var request = ControlClient.request("device.notes").put("mac", mac);
            client.call(request, new byte[0], notes::add, PATIENCE);
        }
        if (json) {
            device.remove("ok");
            device.putArray("visits").addAll(visits);
            device.putArray("notes").addAll(notes);
            out().println(device);
        } else {
            DeviceLine.of(device).text().forEach(out()::println);
            for (var visit : visits) out().println(VisitLine.of(visit).text());
            for (var note : notes) out().println(NoteLine.of(note).text());
            DeviceHints.of(device).text().forEach(out()::println);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "adopt",
            mixinStandardHelpOptions = true,
            description = {
                "Says what a device is to be. It is given its files from then on.",
                "",
                "If it has not asked yet, the first who asks as it within limits.adoption is taken"
                        + " for it; later it needs a token. What is not said stays as it was."
            })
    int adopt(
            @Mixin ConfigurationOptions options,
            @Parameters(paramLabel = "MAC", description = "Twelve hexadecimal digits.") String mac,
            @Option(
                            names = "--model",
                            paramLabel = "MODEL",
                            defaultValue = "",
                            description = "Such as T38G; by default what it says it is.")
                    String model,
            @Option(
                            names = "--account",
                            paramLabel = "USER[,USER]",
                            split = ",",
                            description = "Its accounts, the first for line 1.")
                    @Nullable List<String> accounts,
            @Option(
                            names = "--group",
                            paramLabel = "NAME",
                            defaultValue = "",
                            description = "Whose settings it shares.")
                    String group,
            @Option(
                            names = "--from",
                            paramLabel = "ADDRESS",
                            defaultValue = "",
                            description =
                                    "Who is taken for it, if several asked, or if it has moved.")
                    String from)
            throws Exception {
        var request =
                ControlClient.request("device.adopt")
                        .put("mac", mac)
                        .put("model", model)
                        .put("accounts", accounts == null ? "" : String.join(",", accounts))
                        .put("group", group)
                        .put("from", from);
        DeviceLine.of(call(options, request)).text().forEach(out()::println);
        return ExitCode.OK;
    }

    @Command(
            name = "hold",
            mixinStandardHelpOptions = true,
            description =
                    "Has a device served no more, and ends its passwords at once. Adopt it again to"
                            + " undo it.")
    int hold(
            @Mixin ConfigurationOptions options,
            @Parameters(paramLabel = "MAC", description = "Twelve hexadecimal digits.") String mac)
            throws Exception {
        var answer = call(options, ControlClient.request("device.hold").put("mac", mac));
        DeviceLine.of(answer).text().forEach(out()::println);
        return ExitCode.OK;
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Forgets a device, its settings and its history, and ends its passwords.")
    int remove(
            @Mixin ConfigurationOptions options,
            @Parameters(paramLabel = "MAC", description = "Twelve hexadecimal digits.") String mac)
            throws Exception {
        var answer = call(options, ControlClient.request("device.remove").put("mac", mac));
        out().println("removed " + answer.path("mac").asString(""));
        return ExitCode.OK;
    }

    /// For whom a value is set.
    static final class Layer {
        @Option(names = "--system", description = "For all phones.")
        private boolean system;

        @Option(names = "--model", paramLabel = "MODEL", description = "For all of a model.")
        private String model = "";

        @Option(names = "--group", paramLabel = "NAME", description = "For all of a group.")
        private String group = "";

        @Option(
                names = "--person",
                paramLabel = "NAME",
                description = "For the phones whose first account this is.")
        private String person = "";

        @Option(names = "--mac", paramLabel = "MAC", description = "For one phone.")
        private String mac = "";

        ObjectNode put(ObjectNode request) {
            if (system) return request.put("layer", "system");
            if (!model.isEmpty()) return request.put("layer", "model").put("whose", model);
            if (!group.isEmpty()) return request.put("layer", "group").put("whose", group);
            if (!person.isEmpty()) return request.put("layer", "person").put("whose", person);
            return request.put("layer", "device").put("whose", mac);
        }
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = {
                "Sets a parameter of the makers' files; the closest wins: phone, person, group,"
                        + " model, system.",
                "",
                "key.N is the N-th key that a phone has free, whatever its model: 'blf 1002"
                        + " Reception', 'speed 0301234', 'park 700', 'pickup 1002' and more.",
                "",
                "An empty value takes it back. Phones have it with the next files that they fetch."
            })
    int set(
            @Mixin ConfigurationOptions options,
            @ArgGroup(multiplicity = "1", exclusive = true) Layer layer,
            @Parameters(
                            paramLabel = "NAME=VALUE",
                            description =
                                    "Such as account.X.ptime=30, for every account that is in use.")
                    String setting)
            throws Exception {
        int equals = setting.indexOf('=');
        if (equals < 1) throw new ParameterException(spec.commandLine(), "expected NAME=VALUE");
        call(
                options,
                layer.put(ControlClient.request("device.set"))
                        .put("name", setting.substring(0, equals).strip())
                        .put("value", setting.substring(equals + 1).strip()));
        return ExitCode.OK;
    }

    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a token, and prints the URLs with it.",
                "",
                "While it is good, who brings it in the URL is taken for the device that it asks"
                        + " as, if that is adopted and nobody was served as it yet."
            })
    int token(
            @Mixin ConfigurationOptions options,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            defaultValue = "1h",
                            description = "Such as 30min or 2h. Default: ${DEFAULT-VALUE}")
                    String time)
            throws Exception {
        long milliseconds;
        try {
            milliseconds = Limit.Span.of(time).amount();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--for: " + e.getMessage());
        }
        var answer =
                call(
                        options,
                        ControlClient.request("device.token").put("milliseconds", milliseconds));
        out().println("token: " + answer.path("token").asString(""));
        for (var url : answer.path("urls")) out().println("  " + url.asString(""));
        return ExitCode.OK;
    }
}
