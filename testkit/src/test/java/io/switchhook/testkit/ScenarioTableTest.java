package io.switchhook.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTableTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/scenarios.md");

    @Test
    void the_page_lists_every_scenario() throws IOException {
        var table = ScenarioTable.of(ROOT);
        assertTrue(table.size() > 0, "no scenario was found from " + ROOT.toAbsolutePath());
        if (Boolean.getBoolean("scenarios.write")) Files.writeString(PAGE, table.text());
        assertEquals(
                table.text(),
                Files.readString(PAGE),
                "docs/scenarios.md is out of date; write it anew with mvn -o -pl testkit test"
                        + " -Dtest=ScenarioTableTest -Dscenarios.write=true");
    }

    @ParameterizedTest
    @CsvSource({
        "cancelsTheLosers, cancels the losers",
        "turnsThe503OfOnePhoneInto500, turns the 503 of one phone into 500",
        "turns_the_503_of_one_phone_into_500, turns the 503 of one phone into 500",
        "passesACallOnWithACKAndA2xx, passes a call on with ACK and a 2xx",
        "absorbs_a_CANCEL_that_comes_late, absorbs a CANCEL that comes late"
    })
    void names_become_words(String name, String words) {
        assertEquals(words, ScenarioTable.words(name));
    }
}
