package io.switchhook.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A network of its own, with one interface that is not the loopback one: baresip 1.0.0 refuses to use `lo`.
/// It is gone when its last process is.
final class Namespace implements AutoCloseable {
    static final String INTERFACE = "ua0";
    static final String ADDRESS = "10.88.0.1";
    private static final String SET_UP =
            """
            ip link set lo up &&
            ip link add ua0 type bridge &&
            ip addr add 10.88.0.1/24 dev ua0 &&
            ip link set ua0 up &&
            ip route add default via 10.88.0.254 dev ua0 &&
            echo up && read end\
            """;

    private final Child holder;
    private final boolean root = "root".equals(System.getProperty("user.name"));

    private Namespace(Path folder) {
        var command = new ArrayList<>(List.of("unshare", "--net"));
        if (!root) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("sh", "-c", SET_UP));
        holder = Child.start(folder, "namespace", command);
    }

    /// Makes one, or skips the test where this user may not.
    static Namespace make(String test, Path folder) {
        var namespace = new Namespace(folder);
        try {
            namespace.holder.awaitLine("up", "up"::equals, Duration.ofSeconds(10));
        } catch (AssertionError e) {
            namespace.close();
            Programs.notRun(test, "no network namespace can be made here: " + e.getMessage());
        }
        return namespace;
    }

    /// What stands before a command that is to run inside. The process that is started becomes that command.
    List<String> prefix() {
        var command = new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid())));
        if (!root) {
            command.addAll(List.of("--user", "--preserve-credentials"));
        }
        command.addAll(List.of("--net", "--"));
        return command;
    }

    @Override
    public void close() {
        holder.close();
    }
}
