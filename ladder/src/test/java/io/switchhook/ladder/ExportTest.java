package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {

    /// A call over every transport and both versions of IP, all on the ports that are usual.
    private static List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        long time = 0;
        for (var transport : List.of("UDP", "TCP", "TLS", "WS", "WSS")) {
            for (var host : List.of("10.0.0.7", "2001:db8::7")) {
                int port = transport.equals("TLS") ? 5061 : transport.startsWith("W") ? 5066 : 5060;
                var local =
                        new InetSocketAddress(
                                host.equals("10.0.0.7") ? "10.0.0.1" : "2001:db8::1", port);
                var path =
                        new io.switchhook.ladder.Path(
                                transport, local, new InetSocketAddress(host, 40_000 + port));
                for (var entry : Scene.talking().entries()) {
                    var what =
                            switch (entry.what()) {
                                case Entry.Received(_, var bytes, int length) ->
                                        new Entry.Received(path, bytes, length);
                                case Entry.Sent(_, var bytes, int length) ->
                                        new Entry.Sent(path, bytes, length);
                                case Entry.Remarked remarked -> remarked;
                            };
                    entries.add(new Entry(time++ * 1_000_000, entry.key(), what));
                }
            }
        }
        return entries;
    }

    private static boolean hasTshark() {
        boolean has = Files.isExecutable(Path.of("/usr/bin/tshark"));
        if ("true".equals(System.getenv("CI"))) assertThat(has).as("tshark is installed").isTrue();
        return has;
    }

    private static List<String> tshark(Path file, String... more) throws Exception {
        var command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        command.addAll(List.of(more));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var lines =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return lines;
    }

    @Test
    void Wireshark_sees_each_message_with_all_its_bytes(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(hasTshark());
        var file = folder.resolve("call.pcapng");
        Files.write(file, PcapngExport.of(entries(), Scene.TIMELINE));
        var messages =
                entries().stream().map(Seen::of).flatMap(java.util.Optional::stream).toList();
        assertThat(tshark(file, "-Y", "sip")).hasSameSizeAs(messages);
        var lengths =
                tshark(file, "-Y", "sip", "-T", "fields", "-e", "udp.length", "-e", "tcp.len")
                        .stream()
                        .map(line ->
                                line.startsWith("\t")
                                        ? Integer.parseInt(line.strip())
                                        : Integer.parseInt(line.strip()) - 8)
                        .toList();
        assertThat(lengths).isEqualTo(messages.stream().map(it -> it.bytes().length).toList());
        assertThat(
                        tshark(
                                file,
                                "-Y",
                                "tcp.analysis.flags || _ws.malformed || ip.checksum.status == 0"))
                .isEmpty();
        assertThat(
                        tshark(
                                file,
                                "-Y",
                                "sip.Method == INVITE",
                                "-T",
                                "fields",
                                "-e",
                                "sip.auth.digest.response"))
                .contains("\"" + "*".repeat(32) + "\"")
                .noneMatch(line -> line.contains("0123456789abcdef"));
    }

    @Test
    void a_message_that_was_cut_off_has_its_whole_length(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(hasTshark());
        var file = folder.resolve("cut.pcapng");
        byte[] bytes =
                "OPTIONS sip:x SIP/2.0\r\nContent-Length: 20000\r\n\r\nab"
                        .getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                PcapngExport.of(
                        List.of(new Entry(0, 1, new Entry.Received(Scene.A, bytes, 20_049))),
                        Scene.TIMELINE));
        assertThat(tshark(file, "-T", "fields", "-e", "frame.len", "-e", "frame.cap_len"))
                .containsExactly(20_049 + 28 + "\t" + (bytes.length + 28));
    }

    @Test
    void a_HEP_packet_has_the_message_and_its_way() {
        var entry = Scene.talking().entries().getFirst();
        var packet =
                ByteBuffer.wrap(HepPacket.of(entry, Scene.TIMELINE, 2001, "call-1").orElseThrow());
        assertThat(packet.getInt()).isEqualTo(0x48455033);
        assertThat(packet.getShort()).isEqualTo((short) packet.capacity());
        var chunks = new java.util.TreeMap<Integer, byte[]>();
        while (packet.hasRemaining()) {
            assertThat(packet.getShort()).isZero();
            int type = packet.getShort();
            var value = new byte[packet.getShort() - 6];
            packet.get(value);
            chunks.put(type, value);
        }
        assertThat(chunks.get(1)).containsExactly(2);
        assertThat(chunks.get(2)).containsExactly(17);
        assertThat(chunks.get(3)).containsExactly(10, 0, 0, 7);
        assertThat(chunks.get(4)).containsExactly(10, 0, 0, 1);
        assertThat(ByteBuffer.wrap(chunks.get(7)).getShort()).isEqualTo((short) 5062);
        assertThat(ByteBuffer.wrap(chunks.get(8)).getShort()).isEqualTo((short) 5060);
        assertThat(ByteBuffer.wrap(chunks.get(9)).getInt())
                .isEqualTo((int) Scene.TIMELINE.instant().getEpochSecond());
        assertThat(chunks.get(11)).containsExactly(1);
        assertThat(ByteBuffer.wrap(chunks.get(12)).getInt()).isEqualTo(2001);
        assertThat(new String(chunks.get(15), StandardCharsets.UTF_8))
                .startsWith("INVITE sip:1002@office.example SIP/2.0\r\n");
        assertThat(new String(chunks.get(17), StandardCharsets.UTF_8)).isEqualTo("call-1");
    }

    @Test
    void a_remark_is_no_HEP_packet() {
        assertThat(
                        HepPacket.of(
                                new Entry(0, 1, new Entry.Remarked(new Remark.UnknownUser("x"))),
                                Scene.TIMELINE,
                                1,
                                ""))
                .isEmpty();
    }
}
