package io.switchhook.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The server under test, a process of its own, started as an operator starts it.
///
/// The system property `interop.server` is the command before `serve`; without it the launcher in the repository's root.
final class Server implements AutoCloseable {
    static final List<String> COMMAND =
            List.of(
                    System.getProperty(
                                    "interop.server",
                                    Path.of("..", "switchhook")
                                            .toAbsolutePath()
                                            .normalize()
                                            .toString())
                            .split(" "));
    private static final Duration START = Duration.ofSeconds(60);
    static final Duration STOP = Duration.ofSeconds(40);

    private final Child process;

    private Server(Child process) {
        this.process = process;
    }

    static Server start(Path folder, Config config) {
        return start(folder, config, List.of());
    }

    /// @param prefix what stands before the command, e.g. to run it in a namespace
    static Server start(Path folder, Config config, List<String> prefix) {
        var command = new ArrayList<>(prefix);
        command.addAll(COMMAND);
        command.addAll(
                List.of(
                        "serve",
                        "-c",
                        config.writeTo(folder.resolve("switchhook.yaml")).toString(),
                        "--data",
                        folder.resolve("data").toString()));
        var process = Child.start(folder, "server", command);
        try {
            process.awaitLine("ready", line -> line.startsWith("ready"), START);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
        return new Server(process);
    }

    /// Runs another command of the server's to its end.
    static Child run(Path folder, String name, String... arguments) {
        return Child.start(folder, name, command(arguments));
    }

    static List<String> command(String... arguments) {
        var command = new ArrayList<>(COMMAND);
        command.addAll(List.of(arguments));
        return command;
    }

    Child process() {
        return process;
    }

    /// At once: a server that is asked to end waits for calls. How it does that is for [RestartTest].
    @Override
    public void close() {
        process.kill();
        process.close();
    }
}
