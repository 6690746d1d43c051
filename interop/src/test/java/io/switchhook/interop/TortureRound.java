package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Some messages of the RFCs, one after the other, to one server; afterwards a call through it.
final class TortureRound implements AutoCloseable {
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

    private final String domain;
    private final int sip;
    private final String address;
    private final TortureSender sender;
    private final List<String> wrong = new ArrayList<>();
    private int probes;

    /// @param sip the server's port
    /// @param address whose ports the answers go to, used by no other round
    TortureRound(String domain, int sip, String address) throws IOException {
        this.domain = domain;
        this.sip = sip;
        this.address = address;
        this.sender = new TortureSender(address, sip);
    }

    /// Returns what was not as the RFCs ask. Some answers take long to come, or not to come: meanwhile the next messages are
    /// sent.
    List<String> play(List<TortureCase> cases, String transport) throws Exception {
        probe("the start");
        var replies = new ArrayList<TortureSender.Reply>();
        for (var each : cases) {
            if (transport.equals("udp")) {
                var reply = sender.overUdp(each);
                bindings(each, reply);
                replies.add(reply);
            } else {
                replies.add(sender.overTcp(each));
            }
            probe(each.name());
        }
        for (var i = 0; i < cases.size(); i++) {
            judge(cases.get(i), replies.get(i).await());
        }
        probe("all");
        aCallIsServed();
        return wrong;
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

    private void bindings(TortureCase sent, TortureSender.Reply reply) throws Exception {
        var expected = BINDINGS.get(sent.name());
        if (expected == null) {
            return;
        }
        reply.await();
        var contacts = new StringBuilder();
        for (var answer : ask("REGISTER", "sip:" + domain, expected.aor())) {
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

    private void probe(String after) throws IOException {
        var uri = "sip:127.0.0.1:" + sip;
        assertThat(ask("OPTIONS", uri, uri)).as("the server lives after " + after).isNotEmpty();
    }

    private List<String> ask(String method, String uri, String to) throws IOException {
        var id = "probe-%d-%d".formatted(ProcessHandle.current().pid(), ++probes);
        return sender.exchange(
                """
                %1$s %2$s SIP/2.0\r
                Via: SIP/2.0/UDP %5$s:5060;branch=z9hG4bK%4$s;rport\r
                From: <sip:probe@example.com>;tag=%4$s\r
                To: <%3$s>\r
                Call-ID: %4$s\r
                CSeq: 1 %1$s\r
                Max-Forwards: 70\r
                Content-Length: 0\r
                \r
                """
                        .formatted(method, uri, to, id, address),
                id);
    }

    private void aCallIsServed() throws IOException {
        try (var a = new RawPhone("alice", domain, sip);
                var b = new RawPhone("bob", domain, sip)) {
            assertThat(b.register("")).startsWith("SIP/2.0 200 ");
            a.send(a.request("INVITE", "sip:bob@" + domain, "bob", a.contact()));
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

    @Override
    public void close() throws IOException {
        sender.close();
    }
}
