package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The yardstick is found where it is, or not at all.
class KamailioTest {
    @TempDir Path one;
    @TempDir Path other;

    @Test
    void isFoundOnThePath() throws IOException {
        String path = one + "::" + other;
        assertThat(Kamailio.program(path)).isEmpty();
        var program = Files.createFile(other.resolve("kamailio"));
        assertThat(Kamailio.program(path)).isEmpty();
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(Kamailio.program(path)).contains(program);
    }

    @Test
    void theMachineHasAName() {
        assertThat(
                        Environment.model(
                                "processor : 0\nmodel name\t: Some CPU: fast\nmodel name : B\n"))
                .isEqualTo("Some CPU: fast");
        assertThat(Environment.model("processor : 0\n")).isEqualTo("unknown");
    }
}
