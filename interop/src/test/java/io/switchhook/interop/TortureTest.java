package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The messages of RFC 4475 and RFC 5118 against a running server: it answers as the RFC asks or stays silent where it
/// must, is alive after each, and serves a call after all.
class TortureTest {
    private static final String DOMAIN = "example.com";

    /// What the bindings must show after a REGISTER (RFC 4475 §3.1.1.4, §3.3.12 to §3.3.14).
    ///
    /// @param never a pattern that must not be found
    private record Bindings(String aor, List<String> shown, Optional<String> never) {}

    private static final String PARAMETER_IN_URI = "gw1\\.example\\.net;unknownparam[^,\\r]*>";
    private static final Map<String, Bindings> BINDINGS =
            Map.of(
                    "escnull",
                    new Bindings(
                            "sip:null-%00-null@example.com",
                            List.of("sip:%00@host5", "sip:%00%00@host5"), Optional.empty()),
                    "cparam01",
                    new Bindings(
                            "sip:watson@example.com",
                            List.of("gw1\\.example\\.net"),
                            Optional.of(PARAMETER_IN_URI)),
                    "cparam02",
                    new Bindings(
                            "sip:watson@example.com", List.of(PARAMETER_IN_URI), Optional.empty()),
                    "regescrt",
                    new Bindings(
                            "sip:user@example.com",
                            List.of("\\?Route=%3Csip:sip\\.example\\.com%3E"),
                            Optional.empty()));

    private final int sip = Ports.free();
    private final List<String> wrong = new ArrayList<>();
    private Path folder = Path.of("target");
    private int probes;

    @BeforeEach
    void folder(TestInfo test) {
        folder = Folder.of(test);
    }

    @ParameterizedTest
    @CsvSource({"rfc4475, udp", "rfc4475, tcp", "rfc5118, udp", "rfc5118, tcp"})
    void answersAsTheRfcAsks(String collection, String transport) throws Exception {
        var config =
                new Config()
                        .domain(DOMAIN)
                        .listen("udp", "127.0.0.1", sip)
                        .listen("tcp", "127.0.0.1", sip)
                        .line("authentication: none");
        for (var round : TortureCase.rounds(collection)) {
            try (var _ = Server.start(folder, config);
                    var sender = new TortureSender(sip)) {
                probe(sender, "the start");
                for (var each : round) {
                    if (transport.equals("udp")) {
                        judge(each, sender.overUdp(each));
                        bindings(each, sender);
                    } else {
                        judge(each, sender.overTcp(each));
                    }
                    probe(sender, each.name());
                }
                aCallIsServed();
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void judge(TortureCase sent, TortureSender.Answer answer) {
        var refusedByClosing = answer.closed() && !(sent.valid() && sent.complete());
        var right = sent.accepts(answer.statuses()) || refusedByClosing;
        var verdict =
                "%s %s: expected %s, got %s%s"
                        .formatted(
                                right ? "ok " : "BAD",
                                sent.name(),
                                sent.expected(),
                                answer.statuses(),
                                answer.closed() ? ", closed" : "");
        System.out.println(verdict);
        if (!right) {
            wrong.add(verdict);
        }
    }

    private void bindings(TortureCase sent, TortureSender sender) throws IOException {
        var expected = BINDINGS.get(sent.name());
        if (expected == null) {
            return;
        }
        var contacts = new StringBuilder();
        for (var answer : ask(sender, "REGISTER", "sip:" + DOMAIN, expected.aor())) {
            answer.lines()
                    .filter(line -> line.matches("(?i)(Contact|m)\\s*:.*"))
                    .forEach(line -> contacts.append(line).append('\n'));
        }
        for (var pattern : expected.shown()) {
            if (!contacts.toString().matches("(?s).*" + pattern + ".*")) {
                wrong.add(sent.name() + ": bindings lack " + pattern + ": " + contacts);
            }
        }
        expected.never()
                .filter(pattern -> contacts.toString().matches("(?s).*" + pattern + ".*"))
                .ifPresent(pattern -> wrong.add(sent.name() + ": bindings have " + pattern));
    }

    private void probe(TortureSender sender, String after) throws IOException {
        var uri = "sip:127.0.0.1:" + sip;
        assertThat(ask(sender, "OPTIONS", uri, uri))
                .as("the server lives after " + after)
                .isNotEmpty();
    }

    private List<String> ask(TortureSender sender, String method, String uri, String to)
            throws IOException {
        var id = "probe-%d-%d".formatted(ProcessHandle.current().pid(), ++probes);
        return sender.exchange(
                """
                %s %s SIP/2.0\r
                Via: SIP/2.0/UDP 127.0.0.2:5060;branch=z9hG4bK%s;rport\r
                From: <sip:probe@example.com>;tag=%3$s\r
                To: <%s>\r
                Call-ID: %3$s\r
                CSeq: 1 %1$s\r
                Max-Forwards: 70\r
                Content-Length: 0\r
                \r
                """
                        .formatted(method, uri, id, to),
                id);
    }

    private void aCallIsServed() throws IOException {
        try (var a = new RawPhone("alice", DOMAIN, sip);
                var b = new RawPhone("bob", DOMAIN, sip)) {
            assertThat(b.register("")).startsWith("SIP/2.0 200 ");
            a.send(a.request("INVITE", "sip:bob@" + DOMAIN, "bob", a.contact()));
            var invite = b.await(message -> message.startsWith("INVITE "));
            b.send(RawPhone.response(invite, "200 OK", b.contact()));
            var ok = a.await(RawPhone.isStatus(200));
            var to = RawPhone.header(ok, "To");
            a.send(a.request("ACK", target(ok), to, 1, route(ok)));
            b.await(message -> message.startsWith("ACK "));
            a.send(a.request("BYE", target(ok), to, 2, route(ok)));
            var bye = b.await(message -> message.startsWith("BYE "));
            b.send(RawPhone.response(bye, "200 OK", ""));
            a.await(message -> message.startsWith("SIP/2.0 200 ") && message.contains("2 BYE"));
        }
    }

    private static String target(String ok) {
        return RawPhone.header(ok, "Contact").replaceAll("[<>]", "");
    }

    /// The route set: what the server recorded, last first.
    private static String route(String ok) {
        var routes = new StringBuilder();
        ok.lines()
                .filter(line -> line.startsWith("Record-Route:"))
                .toList()
                .reversed()
                .forEach(line -> routes.append(line.substring("Record-".length())).append("\r\n"));
        return routes.toString();
    }
}
