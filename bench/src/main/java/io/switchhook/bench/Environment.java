package io.switchhook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// On what something was measured, without which a figure says nothing.
///
/// @param kamailio its version; none if it took no part
record Environment(
        Instant time,
        int processors,
        String model,
        String kernel,
        String java,
        @Nullable String kamailio) {

    static Environment now(@Nullable Path kamailio) throws IOException {
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Runtime.getRuntime().availableProcessors(),
                model(Files.readString(Path.of("/proc/cpuinfo"))),
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                System.getProperty("java.vm.version", ""),
                kamailio == null ? null : version(kamailio));
    }

    /// The first processor's name.
    static String model(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String version(Path program) throws IOException {
        var asked = new ProcessBuilder(program.toString(), "-v").redirectErrorStream(true).start();
        var said = new String(asked.getInputStream().readAllBytes());
        return said.lines().findFirst().orElse("").replace("version: ", "");
    }

    @Override
    public String toString() {
        return "Measured at %s on %d processors (%s), Linux %s, Java %s%s."
                .formatted(
                        time,
                        processors,
                        model,
                        kernel,
                        java,
                        kamailio == null ? "" : ", " + kamailio);
    }
}
