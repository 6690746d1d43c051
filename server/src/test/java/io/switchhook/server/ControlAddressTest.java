package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlAddressTest {
    @ParameterizedTest
    @ValueSource(ints = {90, 105, 106, 107, 108, 109, 200})
    void commands_find_the_server_however_long_the_path_is(int length, @TempDir Path folder)
            throws Exception {
        int room = length - bytes(folder) - "/".length();
        var socket = folder.resolve("s".repeat(room));
        assertThat(bytes(socket)).isEqualTo(length);
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(ControlAddress.fresh(socket));
            try (var command = SocketChannel.open(ControlAddress.existing(socket))) {
                assertThat(command.isConnected()).isTrue();
            }
        }
        ControlAddress.remove(socket);
        assertThat(Files.exists(socket)).isFalse();
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
