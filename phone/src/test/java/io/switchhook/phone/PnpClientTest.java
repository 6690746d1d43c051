package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A phone out of its box, and whoever answers it.
class PnpClientTest {
    private static final String MAC = "001565abcdef";
    private static final String FILES = "http://192.0.2.1:8081/";

    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    private final SimulatedNode node = network.node("phone", "192.0.2.10");
    private final Party group = network.party("everybody", "224.0.1.75");
    private final Party server = network.party("server", "192.0.2.1").outbound(Transport.UDP, node);
    private final Desk desk = new Desk();
    private final PnpClient client = client();

    /// Has what the test puts there, and writes down what it is asked and told.
    private static final class Desk implements PnpClient.Listener {
        final List<String> asked = new ArrayList<>();
        final List<PhoneEvent> events = new ArrayList<>();
        final List<Boot> found = new ArrayList<>();
        Optional<Boot> files = Optional.of(boot(true));

        @Override
        public void fetch(String url, Consumer<Boot> fetched, Consumer<String> failed) {
            asked.add(url);
            files.ifPresentOrElse(fetched, () -> failed.accept("connection refused"));
        }

        @Override
        public void tell(PhoneEvent event) {
            events.add(event);
        }

        @Override
        public void found(Boot boot) {
            found.add(boot);
        }
    }

    private static Boot boot(boolean isOwn) {
        return new Boot(Settings.of(Profile.T38G), List.of(), Optional.empty(), isOwn);
    }

    private PnpClient client() {
        var timers = new Timers(node.shard()::nanoTime);
        node.shard().attend(timers);
        var ground =
                new Ground(
                        node.shard(),
                        timers,
                        node,
                        node,
                        _ -> HostPort.of("192.0.2.10", 5060),
                        "192.0.2.10",
                        Authorities.usual(),
                        new Quiet(),
                        (min, _, listener) -> new Blank(min, listener),
                        network.random());
        var made = new PnpClient(PnpSearch.of(Profile.T38G, "00:15:65:AB:CD:EF"), ground, desk);
        node.handler(made.handler());
        return made;
    }

    /// Answers a question with a NOTIFY.
    private void tell(Request subscribe, String body) {
        tell(subscribe, subscribe.headers().require(Header.FROM).tag(), body);
    }

    private void tell(Request subscribe, String tag, String body) {
        var headers = subscribe.headers();
        var notify =
                server.request(Method.NOTIFY, "sip:MAC%3a" + MAC + "@192.0.2.10:5060")
                        .with(h ->
                                h.set(Header.CALL_ID, headers.require(Header.CALL_ID))
                                        .set(Header.TO, headers.require(Header.TO).withTag(tag)));
        server.send(
                server.again(
                        notify,
                        """
                        Event: ua-profile
                        Subscription-State: terminated;reason=timeout
                        Content-Type: application/url

                        %s\
                        """
                                .formatted(body)));
    }

    private Request asks() {
        return group.expect(Method.SUBSCRIBE);
    }

    @Test
    void it_asks_everybody_as_the_makers_phones_do() {
        client.start();
        var asked = asks();
        var headers = asked.headers();
        assertThat(asked.uri()).hasToString("sip:MAC%3a001565abcdef@224.0.1.75");
        assertThat(headers.get(Header.EXPIRES)).contains(0);
        var event = headers.require(Header.EVENT);
        assertThat(event.type()).isEqualTo("ua-profile");
        assertThat(event.parameters())
                .hasToString(
                        ";profile-type=\"device\";vendor=\"Yealink\";model=\"T38G\""
                                + ";version=\"38.70.0.1\"");
        assertThat(headers.all(Header.CONTACT).toString())
                .contains("sip:MAC%3a001565abcdef@192.0.2.10:5060");
        assertThat(asked.toString()).contains("application/url");
    }

    @Test
    void it_fetches_what_it_is_told_of_and_asks_no_more() {
        client.start();
        var asked = asks();
        group.reply(asked, 200, "Expires: 0\n");
        tell(asked, FILES);
        server.expect(200, Method.NOTIFY);
        assertThat(desk.asked).containsExactly(FILES);
        assertThat(desk.found).hasSize(1);
        assertThat(desk.events).containsExactly(new PhoneEvent.FilesAt(FILES));
        group.expectNothingFor(Duration.ofHours(1));
        assertThat(network.clock().isIdle()).isTrue();
    }

