package io.switchhook.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Phones fetch their files from a real server, a few of them, and a price follows from turns; nothing is measured.
class ProvisionTest {
    private static final SliceResult.Percentiles TIMES = new SliceResult.Percentiles(1, 2, 3, 4, 5);

    private static List<FilePhone> phones(int from, int to) {
        return IntStream.range(from, to).mapToObj(FilePhone::new).toList();
    }

    private static ProvisionTurn turn(String name, double cpu, int phones, int failed) {
        var calls = Slices.slice("call-digest", "ours", 0, 100, cpu);
        return new ProvisionTurn(
                name,
                calls,
                phones == 0
                        ? null
                        : new Fetching.Result(
                                phones,
                                10,
                                11,
                                phones - failed,
                                Map.of("MAC file: 404", failed),
                                20_000,
                                TIMES,
                                TIMES,
                                TIMES));
    }

    @Test
    void phonesThatAreAdoptedHaveTheirFilesAndOthersHaveNot() throws Exception {
        int known = 12;
        try (var server = FilesServer.start(known, phones(0, known))) {
            var first = Fetching.play(server.files(), phones(0, known), 0.1);
            assertThat(first.failures()).isEmpty();
            assertThat(first.done()).isEqualTo(known);
            assertThat(first.failed()).isZero();
            assertThat(first.bytes()).isGreaterThan(1_000);

            var all = Fetching.play(server.files(), phones(0, known + 3), 0);
            assertThat(all.done()).isEqualTo(known);
            assertThat(all.failures()).isEqualTo(Map.of("MAC file: 404", 3));

            var load = Load.CALL_DIGEST;
            var few = new Load.Needs(true, known, 1, "UDP");
            try (var office = new LoadOffice(load, few, server)) {
                assertThat(office.register()).isZero();
                var asked = new int[1];
                var calls = office.playUntil(() -> ++asked[0] > 5, 100);
                assertThat(calls.failures).isEmpty();
                assertThat(calls.done).isPositive().isEqualTo(calls.begun);
            }
        }
    }

    @Test
    void eachPhoneIsAnother() {
        var all = phones(0, 90_000);
        assertThat(all.stream().map(FilePhone::mac).distinct()).hasSize(all.size());
        assertThat(all.stream().map(FilePhone::address).distinct()).hasSize(all.size());
        assertThat(all)
                .allSatisfy(phone -> assertThat(phone.address().isLoopbackAddress()).isTrue());
        var last = all.getLast();
        assertThat(last.ownFile()).isEqualTo("001565015f8f.cfg");
        assertThat(last.agent()).isEqualTo("Yealink SIP-T32G 32.70.0.130 00:15:65:01:5f:8f");
        assertThat(FilePhone.table(phones(0, 2)))
                .isEqualTo(
                        """
                        mac,model,accounts
                        001565000000,T32G,u1000000
                        001565000001,T32G,u1000001
                        """);
    }

    @Test
    void anAnswerIsAFileOnlyIfAllOfItIsThere() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n";
        assertThat(FileFetch.body(bytes(head + "a = 1"))).asString().isEqualTo("a = 1");
        assertThatThrownBy(() -> FileFetch.body(bytes(head + "a ="))).hasMessage("3 bytes of 5");
        assertThatThrownBy(() ->
                        FileFetch.body(
                                bytes(
                                        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")))
                .hasMessage("503");
        assertThatThrownBy(() -> FileFetch.body(bytes("HTTP/1.1 200 OK\r\nCont")))
                .hasMessageContaining("not complete");
        assertThatThrownBy(() -> FileFetch.body(new byte[0])).hasMessageContaining("not complete");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /// 1,000 calls take 300 ms of the server beyond the 200 ms that they take alone.
    @Test
    void aPhonePaysForWhatCallsAloneDoNot() {
        var turns = new ArrayList<ProvisionTurn>();
        turns.add(turn("none, before", 220, 0, 0));
        turns.add(turn("over 10 s", 500, 110, 10));
        turns.add(turn("none, after", 180, 0, 0));
        assertThat(ProvisionTurn.call(turns)).isCloseTo(200, within(1e-9));
        assertThat(turns.get(1).price(200)).isCloseTo(3.0, within(1e-9));
        assertThat(turns.getFirst().price(200)).isZero();
        assertThat(turn("nobody", 500, 10, 10).price(200)).isZero();

        var tables = ProvisionTurn.tables(turns).replaceAll(" +", " ");
        assertThat(tables)
                .contains("| over 10 s | common | 100 | 10 | 1.0 | 2.0 | 3.0 | 5.0 | 11.0 |")
                .contains("| over 10 s | both | 100 | 10 |")
                .contains("| none, before | 1,000 | 0 | 0 | 1.0 | 3.0 | 5.0 |")
                .contains(" | 3.00 | 50 / 60 | 0.00 |");
        assertThat(tables.lines().filter(line -> line.startsWith("| none, after"))).hasSize(1);
    }
}
