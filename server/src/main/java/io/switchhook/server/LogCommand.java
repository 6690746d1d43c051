package io.switchhook.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the log levels of the running server, or changes one.",
            "",
            "The change lasts until the server ends or reads its configuration again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook log",
            "  switchhook log proxy debug",
            "  switchhook log all info --data /var/lib/switchhook"
        })
final class LogCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODULE",
            description =
                    "message, transport, transaction, auth, registrar, proxy, admission, route,"
                            + " directory, console, server, libraries, or all.")
    private @Nullable String module;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "off, error, warn, info, debug or trace.")
    private @Nullable String level;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (module != null && level == null)
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(),
                    "expected a level behind '"
                            + module
                            + "', such as: switchhook log "
                            + module
                            + " debug");
        var configuration = options.source().read();
        try (var client = ControlClient.connect(configuration.data()).orElse(null)) {
            if (client == null)
                throw new ControlFault(
                        ControlFault.Kind.UNAVAILABLE,
                        "no server runs on the data folder " + configuration.data());
            var request = ControlClient.request("log");
            if (module != null) request.put("module", module).put("level", level);
            var answer = client.call(request, PATIENCE);
            var out = spec.commandLine().getOut();
            if (answer.path("levels") instanceof ObjectNode levels)
                for (var one : levels.properties())
                    out.println("%-12s %s".formatted(one.getKey(), one.getValue().asString("")));
        }
        return ExitCode.OK;
    }
}