    /// A URL that comes before the 200, and twice, is one URL.
    @Test
    void it_takes_the_first_answer() {
        client.start();
        var asked = asks();
        tell(asked, FILES);
        server.expect(200, Method.NOTIFY);
        tell(asked, "http://192.0.2.66/");
        server.expect(481, Method.NOTIFY);
        assertThat(desk.asked).containsExactly(FILES);
    }

    @Test
    void it_asks_again_until_it_is_adopted_and_ever_more_seldom() {
        desk.files = Optional.of(boot(false));
        client.start();
        var waits = new ArrayList<Duration>();
        for (int i = 0; i < 10; i++) {
            var asked = asks();
            group.reply(asked, 200, "Expires: 0\n");
            tell(asked, FILES);
            server.expect(200, Method.NOTIFY);
            var told = network.clock().elapsed();
            network.clock().advanceUntil(() -> group.unread().size() > 0, Duration.ofMinutes(10));
            waits.add(network.clock().elapsed().minus(told));
        }
        assertThat(waits.getFirst()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(11));
        assertThat(waits.get(1)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(21));
        assertThat(waits.getLast()).isBetween(Duration.ofSeconds(149), Duration.ofSeconds(301));
        assertThat(desk.events.getLast().toString())
                .contains("no file for " + MAC + " yet; asked again in");
        desk.files = Optional.of(boot(true));
        tell(asks(), FILES);
        server.expect(200, Method.NOTIFY);
        assertThat(desk.found).hasSize(1);
    }

    @Test
    void each_question_has_a_call_id_of_its_own() {
        client.start();
        var first = asks();
        network.clock().advance(Duration.ofSeconds(60));
        group.ignoreUnread();
        network.clock().advanceUntil(() -> !group.unread().isEmpty(), Duration.ofMinutes(5));
        var second = asks();
        var id = Header.CALL_ID;
        assertThat(second.headers().require(id)).isNotEqualTo(first.headers().require(id));
        tell(first, FILES);
        server.expect(481, Method.NOTIFY);
        assertThat(desk.asked).isEmpty();
        assertThat(desk.events.getFirst().toString()).contains("nobody tells where the files are");
    }

    @Test
    void files_that_cannot_be_had_are_asked_for_again() {
        desk.files = Optional.empty();
        client.start();
        var asked = asks();
        group.reply(asked, 200, "Expires: 0\n");
        tell(asked, FILES);
        server.expect(200, Method.NOTIFY);
        assertThat(desk.events.getLast().toString()).contains(FILES + ": connection refused");
        desk.files = Optional.of(boot(true));
        network.clock().advanceUntil(() -> !group.unread().isEmpty(), Duration.ofMinutes(5));
        tell(asks(), FILES);
        server.expect(200, Method.NOTIFY);
        assertThat(desk.found).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://192.0.2.1/", "file:///etc/passwd", "no url", "http:///x", " "})
    void what_is_no_url_of_files_is_refused(String body) {
        client.start();
        tell(asks(), body);
        server.expect(400, Method.NOTIFY);
        assertThat(desk.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Call-ID", "tag", "Event"})
    void who_did_not_hear_the_question_is_not_believed(String wrong) {
        client.start();
        var asked = asks();
        switch (wrong) {
            case "tag" -> tell(asked, "guess", FILES);
            case "Call-ID" ->
                    tell(asked.with(h -> h.set(Header.CALL_ID, new CallId("guess"))), FILES);
            default ->
                    server.send(
                            server.request(Method.NOTIFY, "sip:MAC%3a" + MAC + "@192.0.2.10:5060")
                                    .with(h -> h.add(Header.EVENT, Event.of("check-sync"))));
        }
        server.expect(481, Method.NOTIFY);
        assertThat(desk.asked).isEmpty();
    }

    @Test
    void one_that_is_closed_asks_no_more() {
        client.start();
        asks();
        client.close();
        network.clock().advance(Duration.ofMinutes(1));
        group.expectNothingFor(Duration.ofHours(1));
    }

    @Test
    void a_search_has_a_mac_address_and_times() {
        assertThatThrownBy(() -> PnpSearch.of(Profile.T38G, "0015"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        PnpSearch.of(Profile.T38G, MAC).every(Duration.ZERO, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
