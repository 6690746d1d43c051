package io.switchhook.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Debian's Kamailio on 127.0.0.1: the registrar and proxy of `kamailio/plain.cfg`.
final class Kamailio implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final Child process;

    private Kamailio(Child process) {
        this.process = process;
    }

    /// Over UDP and TCP.
    static Kamailio start(Path folder, int port) throws IOException {
        return start(
                folder,
                "plain.cfg",
                List.of("-l", "udp:127.0.0.1:" + port, "-l", "tcp:127.0.0.1:" + port));
    }

    /// Over TLS alone.
    static Kamailio startTls(Path folder, int port, Certificate certificate) throws IOException {
        return start(
                folder,
                "tls.cfg",
                List.of(
                        "-A",
                        "CERTIFICATE=\"" + certificate.certificate().toAbsolutePath() + '"',
                        "-A",
                        "KEY=\"" + certificate.key().toAbsolutePath() + '"',
                        "-l",
                        "tls:127.0.0.1:" + port));
    }

    private static Kamailio start(Path folder, String configuration, List<String> more)
            throws IOException {
        var file = Path.of("src", "test", "resources", "kamailio", configuration);
        var command = new ArrayList<String>();
        command.add(Programs.find("kamailio").toString());
        command.addAll(List.of("-f", file.toAbsolutePath().toString(), "-DD", "-E"));
        command.addAll(List.of("-Y", folder.toString(), "-m", "64", "-M", "8"));
        command.addAll(more);
        var process = Child.start(folder, "kamailio", command);
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
