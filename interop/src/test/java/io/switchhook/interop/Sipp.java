package io.switchhook.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs of `sipp` on 127.0.0.1 that play one of the scenarios in `resources/sipp`.
final class Sipp {
    /// What sipp counted.
    ///
    /// @param unexpected calls that failed because another message came than the scenario expects
    record Result(int exit, long successful, long failed, long unexpected, long retransmissions) {}

    private final Path folder;
    private final String transport;

    /// @param transport `udp` or `tcp`
    Sipp(Path folder, String transport) {
        this.folder = folder;
        this.transport = transport;
    }

    /// A file of users for [Run#users].
    Path users(String name, List<String> rows) {
        try {
            return Files.writeString(
                    folder.resolve(name + ".csv"), "SEQUENTIAL\n" + String.join("\n", rows) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String row(String user, String password, String... more) {
        return String.join(
                ";",
                user,
                "[authentication username=%s password=%s]".formatted(user, password),
                String.join(";", more));
    }

    Run play(String scenario, int localPort) {
        return new Run(scenario, localPort);
    }

    /// One run, being put together.
    final class Run {
        private final String name;
        private final List<String> command = new ArrayList<>(List.of("sipp"));

        private Run(String scenario, int localPort) {
            this.name = scenario + "-" + transport + "-" + localPort;
            add("-sf", scenario(scenario, "").toString());
            add("-i", "127.0.0.1", "-p", Integer.toString(localPort), "-nostdin");
            add("-t", transport.equals("tcp") ? "t1" : "u1");
            add("-key", "domain", Config.DOMAIN, "-buff_size", "4000000");
            add("-trace_err", "-error_file", folder.resolve(name + ".err").toString());
            add("-trace_stat", "-stf", folder.resolve(name + ".stat").toString());
        }

        Run add(String... arguments) {
            command.addAll(List.of(arguments));
            return this;
        }

        Run to(int port) {
            command.add(1, "127.0.0.1:" + port);
            return this;
        }

        /// The status that the scenario's `@STATUS@` stands for.
        Run status(String scenario, int status) {
            command.set(
                    command.indexOf("-sf") + 1,
                    scenario(scenario, Integer.toString(status)).toString());
            return this;
        }

        Run users(Path file) {
            return add("-inf", file.toString());
        }

        Run contactPort(int port) {
            return add("-key", "contact_port", Integer.toString(port));
        }

        /// Another address than 127.0.0.1 to play from.
        Run from(String address) {
            command.set(command.indexOf("-i") + 1, address);
            return this;
        }

        /// What requests that belong to no call of this run's are played by.
        Run otherwise(String scenario) {
            return add("-oocsf", scenario(scenario, "").toString());
        }

        Run calls(int calls, int rate) {
            return add("-m", Integer.toString(calls), "-r", Integer.toString(rate), "-l", "5000");
        }

        Child start() {
            return Child.start(folder, name, command);
        }

        Result run(Duration limit) {
            try (var process = start()) {
                return result(process.awaitExit(limit));
            }
        }

        Result result(int exit) {
            var rows = lines(folder.resolve(name + ".stat"));
            var titles = List.of(rows.getFirst().split(";"));
            var last = rows.getLast().split(";");
            var counts =
                    List.of("Successful", "Failed", "FailedUnexpectedMessage", "Retransmissions")
                            .stream()
                            .map(title -> titles.indexOf(title(title)))
                            .map(column -> Long.parseLong(last[column]))
                            .toList();
            return new Result(exit, counts.get(0), counts.get(1), counts.get(2), counts.get(3));
        }

        private static String title(String count) {
            return switch (count) {
                case "Successful", "Failed" -> count + "Call(C)";
                default -> count + "(C)";
            };
        }

        /// What sipp complained of.
        String errors() {
            var file = folder.resolve(name + ".err");
            return Files.exists(file) ? String.join("\n", lines(file)) : "";
        }

        String name() {
            return name;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path scenario(String name, String status) {
        try (InputStream resource =
                Optional.ofNullable(Sipp.class.getResourceAsStream("/sipp/" + name + ".xml"))
                        .orElseThrow()) {
            var text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(
                    folder.resolve(name + status + ".xml"), text.replace("@STATUS@", status));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
