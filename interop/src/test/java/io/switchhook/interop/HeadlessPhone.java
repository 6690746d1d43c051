package io.switchhook.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A phone of ours, in a [Namespace] or on the loopback interface: `switchhook phone`, to which lines are typed and which tells
/// what happens.
final class HeadlessPhone implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SOON = Duration.ofSeconds(20);

    private final String user;
    private final Child process;

    private HeadlessPhone(String user, Child process) {
        this.user = user;
        this.process = process;
    }

    /// @param model its profile
    /// @param parameters more of its configuration file: `account.1.codec.16.enable=1`
    HeadlessPhone(
            Namespace namespace,
            Path folder,
            String user,
            String model,
            int serverPort,
            String... parameters) {
        this(
                user,
                Child.start(
                        folder,
                        "phone-" + user,
                        command(
                                namespace.prefix(),
                                Namespace.ADDRESS,
                                user,
                                model,
                                serverPort,
                                parameters)));
    }

    /// One that was told its account by hand.
    static HeadlessPhone onLoopback(Path folder, String user, int serverPort) {
        var command = command(List.of(), "127.0.0.1", user, "t38g", serverPort);
        return new HeadlessPhone(user, Child.start(folder, "phone-" + user, command));
    }

    private static List<String> command(
            List<String> prefix,
            String address,
            String user,
            String model,
            int serverPort,
            String... parameters) {
        var command = new ArrayList<>(prefix);
        command.addAll(Server.COMMAND);
        command.addAll(
                List.of(
                        "phone",
                        "--json",
                        "--profile",
                        model,
                        "--aor",
                        "sip:" + user + "@" + Config.DOMAIN,
                        "--password",
                        Config.password(user),
                        "--server",
                        address + ":" + serverPort,
                        "--address",
                        address));
        for (var parameter : parameters) {
            command.addAll(List.of("--set", parameter));
        }
        return command;
    }

    /// One that knows nothing but what its options say: `--mac`, `--config`.
    ///
    /// @param user whose it is to be
    static HeadlessPhone outOfItsBox(Path folder, String user, List<String> options) {
        return outOfItsBox(folder, user, options, "");
    }

    /// @param virtualMachine its further options
    static HeadlessPhone outOfItsBox(
            Path folder, String user, List<String> options, String virtualMachine) {
        var command = Server.command("phone", "--json", "--address", "127.0.0.1");
        command.addAll(options);
        return new HeadlessPhone(
                user,
                Child.start(
                        folder, "phone-" + user, command, Rehearsal.learnedWith(virtualMachine)));
    }

    String user() {
        return user;
    }

    /// How much it has said so far; see [#awaitSince].
    int now() {
        return process.output().size();
    }

    void does(String line) {
        process.type(line);
    }

    /// Waits for a note on a file that the server does not have.
    void awaitNoFile(String name) {
        awaitSince(
                0,
                "that there is no " + name,
                event ->
                        is(event, "event", "note")
                                && event.path("text").asString("").endsWith(name + ": not there"));
    }

    void awaitRegistered() {
        awaitSince(0, "that it is registered", event -> is(event, "event", "registered"));
    }

    /// Waits for a call that is in a state.
    void awaitCall(int since, String state) {
        awaitSince(
                since,
                "a call that is " + state,
                event -> is(event, "event", "call") && is(event, "state", state));
    }

    void awaitHeld(int since, boolean held) {
        awaitSince(
                since,
                held ? "that it is held" : "that it is no longer held",
                event -> is(event, "event", "call") && event.path("held").asBoolean() == held);
    }

    void awaitKey(int since, char key) {
        awaitSince(
                since,
                "the key " + key,
                event -> is(event, "event", "key") && is(event, "key", String.valueOf(key)));
    }

    /// How many whole pictures have come in the call so far.
    long pictures() {
        var since = now();
        does("quality");
        awaitSince(since, "what its video is like", event -> is(event, "event", "video-quality"));
        return process.output().stream()
                .skip(since)
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .filter(event -> is(event, "event", "video-quality"))
                .findFirst()
                .orElseThrow()
                .path("pictures")
                .asLong();
    }

    void awaitSince(int since, String what, Predicate<JsonNode> wanted) {
        awaitSince(since, what, wanted, SOON);
    }

    /// @return how much it had said when it said so, to go on from there
    int awaitSince(int since, String what, Predicate<JsonNode> wanted, Duration limit) {
        var line =
                process.awaitLine(
                        what,
                        since,
                        each -> each.startsWith("{") && wanted.test(JSON.readTree(each)),
                        limit);
        return process.output().indexOf(line);
    }

    static boolean is(JsonNode event, String field, String value) {
        return event.path(field).asString("").equals(value);
    }

    @Override
    public void close() {
        process.close();
    }
}
