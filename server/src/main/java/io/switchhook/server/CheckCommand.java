package io.switchhook.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Validates a configuration, and prints what it would change in the running server.",
            "",
            "Ends with 2 if it is not valid, and names file, line and key of all that is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook check -c office.yaml",
            "  switchhook check -c office.yaml && kill -HUP $(pidof java)"
        })
final class CheckCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        var configuration = options.source().read();
        var out = spec.commandLine().getOut();
        out.println("ok");
        try (var client = ControlClient.connect(configuration.data()).orElse(null)) {
            if (client == null) {
                out.println("no server runs on " + configuration.data());
                return ExitCode.OK;
            }
            var answer = client.call(ControlClient.request("configuration"), PATIENCE);
            var running = new LinkedHashMap<String, String>();
            if (answer.path("settings") instanceof ObjectNode settings)
                settings.properties()
                        .forEach(one -> running.put(one.getKey(), one.getValue().asString("")));
            print(running, configuration.settings());
        }
        return ExitCode.OK;
    }

    private void print(Map<String, String> running, Map<String, String> checked) {
        var out = spec.commandLine().getOut();
        var differences = Reload.differences(running, checked);
        if (differences.isEmpty()) {
            out.println("the running server has the same configuration");
            return;
        }
        out.println("the running server would change:");
        for (var difference : differences)
            out.println(
                    "  "
                            + difference
                            + (difference.needsRestart()
                                    ? "  (needs a restart)"
                                    : "  (SIGHUP suffices)"));
    }
}
