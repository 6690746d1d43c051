package io.switchhook.phone.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page of all parameters says what the table says.
class ParameterPageTest {
    private static final Path PAGE = Path.of("..", "docs", "phone-parameters.md");

    private static final String HEAD =
            """
            # Parameters of phones

            The makers' configuration files have these parameters, by their names in the newer form of files; X is an account, Y, M and
            N count what an account or a phone has several of. What is out of range, unknown or without effect is told when the files
            are read, and never refused. Made from the program;
            `mvn -o -pl phone -am test -Dtest=ParameterPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dparameters.write=true` writes
            it anew.

            What the words in the last column mean:

            """;

    private static String page() {
        var parameters = Settings.parameters();
        long works = parameters.stream().filter(it -> it.effect() == Effect.WORKS).count();
        return HEAD
                + "- works: setting it changes what the phone does\n"
                + Arrays.stream(Effect.values())
                        .filter(effect -> effect != Effect.WORKS)
                        .map(effect -> "- " + effect.word() + ": " + effect.reason() + "\n")
                        .collect(Collectors.joining())
                + "\nOf the "
                + parameters.size()
                + " parameters "
                + works
                + " work.\n\n| parameter | values | T3xG | VP530 | effect |\n|---|---|---|---|---|\n"
                + parameters.stream().map(ParameterPageTest::row).collect(Collectors.joining());
    }

    private static String row(Parameter it) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        it.pattern(),
                        it.kind().allowed(),
                        it.t3xg(),
                        it.vp530(),
                        it.effect().word());
    }

    @Test
    void the_page_lists_every_parameter() throws IOException {
        if (Boolean.getBoolean("parameters.write")) Files.writeString(PAGE, page());
        assertEquals(
                page(),
                Files.readString(PAGE),
                "docs/phone-parameters.md is out of date; its head says how to write it anew");
    }
}
