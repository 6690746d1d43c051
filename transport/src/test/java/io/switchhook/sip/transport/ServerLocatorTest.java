package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.transport.NameService.Address;
import io.switchhook.sip.transport.NameService.Answer;
import io.switchhook.sip.transport.NameService.Naptr;
import io.switchhook.sip.transport.NameService.Question;
import io.switchhook.sip.transport.NameService.Resource;
import io.switchhook.sip.transport.NameService.Srv;
import io.switchhook.sip.transport.NameService.Type;
import io.switchhook.sip.uri.SipUri;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3263 as decision tables, over a zone in memory.
class ServerLocatorTest {
    /// A zone that remembers what it was asked.
    private static final class Zone implements NameService {
        final Map<Question, List<Resource>> resources = new HashMap<>();
        final ConcurrentLinkedQueue<Question> asked = new ConcurrentLinkedQueue<>();

        Zone with(String name, Type type, Resource resource) {
            resources
                    .computeIfAbsent(new Question(name, type), _ -> new ArrayList<>())
                    .add(resource);
            return this;
        }

        Zone host(String name, String... addresses) {
            for (String address : addresses) {
                var ip = InetAddress.ofLiteral(address);
                with(name, address.contains(":") ? Type.AAAA : Type.A, new Address(ip));
            }
            return this;
        }

        Zone srv(String name, int priority, int weight, int port, String target) {
            return with(name, Type.SRV, new Srv(priority, weight, port, target));
        }

        Zone naptr(String name, int order, int preference, String service, String replacement) {
            return with(name, Type.NAPTR, new Naptr(order, preference, "s", service, replacement));
        }

        @Override
        public Answer ask(Question question) {
            asked.add(question);
            var found = resources.get(question);
            return found == null
                    ? Answer.none(Duration.ofSeconds(30))
                    : new Answer(List.copyOf(found), Duration.ofSeconds(60));
        }
    }

    private record Now(Executor executor) implements Shard {
        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    }

    private final AtomicLong clock = new AtomicLong();
    private final List<DnsServerLocator> made = new ArrayList<>();

    private static Zone example() {
        return new Zone()
                .naptr("full.example", 50, 50, "SIPS+D2T", "_sips._tcp.full.example")
                .naptr("full.example", 90, 50, "SIP+D2T", "_sip._tcp.full.example")
                .naptr("full.example", 100, 50, "SIP+D2U", "_sip._udp.full.example")
                .naptr("full.example", 10, 50, "E2U+sip", "nobody.example")
                .srv("_sips._tcp.full.example", 0, 1, 5071, "one.full.example")
                .srv("_sip._tcp.full.example", 0, 1, 5070, "one.full.example")
                .srv("_sip._udp.full.example", 1, 1, 5062, "two.full.example")
                .srv("_sip._udp.full.example", 0, 1, 5060, "one.full.example")
                .host("one.full.example", "192.0.2.1")
                .host("two.full.example", "192.0.2.2", "2001:db8::2")
                .host("full.example", "192.0.2.9")
                .srv("_sip._tcp.srv.example", 0, 1, 5070, "one.full.example")
                .srv("_sip._udp.refusing.example", 0, 0, 0, ".")
                .host("refusing.example", "192.0.2.8")
                .host("plain.example", "192.0.2.3", "2001:db8::3");
    }

    private DnsServerLocator locator(NameService zone, Transport first, Transport... more) {
        var locator =
                new DnsServerLocator(
                        zone,
                        EnumSet.of(first, more),
                        clock::get,
                        new Random(1),
                        new TransportCounters());
        made.add(locator);
        return locator;
    }

    private DnsServerLocator locator(NameService zone) {
        return locator(zone, Transport.UDP, Transport.TCP, Transport.TLS);
    }

    @AfterEach
    void close() {
        made.forEach(DnsServerLocator::close);
    }

    private static List<Destination> found(DnsServerLocator locator, String uri) throws Exception {
        var found = new CompletableFuture<List<Destination>>();
        locator.locate(SipUri.parse(uri), new Now(Runnable::run), found::complete);
        return found.get(10, TimeUnit.SECONDS);
    }

