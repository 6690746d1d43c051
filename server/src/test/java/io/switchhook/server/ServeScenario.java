package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own.
@Timeout(120)
class ServeScenario {
    @TempDir private Path folder;

    private Process start(String... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.switchhook.server.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @Test
    void a_server_says_once_that_it_is_ready_and_ends_well_when_told() throws Exception {
        var process =
                start(
                        "serve",
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        "listen=udp://127.0.0.1:0,tcp://127.0.0.1:0",
                        "--set",
                        "console=http://127.0.0.1:0");
        try (var out = process.inputReader()) {
            String ready = out.readLine();
            assertThat(ready)
                    .matches(
                            "ready udp://127\\.0\\.0\\.1:\\d+ tcp://127\\.0\\.0\\.1:\\d+ console http://127\\.0\\.0\\.1:\\d+");
            var words = ready.split(" ");
            for (var address : List.of(words[2], words[4])) {
                try (var socket = new Socket()) {
                    socket.connect(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port(address)));
                }
            }
            assertThat(out.readLine())
                    .matches(
                            "console login: user admin, password [a-z0-9-]{23} \\(told this once; .*");
            process.toHandle().destroy();
            assertThat(out.readLine()).isNull();
        }
        assertThat(end(process)).isZero();
        assertThat(err()).contains(" info  server  started ", " info  server  draining ");
        assertThat(folder.resolve("data/switchhook.sock")).doesNotExist();
    }

    @Test
    void a_port_that_is_taken_is_told_in_one_line() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "tcp://127.0.0.1:" + taken.getLocalPort();
            var process =
                    start(
                            "serve",
                            "--data",
                            folder.resolve("data").toString(),
                            "--set",
                            "console=none",
                            "--set",
                            "listen=" + address);
            assertThat(end(process)).isEqualTo(1);
            assertThat(err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("switchhook: cannot listen on " + address + ": ")
                    .containsIgnoringCase("in use");
        }
    }

    @Test
    void the_demo_says_how_to_point_a_phone_at_it() throws Exception {
        var process = start("demo");
        try (var out = process.inputReader()) {
            assertThat(untilReady(out))
                    .contains(
                            "127.0.0.1",
                            "1004",
                            "1005",
                            "1006",
                            "password",
                            "UDP or TCP",
                            "*43",
                            "*44",
                            "ready udp://127.0.0.1:");
            // The first flow, drawn.
            assertThat(
                            out.lines()
                                    .anyMatch(line ->
                                            line.startsWith("setup: ") && line.contains("holds")))
                    .isTrue();
            process.toHandle().destroy();
        }
        assertThat(end(process)).isZero();
        assertThat(err()).isEmpty();
    }

    private static String untilReady(BufferedReader out) throws IOException {
        var text = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            text.append(line).append('\n');
            if (line.startsWith("ready ")) break;
        }
        return text.toString();
    }
}
