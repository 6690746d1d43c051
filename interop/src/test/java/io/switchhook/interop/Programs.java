package io.switchhook.interop;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// The programs of others that the tests drive, and what to install to have them.
final class Programs {
    /// Where the package has another name than the program.
    private static final Map<String, String> PACKAGES =
            Map.of(
                    "sipp", "sip-tester",
                    "svcrack", "sipvicious",
                    "svwar", "sipvicious",
                    "baresip", "baresip-core",
                    "ip", "iproute2",
                    "nsenter", "util-linux",
                    "node", "nodejs",
                    "tftp", "tftp-hpa");

    private Programs() {}

    /// Skips the test, saying so, when a program is missing; fails it where `CI` is `true`: there it must have run.
    static void need(String test, String... programs) {
        for (var program : programs) {
            if (!installed(program)) {
                var inPackage = PACKAGES.getOrDefault(program, program);
                notRun(test, program + " is missing: apt-get install " + inPackage);
            }
        }
    }

    /// The same for a file that is no program.
    static void needFile(String test, Path file, String inPackage) {
        if (!Files.exists(file)) {
            notRun(test, file + " is missing: apt-get install " + inPackage);
        }
    }

    static void notRun(String test, String why) {
        var line = "*** NOT RUN: " + test + ": " + why + " ***";
        System.out.println(line);
        if ("true".equals(System.getenv("CI"))) {
            fail(line);
        }
        abort(line);
    }

    private static boolean installed(String program) {
        return places(program).anyMatch(Files::isExecutable);
    }

    /// Where a program is that [#need] has found. What is in `/usr/sbin` need not be on the path.
    static Path find(String program) {
        return places(program).filter(Files::isExecutable).findFirst().orElseThrow();
    }

    private static Stream<Path> places(String program) {
        var path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, program));
    }
}
