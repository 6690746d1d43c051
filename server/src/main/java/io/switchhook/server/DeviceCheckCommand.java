package io.switchhook.server;

import io.switchhook.provisioning.form.ConfigurationText;
import io.switchhook.provisioning.form.Conversion;
import io.switchhook.provisioning.form.Lint;
import io.switchhook.provisioning.form.UnreadableFile;
import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.ModelCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Judges a phone's file by what its model takes; needs no server.",
            "",
            "Ends with 1 if the phone would not do what the file says, or what is asked for cannot be"
                    + " said in the other form."
        })
final class DeviceCheckCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE.cfg", description = "In the newer form or the older one.")
    private Path file = Path.of("");

    @Option(names = "--model", paramLabel = "MODEL", required = true, description = "Such as T38G.")
    private String model = "";

    @Option(
            names = "--to",
            paramLabel = "FORM",
            description = "Prints it in this form: m7, or m1 for older firmware.")
    private @Nullable String to;

    @Override
    public Integer call() throws Exception {
        var catalog = ModelCatalog.builtIn();
        var models = catalog.models().stream().map(it -> it.id()).toList();
        var phone =
                catalog.find(model)
                        .orElseThrow(() ->
                                misused(
                                        "there is no model '"
                                                + model
                                                + "'; "
                                                + Nearest.hint(model, models)));
        var form = to == null ? null : form(to);
        ConfigurationText text;
        try {
            text = ConfigurationText.read(file.toString(), Files.readAllBytes(file));
        } catch (UnreadableFile e) {
            throw misused(String.valueOf(e.getMessage()));
        }
        var line = spec.commandLine();
        var findings = Lint.of(phone, text);
        for (var finding : findings)
            line.getErr()
                    .println(finding.severity().name().toLowerCase(Locale.ROOT) + " " + finding);
        boolean isGood = Lint.isServable(findings);
        if (form == null) {
            line.getOut().println(isGood ? phone + " takes it" : phone + " does not take it");
            return isGood ? ExitCode.OK : ExitCode.FAILURE;
        }
        var converted = new Conversion(phone).convert(text, form);
        line.getOut().print(converted.text());
        line.getOut().flush();
        for (var unsaid : converted.unsaid())
            line.getErr().println("error " + unsaid.name() + ": cannot be said in " + form);
        return isGood && converted.unsaid().isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private Form form(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "m7" -> Form.M7;
            case "m1" -> Form.M1;
            default -> throw misused("there is no form '" + word + "'; allowed are m7 and m1");
        };
    }

    private ParameterException misused(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