    /// `UDP 192.0.2.1:5060`, with `!` behind the transport if it was chosen.
    private static String text(List<Destination> destinations) {
        return destinations.stream()
                .map(d ->
                        d.transport()
                                + (d.transportChosen() ? "! " : " ")
                                + Addresses.text(d.address()))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sip:192.0.2.7                        | UDP 192.0.2.7:5060
                    sip:a@192.0.2.7:5080                 | UDP 192.0.2.7:5080
                    sip:[2001:db8::7]                    | UDP [2001:db8::7]:5060
                    sip:192.0.2.7;transport=tcp          | TCP! 192.0.2.7:5060
                    sip:192.0.2.7;transport=TLS          | TLS! 192.0.2.7:5061
                    sip:192.0.2.7;transport=ws           | WS! 192.0.2.7:80
                    sips:192.0.2.7                       | TLS 192.0.2.7:5061
                    sips:192.0.2.7:5080;transport=tcp    | TLS! 192.0.2.7:5080
                    sips:192.0.2.7;transport=ws          | WSS! 192.0.2.7:443
                    sips:192.0.2.7;transport=udp         | ''
                    sip:192.0.2.7;transport=sctp         | ''
                    sip:plain.example;maddr=192.0.2.6    | UDP 192.0.2.6:5060
                    sip:a@df7jal23ls0d.invalid           | ''
                    """)
    void withoutDns(String uri, String expected) throws Exception {
        var zone = example();
        assertThat(text(found(locator(zone), uri))).isEqualTo(expected);
        assertThat(zone.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sip:full.example                 | TLS! 192.0.2.1:5071, TCP! 192.0.2.1:5070, UDP! 192.0.2.1:5060, UDP! 192.0.2.2:5062, UDP! [2001:db8::2]:5062
                    sips:FULL.example.               | TLS! 192.0.2.1:5071
                    sip:full.example;transport=tcp   | TCP! 192.0.2.1:5070
                    sip:full.example;transport=udp   | UDP! 192.0.2.1:5060, UDP! 192.0.2.2:5062, UDP! [2001:db8::2]:5062
                    sip:full.example:5090            | UDP 192.0.2.9:5090
                    sip:full.example:5090;transport=tls | TLS! 192.0.2.9:5090
                    sip:srv.example                  | TCP! 192.0.2.1:5070
                    sip:plain.example                | UDP 192.0.2.3:5060, UDP [2001:db8::3]:5060
                    sips:plain.example               | TLS 192.0.2.3:5061, TLS [2001:db8::3]:5061
                    sip:plain.example;transport=tcp  | TCP! 192.0.2.3:5060, TCP! [2001:db8::3]:5060
                    sip:x.example;maddr=plain.example | UDP 192.0.2.3:5060, UDP [2001:db8::3]:5060
                    sip:nowhere.example              | ''
                    """)
    void withDns(String uri, String expected) throws Exception {
        assertThat(text(found(locator(example()), uri))).isEqualTo(expected);
    }

    @Test
    void transportsWithoutListenerAreNotChosen() throws Exception {
        assertThat(text(found(locator(example(), Transport.UDP), "sip:full.example")))
                .startsWith("UDP! 192.0.2.1:5060");
    }

    @Test
    void hostOfTheUriIsWhatACertificateMustShow() throws Exception {
        var found = found(locator(example()), "sips:full.example");
        assertThat(found).extracting(Destination::host).containsOnly("full.example");
    }

    @Test
    void answersGoodAndBadAreKeptForTheirTime() throws Exception {
        var zone = example();
        var locator = locator(zone);
        found(locator, "sip:plain.example:5060");
        found(locator, "sip:nowhere.example:5060");
        int asked = zone.asked.size();
        found(locator, "sip:plain.example:5061");
        found(locator, "sip:nowhere.example:5061");
        assertThat(zone.asked).hasSize(asked);
        clock.addAndGet(Duration.ofSeconds(31).toNanos());
        found(locator, "sip:plain.example:5061");
        assertThat(zone.asked).hasSize(asked);
        found(locator, "sip:nowhere.example:5061");
        assertThat(zone.asked).hasSize(asked + 2);
        clock.addAndGet(Duration.ofSeconds(31).toNanos());
        found(locator, "sip:plain.example:5061");
        assertThat(zone.asked).hasSize(asked + 4);
    }

    @Test
    void serviceThatThrowsGivesNoServer() throws Exception {
        NameService broken =
                _ -> {
                    throw new IllegalStateException("broken");
                };
        assertThat(found(locator(broken), "sip:broken.example:5060")).isEmpty();
    }

    @Test
    void answerComesOnTheShardThatAsked() throws Exception {
        var onShard = new CompletableFuture<List<Destination>>();
        var posted = new CompletableFuture<Runnable>();
        var uri = SipUri.parse("sip:plain.example");
        locator(example()).locate(uri, new Now(posted::complete), onShard::complete);
        var task = posted.get(10, TimeUnit.SECONDS);
        assertThat(onShard).isNotDone();
        task.run();
        assertThat(onShard).isCompletedWithValueMatching(found -> found.size() == 2);
    }

    @Test
    void weightsAreChancesWithinAPriority() {
        var random = new Random(7);
        var servers =
                List.of(
                        new Srv(2, 100, 1, "last"),
                        new Srv(1, 0, 1, "seldom"),
                        new Srv(1, 10, 1, "light"),
                        new Srv(1, 30, 1, "heavy"));
        var firsts = new HashMap<String, Integer>();
        for (int i = 0; i < 4_000; i++) {
            var ordered = SrvOrder.of(servers, random);
            assertThat(ordered).hasSize(4);
            assertThat(ordered.getLast().target()).isEqualTo("last");
            firsts.merge(ordered.getFirst().target(), 1, Integer::sum);
        }
        assertThat(firsts.get("heavy")).isBetween(2_700, 3_100);
        assertThat(firsts.get("light")).isBetween(850, 1_150);
        assertThat(firsts.get("seldom")).isBetween(30, 200);
    }
}
