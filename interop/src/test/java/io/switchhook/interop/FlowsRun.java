package io.switchhook.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `switchhook flows`, as an operator runs it: with three phones of ours, through a server of anybody's.
final class FlowsRun implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LOG =
            Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} +(INFO|WARN|ERROR) ");
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Child process;

    private FlowsRun(Child process) {
        this.process = process;
    }

    /// @param name of the file that keeps what it prints
    /// @param arguments behind `flows`
    static FlowsRun start(Path folder, String name, List<String> arguments) {
        var all = new ArrayList<>(List.of("flows"));
        all.addAll(arguments);
        return new FlowsRun(Server.run(folder, name, all.toArray(String[]::new)));
    }

    /// Three accounts, from this one on, for `--accounts`.
    static String accounts(int first) {
        return String.join(
                ",",
                IntStream.range(first, first + 3)
                        .mapToObj(user -> user + ":" + Config.password(Integer.toString(user)))
                        .toList());
    }

    /// Waits for its end, which is the exit status.
    int status() {
        return process.awaitExit(LIMIT);
    }

    /// What it has printed.
    String text() {
        return String.join("\n", process.output());
    }

    /// What it has printed as its result. A log has its own stream, and on a busy machine something to say; here both come as
    /// one.
    String document() {
        return String.join(
                "\n",
                process.output().stream().filter(line -> !LOG.matcher(line).lookingAt()).toList());
    }

    /// The results of `--format json`, once it has ended.
    List<JsonNode> results() {
        return process.output().stream()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
