package io.switchhook.provisioning.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.provisioning.device.DeviceNote;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.serve.SyslogAddress.Over;
import io.switchhook.provisioning.syslog.DeviceLogs;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Lines of logs, from phones and from whoever else sends some.
@Timeout(60)
class SyslogServerTest {
    private static final String AGENT = "Yealink SIP-T38G 38.70.0.125";
    private static final Mac OTHER = new Mac("001565abcd00");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.66");

    @TempDir private Path folder;
    private Desk desk;
    private LogDesk logDesk;
    private final DeviceLogs logs = new DeviceLogs(4096, 1 << 20);
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(folder);
        adopt(Desk.MAC);
        logDesk = logDesk(new LogDesk.Bounds(1000, 1000, 100));
    }

    private LogDesk logDesk(LogDesk.Bounds bounds) {
        return new LogDesk(
                desk.devices,
                logs,
                desk.notes,
                bounds,
                desk.heard,
                () -> desk.now,
                () -> desk.now.toEpochMilli() * 1_000_000);
    }

    private void adopt(Mac mac) throws Exception {
        desk.ask(Scheme.HTTP, "127.0.0.1", AGENT, "/" + mac + ".cfg");
        desk.adopt(mac, "1001");
    }

    @AfterEach
    void close() throws Exception {
        for (var one : open) one.close();
        desk.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void take(String line) {
        logDesk.take(Desk.LOOPBACK, bytes(line));
    }

    private List<String> lines(Mac mac) {
        return logs.lines(mac.digits()).stream().map(it -> it.message().text()).toList();
    }

    @Test
    void lines_of_a_phone_are_kept_and_warnings_are_in_its_history_too() throws Exception {
        take("<134>Jan 31 12:00:00 phone sua[720]: it works");
        take("<131>Jan 31 12:00:01 phone sua[720]: \u001b[1mit does not");
        assertThat(lines(Desk.MAC)).containsExactly("it works", "\ufffd[1mit does not");
        assertThat(desk.notes.of(Desk.MAC))
                .containsExactly(
                        new DeviceNote(
                                Desk.MAC,
                                desk.now,
                                DeviceNote.Kind.LOG,
                                "sua: \ufffd[1mit does not"));
        assertThat(desk.heard.lines()).isEqualTo(2);
    }

    @Test
    void of_several_phones_at_an_address_it_is_the_one_whose_mac_address_the_line_has()
            throws Exception {
        adopt(OTHER);
        take("<134>Jan 31 12:00:00 phone sua[720]: who am I");
        take("<134>Jan 31 12:00:00 phone sua[720]: [00:15:65:AB:CD:00] me");
        take("<134>Jan 31 12:00:00 phone sua[720]: [00:15:65:99:99:99] somebody else");
        assertThat(lines(OTHER)).containsExactly("[00:15:65:AB:CD:00] me");
        assertThat(lines(Desk.MAC)).isEmpty();
        assertThat(desk.heard.unknown()).isEqualTo(2);
    }

    @Test
    void strangers_leave_nothing() {
        logDesk.take(STRANGER, bytes("<131>Jan 31 12:00:00 phone sua: hear me"));
        assertThat(logs.devices()).isZero();
        assertThat(desk.heard.unknown()).isEqualTo(1);
    }

    @Test
    void a_flood_is_bounded_and_counted() throws Exception {
        logDesk = logDesk(new LogDesk.Bounds(10, 100, 100));
        for (int i = 0; i < 100_000; i++) take("<131>Jan 31 12:00:00 phone sua: flood " + i);
        assertThat(desk.heard.lines()).isEqualTo(100);
        assertThat(desk.heard.dropped()).isEqualTo(99_900);
        assertThat(lines(Desk.MAC).size() + logs.forgotten(Desk.MAC.digits())).isEqualTo(100);
        assertThat(desk.notes.of(Desk.MAC)).hasSize(20);
        desk.now = desk.now.plusSeconds(1);
        for (int i = 0; i < 100; i++) take("<134>Jan 31 12:00:00 phone sua: more");
        assertThat(desk.heard.lines()).isEqualTo(110);
    }

    private SyslogServer start(Over over, SyslogServer.Bounds bounds) throws IOException {
        var here = new SyslogAddress(over, new InetSocketAddress(Desk.LOOPBACK, 0));
        var server = SyslogServer.start(List.of(here), logDesk, bounds, Optional.empty());
        open.add(server);
        return server;
    }

    private static SyslogServer.Bounds bounds(int connections, int perAddress) {
        return new SyslogServer.Bounds(connections, perAddress, Duration.ofSeconds(20));
    }

    /// Asks until it is so; the listeners have threads of their own.
    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) Thread.onSpinWait();
    }

    @Test
    void datagrams_are_taken() throws Exception {
        var server = start(Over.UDP, bounds(1, 1));
        try (var socket = new DatagramSocket()) {
            for (var text : List.of("<134>one", "", "<134>two")) {
                var packet = bytes(text);
                socket.send(
                        new DatagramPacket(
                                packet, packet.length, server.addresses().getFirst().address()));
            }
        }
        until(() -> desk.heard.lines() == 3);
        assertThat(lines(Desk.MAC)).containsExactly("one", "", "two");
    }

    private Socket connect(SyslogServer server) throws IOException {
        var socket = new Socket();
        open.add(socket);
        socket.connect(server.addresses().getFirst().address());
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void frames_of_a_connection_are_taken_in_whatever_pieces() throws Exception {
        var socket = connect(start(Over.TCP, bounds(8, 8)));
        for (var piece : List.of("1", "0 <134", ">fi", "ve!8 <134>six")) {
            socket.getOutputStream().write(bytes(piece));
            socket.getOutputStream().flush();
        }
        until(() -> desk.heard.lines() == 2);
        assertThat(lines(Desk.MAC)).containsExactly("five!", "six");
    }

    @Test
    void a_connection_that_sends_something_else_is_closed_and_counted() throws Exception {
        var socket = connect(start(Over.TCP, bounds(8, 8)));
        socket.getOutputStream().write(bytes("GET / HTTP/1.1\r\n\r\n"));
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        assertThat(desk.heard.malformed()).isEqualTo(1);
    }

    @Test
    void connections_are_bounded() throws Exception {
        var server = start(Over.TCP, bounds(8, 2));
        var first = connect(server);
        var second = connect(server);
        for (var one : List.of(first, second)) one.getOutputStream().write(bytes("8 <134>one"));
        until(() -> desk.heard.lines() == 2);
        assertThat(connect(server).getInputStream().read()).isEqualTo(-1);
        first.close();
        // The place is free a moment after.
        while (true) {
            var again = connect(server);
            again.getOutputStream().write(bytes("8 <134>two"));
            again.shutdownOutput();
            try {
                if (again.getInputStream().read() == -1 && lines(Desk.MAC).contains("two")) break;
            } catch (IOException e) {
                // Closed before what it sent was read: still one too many.
            }
        }
    }

    @Test
    void a_connection_that_says_nothing_ends() throws Exception {
        var server = start(Over.TCP, new SyslogServer.Bounds(8, 8, Duration.ofMillis(200)));
        assertThat(connect(server).getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void an_address_that_cannot_be_had_is_named() throws Exception {
        var taken = start(Over.TCP, bounds(8, 8)).addresses();
        assertThatThrownBy(() -> SyslogServer.start(taken, logDesk, bounds(8, 8), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(taken.getFirst().toString());
    }
}
