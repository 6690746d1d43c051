package io.switchhook.provisioning.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page of all models and parameters says what the models say.
class ParameterPageTest {
    private static final Path PAGE = Path.of("..", "docs", "provisioning-parameters.md");

    private static final String HEAD =
            """
            # Models and their parameters

            What [provisioning](provisioning.md) knows of phones. Made from the models;
            `mvn -o -pl provisioning -am test -Dtest=ParameterPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dparameters.write=true`
            writes it anew.

            """;

    private static String page() {
        var models = ModelCatalog.builtIn().models();
        return HEAD + models(models) + presets(models) + parameters(models);
    }

    private static String models(List<PhoneModel> models) {
        return """
        ## Models

        | model | folder | common file | firmware | forms | accounts | keys |
        |---|---|---|---|---|---|---|
        """
                + models.stream().map(ParameterPageTest::row).collect(Collectors.joining());
    }

    private static String row(PhoneModel it) {
        return "| %s | `%s` | `%s` | %s | %s | %d | %s |\n"
                .formatted(
                        it.name(),
                        it.id(),
                        it.commonFile(),
                        joined(it.firmware()),
                        joined(it.forms()),
                        it.accounts(),
                        it.keys().stream()
                                .map(kind -> kind.name() + " " + count(kind))
                                .collect(Collectors.joining(", ")));
    }

    private static String count(KeyKind kind) {
        return kind.modules() == 0
                ? Integer.toString(kind.count())
                : kind.modules() + " × " + kind.count();
    }

    private static String joined(List<?> items) {
        return items.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String presets(List<PhoneModel> models) {
        var rows = new LinkedHashMap<String, List<String>>();
        for (var model : models)
            for (var preset : model.presets())
                rows.computeIfAbsent(
                                "| `%s` | %s | %s |"
                                        .formatted(
                                                preset.pattern().text(),
                                                preset.value().text(),
                                                preset.why()),
                                _ -> new ArrayList<>())
                        .add(model.id());
        return """

        ## What Switchhook sets

        | parameter | value | why | models |
        |---|---|---|---|
        """
                + rows(rows, models.size());
    }

    /// What models describe differently has a row for each description.
    private static String parameters(List<PhoneModel> models) {
        var rows = new LinkedHashMap<String, List<String>>();
        for (var model : models)
            for (var parameter : model.parameters())
                rows.computeIfAbsent(row(parameter), _ -> new ArrayList<>()).add(model.id());
        var sorted = new java.util.TreeMap<>(rows);
        return """

        ## Parameters

        X is an account, Y, M and N count what an account or a phone has several of. The older form of each is there if it is
        known. R: the phone starts anew when it changes.

        | parameter | meaning | values | default | older form | | models |
        |---|---|---|---|---|---|---|
        """
                + rows(sorted, models.size());
    }

    private static String row(Parameter it) {
        return "| `%s` | %s | %s | %s | %s | %s |"
                .formatted(
                        it.pattern().text(),
                        it.meaning(),
                        it.type().expected().replace("|", "\\|"),
                        it.factoryDefault(),
                        it.m1().map(m1 -> "`" + m1 + "`").orElse(""),
                        it.needsReboot() ? "R" : "");
    }

    private static String rows(Map<String, List<String>> rows, int all) {
        return rows.entrySet().stream()
                .map(row ->
                        row.getKey()
                                + ' '
                                + (row.getValue().size() == all
                                        ? "all"
                                        : String.join(", ", row.getValue()))
                                + " |\n")
                .collect(Collectors.joining());
    }

    @Test
    void the_page_lists_every_model_and_parameter() throws IOException {
        if (Boolean.getBoolean("parameters.write")) Files.writeString(PAGE, page());
        assertEquals(
                page(),
                Files.readString(PAGE),
                "docs/provisioning-parameters.md is out of date; its head says how to write it anew");
    }
}
