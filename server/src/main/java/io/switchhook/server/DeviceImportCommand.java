package io.switchhook.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Takes over what a phone's file from another system says, in the newer form or the older one.",
            "",
            "All of it or nothing: a value that the model does not take is told, and nothing is set. Who"
                    + " the accounts are and by which servers they and their files go is left out. Lines"
                    + " that the model has no parameter for are told."
        })
final class DeviceImportCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Parameters(paramLabel = "FILE.cfg", description = "Up to 4 MiB.")
    private Path file = Path.of("");

    @ArgGroup(multiplicity = "1", exclusive = true)
    private DeviceCommand.Layer layer = new DeviceCommand.Layer();

    @Option(
            names = "--of",
            paramLabel = "MODEL",
            description = "Whose file it is; by default the model for which it is taken over.")
    private String model = "";

    @Option(names = "--dry-run", description = "Says what would be, and sets nothing.")
    private boolean dry;

    @Override
    public Integer call() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        var request =
                layer.put(ControlClient.request("device.import"))
                        .put("of", model)
                        .put("file", String.valueOf(file.getFileName()))
                        .put("bytes", bytes.length)
                        .put("dry", dry);
        var out = spec.commandLine().getOut();
        try (var client = DeviceCommand.server(options)) {
            var answer =
                    client.call(
                            request,
                            bytes,
                            left ->
                                    out.println(
                                            "%s:%d: there is no parameter for it: %s"
                                                    .formatted(
                                                            file,
                                                            left.path("line").asInt(0),
                                                            left.path("key").asString(""))),
                            PATIENCE);
            var own = new ArrayList<String>();
            answer.path("own").forEach(it -> own.add(it.asString("")));
            if (!own.isEmpty())
                out.println("left out, for Switchhook says it itself: " + String.join(", ", own));
            out.println(
                    (dry ? "settings that would be taken over: " : "settings taken over: ")
                            + answer.path("set").asInt(0));
        }
        return ExitCode.OK;
    }
}
