package io.switchhook.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Debian's Kamailio on 127.0.0.1, over UDP and TCP: the registrar and proxy of `kamailio/plain.cfg`.
final class Kamailio implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final Child process;

    private Kamailio(Child process) {
        this.process = process;
    }

    static Kamailio start(Path folder, int port) throws IOException {
        var configuration = Path.of("src", "test", "resources", "kamailio", "plain.cfg");
        var process =
                Child.start(
                        folder,
                        "kamailio",
                        List.of(
                                Programs.find("kamailio").toString(),
                                "-f",
                                configuration.toAbsolutePath().toString(),
                                "-DD",
                                "-E",
                                "-Y",
                                folder.toString(),
                                "-m",
                                "64",
                                "-M",
                                "8",
                                "-l",
                                "udp:127.0.0.1:" + port,
                                "-l",
                                "tcp:127.0.0.1:" + port));
        try {
            process.awaitLine("ready", line -> line.contains("kamailio is ready"), START);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
        return new Kamailio(process);
    }

    @Override
    public void close() {
        process.close();
    }
}
