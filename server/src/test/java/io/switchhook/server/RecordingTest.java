package io.switchhook.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.console.Health;
import io.switchhook.console.Metrics;
import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Path;
import io.switchhook.ladder.Remark;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    private static final Path PHONE =
            new Path(
                    "UDP",
                    new InetSocketAddress("127.0.0.1", 5060),
                    new InetSocketAddress("127.0.0.1", 40000));

    @TempDir private java.nio.file.Path folder;

    private Recording start(String... settings) throws Exception {
        var configuration =
                new ConfigurationSource(
                                Optional.empty(), Optional.of(folder), Arrays.asList(settings))
                        .read();
        return new Recording(
                configuration, FloorSettings.of(configuration), InstantSource.system());
    }

    private static void call(Recording recording, String id) {
        byte[] invite =
                """
                INVITE sip:1009@office.example SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bK-1
                From: <sip:1001@office.example>;tag=a
                To: <sip:1009@office.example>
                Call-ID: %s
                CSeq: 1 INVITE
                Proxy-Authorization: Digest username="1001", response="0123456789abcdef"
                Content-Length: 0

                """
                        .formatted(id)
                        .replace("\n", "\r\n")
                        .getBytes(US_ASCII);
        recording.recorder.received(PHONE, invite, 0, invite.length, id);
        recording.recorder.remark(id, new Remark.UnknownUser("1009"));
    }

    private static String health(Recording recording) {
        var health = new Health();
        recording.show(new Metrics(), health);
        return health.report().problems().toString();
    }

    @Test
    void a_server_that_starts_again_knows_the_calls_of_before() throws Exception {
        try (var recording = start()) {
            call(recording, "one@127.0.0.1");
        }
        try (var recording = start()) {
            call(recording, "two@127.0.0.1");
            assertThat(recording.ladders.last(10))
                    .extracting(Ladder::callId)
                    .containsExactly("two@127.0.0.1", "one@127.0.0.1");
        }
    }

    @Test
    void what_is_written_needs_no_orderly_end() throws Exception {
        try (var killed = start()) {
            call(killed, "one@127.0.0.1");
            killed.tellOthers();
            try (var next = start()) {
                assertThat(next.ladders.byId("one@127.0.0.1")).isPresent();
            }
        }
    }

    @Test
    void no_files_are_made_where_none_are_wanted() throws Exception {
        for (var setting : List.of("limits.ladderFiles=0 B", "limits.ladder=0 B"))
            try (var recording = start(setting)) {
                call(recording, "one@127.0.0.1");
            }
        assertThat(folder.resolve("ladders")).doesNotExist();
    }

    @Test
    void a_disk_that_fails_is_told_of() throws Exception {
        Files.writeString(folder.resolve("ladders"), "in the way");
        try (var recording = start()) {
            call(recording, "one@127.0.0.1");
            recording.tellOthers();
            assertThat(health(recording)).contains("ladders cannot be saved in");
            assertThat(recording.ladders.byId("one@127.0.0.1")).isPresent();
        }
    }

    @Test
    void a_collector_is_told_of_each_message_and_of_no_secret() throws Exception {
        try (var collector = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var recording =
                        start(
                                "hep.collector=127.0.0.1:" + collector.getLocalPort(),
                                "hep.agent=7")) {
            collector.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
            call(recording, "one@127.0.0.1");
            recording.tellOthers();
            var packet = new DatagramPacket(new byte[65_536], 65_536);
            collector.receive(packet);
            var text = new String(packet.getData(), 0, packet.getLength(), US_ASCII);
            assertThat(text)
                    .startsWith("HEP3")
                    .contains("INVITE sip:1009", "one@127.0.0.1", "response=\"****************\"")
                    .doesNotContain("0123456789abcdef");
            assertThat(health(recording)).isEqualTo("{}");
        }
    }

    @Test
    void a_collector_that_has_no_address_is_told_of() throws Exception {
        try (var recording = start("hep.collector=no-such-host.invalid")) {
            call(recording, "one@127.0.0.1");
            recording.tellOthers();
            assertThat(health(recording)).contains("no-such-host.invalid:9060 has no address");
        }
    }
}
