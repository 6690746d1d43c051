package io.switchhook.server;

import io.switchhook.server.ControlFault.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// The other end of [ControlServer].
final class ControlClient implements AutoCloseable {
    private final SocketChannel channel;
    private @Nullable IOException refused;

    private ControlClient(SocketChannel channel) {
        this.channel = channel;
    }

    static ObjectNode request(String command) {
        return ControlServer.JSON.createObjectNode().put("command", command);
    }

    /// Connects to the server of a data folder, if one runs. What a killed one left does not count.
    static Optional<ControlClient> connect(Path folder) {
        var socket = DataFolder.socket(folder);
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) return Optional.empty();
        try {
            return Optional.of(
                    new ControlClient(SocketChannel.open(ControlAddress.existing(socket))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    ObjectNode call(ObjectNode request, Duration patience) throws ControlFault {
        return call(request, new byte[0], item -> {}, patience);
    }

    /// @param body what follows the request
    /// @param items told each item of the answer
    /// @return the last line of the answer
    ObjectNode call(ObjectNode request, byte[] body, Consumer<ObjectNode> items, Duration patience)
            throws ControlFault {
        var watch = Thread.ofVirtual().start(() -> closeAfter(patience));
        try {
            send(request, body);
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(channel), StandardCharsets.UTF_8));
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (!(ControlServer.JSON.readTree(line) instanceof ObjectNode answer)) break;
                if (answer.has("error")) throw fault(answer);
                if (answer.has("ok")) return answer;
                items.accept(answer);
            }
        } catch (IOException | JacksonException e) {
            throw new ControlFault(
                    Kind.UNAVAILABLE, "the running server did not answer: " + e.getMessage());
        } finally {
            watch.interrupt();
        }
        String why = refused == null ? "" : ": " + refused.getMessage();
        throw new ControlFault(Kind.UNAVAILABLE, "the running server broke off its answer" + why);
    }

    /// A server that refuses early reads no further, but has answered.
    private void send(ObjectNode request, byte[] body) {
        try {
            var out = Channels.newOutputStream(channel);
            ControlServer.write(out, request);
            out.write(body);
        } catch (IOException e) {
            refused = e;
        }
    }

    private static ControlFault fault(ObjectNode answer) {
        var kind = Kind.FAILED;
        for (var known : Kind.values())
            if (known.name().equals(answer.path("kind").asString(""))) kind = known;
        return new ControlFault(kind, answer.path("error").asString(""));
    }

    private void closeAfter(Duration patience) {
        try {
            Thread.sleep(patience);
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
