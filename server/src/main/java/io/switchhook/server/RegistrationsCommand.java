package io.switchhook.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "registrations",
        mixinStandardHelpOptions = true,
        description = {
            "Shows which phones are registered at the running server, and whether they can be reached.",
            "",
            "A phone on UDP from which nothing is heard any more is shown as silent. It keeps its"
                    + " registration, but is called only where its user has no other phone."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook registrations",
            "  switchhook registrations 1001 --data /var/lib/switchhook"
        })
final class RegistrationsCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "USER",
            defaultValue = "",
            description = "Whose phones; everybody's if it is left out.")
    private String user = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        var configuration = options.source().read();
        try (var client = ControlClient.connect(configuration.data()).orElse(null)) {
            if (client == null)
                throw new ControlFault(
                        ControlFault.Kind.UNAVAILABLE,
                        "no server runs on the data folder " + configuration.data());
            var lines = new ArrayList<RegistrationLine>();
            client.call(
                    ControlClient.request("registrations").put("user", user),
                    new byte[0],
                    item -> lines.add(RegistrationLine.of(item)),
                    PATIENCE);
            int width = lines.stream().mapToInt(line -> line.user().length()).max().orElse(0);
            var out = spec.commandLine().getOut();
            for (var line : lines) out.println(line.text(width));
            if (lines.isEmpty())
                spec.commandLine()
                        .getErr()
                        .println(
                                user.isEmpty()
                                        ? "no phone is registered"
                                        : "no phone of " + user + " is registered");
        }
        return ExitCode.OK;
    }
}
