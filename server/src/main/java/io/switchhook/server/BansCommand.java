package io.switchhook.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "bans",
        mixinStandardHelpOptions = true,
        description = {
            "Shows which addresses the running server has banned, until when, and for what; or lifts a ban.",
            "",
            "An address is banned for answering challenges wrong: for guessing passwords. Accounts that"
                    + " proved themselves at an address before are served there all the same."
        },
        subcommands = {BansCommand.ListCommand.class, BansCommand.LiftCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook bans",
            "  switchhook bans list --json",
            "  switchhook bans lift 192.0.2.66 --data /var/lib/switchhook"
        })
final class BansCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return list(options, spec, false);
    }

    private static int list(ConfigurationOptions options, CommandSpec spec, boolean json)
            throws Exception {
        var out = spec.commandLine().getOut();
        var none = new boolean[] {true};
        try (var client = server(options)) {
            client.call(
                    ControlClient.request("bans.list"),
                    new byte[0],
                    item -> {
                        none[0] = false;
                        if (json) out.println(item);
                        else BanLine.of(item).text().forEach(out::println);
                    },
                    PATIENCE);
        }
        if (none[0] && !json) out.println("nobody is banned");
        return ExitCode.OK;
    }

    private static ControlClient server(ConfigurationOptions options) throws Exception {
        var configuration = options.source().read();
        return ControlClient.connect(configuration.data())
                .orElseThrow(() ->
                        new ControlFault(
                                ControlFault.Kind.UNAVAILABLE,
                                "no server runs on the data folder " + configuration.data()));
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Shows who is banned, the latest first, with the last wrong answers.")
    static final class ListCommand implements Callable<Integer> {
        @Mixin private ConfigurationOptions options = new ConfigurationOptions();

        @Option(names = "--json", description = "One object for each ban, each on a line.")
        private boolean json;

        @Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws Exception {
            return list(options, spec, json);
        }
    }

    @Command(
            name = "lift",
            mixinStandardHelpOptions = true,
            description = "Ends the ban of an address; what it did before is forgotten.")
    static final class LiftCommand implements Callable<Integer> {
        @Mixin private ConfigurationOptions options = new ConfigurationOptions();

        @Parameters(
                paramLabel = "ADDRESS",
                description =
                        "As `switchhook bans` shows it, such as 192.0.2.66 or 2001:db8:1:2::/64.")
        private String address = "";

        @Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws Exception {
            ObjectNode request = ControlClient.request("bans.lift").put("address", address);
            try (var client = server(options)) {
                var answer = client.call(request, PATIENCE);
                spec.commandLine()
                        .getOut()
                        .println("lifted the ban of " + answer.path("address").asString(""));
            }
            return ExitCode.OK;
        }
    }
}
