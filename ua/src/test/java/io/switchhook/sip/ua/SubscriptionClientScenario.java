package io.switchhook.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.SubscriptionState;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Alice keeps herself subscribed to a lamp; the notifier is a script.
@Scenario("RFC 6665 §4.1")
class SubscriptionClientScenario implements SubscriptionClient.Listener {
    private static final Uri LAMP = Uri.parse("sip:1002@192.0.2.50");
    private static final SubscriptionSettings SETTINGS =
            SubscriptionSettings.to(
                    LAMP,
                    Event.of("dialog"),
                    List.of(MediaType.of("application", "dialog-info+xml")),
                    Duration.ofHours(1));

    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Telephone alice = new Telephone(network, "alice", "192.0.2.10");
    private final Party notifier = network.party("notifier", "192.0.2.50");
    private final List<String> heard = new ArrayList<>();
    private Duration retry = Duration.ZERO;
    private final SubscriptionClient client;
    private int number;

    SubscriptionClientScenario() {
        notifier.outbound(Transport.UDP, alice.node);
        client = alice.agent.subscribe(alice.user, SETTINGS, this);
    }

    @Override
    public void notified(Request notify) {
        heard.add("notified " + notify.headers().require(Header.SUBSCRIPTION_STATE).state());
    }

    @Override
    public void subscribed(Duration expires) {
        heard.add("subscribed for " + expires.toSeconds());
    }

    @Override
    public void lost(String why, Optional<Duration> again) {
        retry = again.orElse(Duration.ZERO);
        heard.add("lost: " + why + (again.isPresent() ? "" : " for ever"));
    }

    @Override
    public void unsubscribed() {
        heard.add("unsubscribed");
    }

    @AfterEach
    void nothingIsLeft() {
        client.stop();
        pass(Duration.ofHours(2));
        notifier.ignoreUnread();
        assertThat(client.isOver()).isTrue();
        assertThat(alice.isIdle()).isTrue();
    }

    private void pass(Duration time) {
        network.clock().advance(time);
    }

    private void soon() {
        pass(Duration.ofMillis(100));
    }

    private List<String> heard() {
        var since = List.copyOf(heard);
        heard.clear();
        return since;
    }

    /// A NOTIFY in the dialog that a SUBSCRIBE asked for.
    private Request notify(Request subscribe, SubscriptionState state) {
        return notify(subscribe, "notifier", state);
    }

    private Request notify(Request subscribe, String tag, SubscriptionState state) {
        var headers = subscribe.headers();
        int next = ++number;
        return notifier.request(Method.NOTIFY, "sip:alice@192.0.2.10")
                .with(h ->
                        h.set(Header.FROM, NameAddr.of(LAMP).withTag(tag))
                                .set(Header.TO, headers.require(Header.FROM))
                                .set(Header.CALL_ID, headers.require(Header.CALL_ID))
                                .set(Header.CSEQ, new CSeq(next, Method.NOTIFY))
                                .add(Header.EVENT, Event.of("dialog"))
                                .add(Header.SUBSCRIPTION_STATE, state));
    }

    private static SubscriptionState active(int seconds) {
        return SubscriptionState.active(seconds);
    }

    /// Answers the SUBSCRIBE that is due, and tells.
    private Request establish(int seconds) {
        var subscribe = notifier.expect(Method.SUBSCRIBE);
        notifier.reply(subscribe, 200, "Expires: " + seconds + "\n");
        notifier.send(notify(subscribe, active(seconds)));
        notifier.expect(200, Method.NOTIFY);
        return subscribe;
    }

    @Test
    void subscribesAndIsTold() {
        var subscribe = establish(3600);
        var headers = subscribe.headers();
        assertThat(headers.require(Header.EVENT)).isEqualTo(Event.of("dialog"));
        assertThat(headers.require(Header.EXPIRES)).isEqualTo(3600);
        assertThat(headers.all(Header.ACCEPT)).hasToString(SETTINGS.accept().toString());
        assertThat(heard()).containsExactly("subscribed for 3600", "notified active");
        assertThat(client.isActive()).isTrue();
        notifier.send(notify(subscribe, active(3500)));
        notifier.expect(200, Method.NOTIFY);
        assertThat(heard()).containsExactly("notified active");
    }

    @Test
    void refreshesInTheDialogBeforeItsEnd() {
        var first = establish(3600);
        notifier.ignoreUnread();
        pass(Duration.ofSeconds(2999));
        assertThat(notifier.unread()).isEmpty();
        var refresh = notifier.expect(Method.SUBSCRIBE);
        assertThat(refresh.headers().require(Header.CALL_ID))
                .isEqualTo(first.headers().require(Header.CALL_ID));
        assertThat(refresh.headers().require(Header.TO).tag()).isEqualTo("notifier");
        assertThat(refresh.headers().require(Header.CSEQ).number()).isEqualTo(2);
        notifier.reply(refresh, 200, "Expires: 60\n");
        pass(Duration.ofSeconds(29));
        assertThat(notifier.unread()).isEmpty();
        notifier.expect(Method.SUBSCRIBE);
    }

    /// §4.1.3: what the notifier says counts.
    @Test
    @Scenario("RFC 6665 §4.1.3")
    void aNotifyThatShortensItIsHeard() {
        var subscribe = establish(3600);
        notifier.send(notify(subscribe, active(60)));
        notifier.expect(200, Method.NOTIFY);
        pass(Duration.ofSeconds(29));
        assertThat(notifier.unread()).isEmpty();
        notifier.expect(Method.SUBSCRIBE);
    }

    @Test
    @Scenario("RFC 6665 §4.1.2.4")
    void aNotifyThatComesBeforeTheAnswerMakesTheDialog() {
        var subscribe = notifier.expect(Method.SUBSCRIBE);
        notifier.send(notify(subscribe, active(3600)));
        notifier.expect(200, Method.NOTIFY);
        notifier.reply(subscribe, 200, "Expires: 3600\n");
        soon();
        assertThat(heard()).containsExactly("notified active", "subscribed for 3600");
    }

    @Test
    @Scenario("RFC 6665 §4.1.2.4")
    void withoutANotifyItIsTriedAgain() {
        notifier.reply(notifier.expect(Method.SUBSCRIBE), 200, "Expires: 3600\n");
        pass(Duration.ofSeconds(33));
        assertThat(heard()).containsExactly("subscribed for 3600", "lost: no NOTIFY");
        assertThat(retry).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        notifier.expect(Method.SUBSCRIBE);
    }

    @Test
    @Scenario("RFC 6665 §4.4.1")
    void theFirstNotifierOfAForkIsHeardAlone() {
        var subscribe = establish(3600);
        heard();
        notifier.send(notify(subscribe, "other", active(3600)));
        notifier.expect(481);
        assertThat(heard()).isEmpty();
    }

    @Test
    @Scenario("RFC 6665 §4.1.3")
    void aNotifyOfAnotherEventOrOutOfOrderIsRefused() {
        var subscribe = establish(3600);
        heard();
        var other = new Event("dialog", Parameters.EMPTY.with("id", "7"));
        notifier.send(notify(subscribe, active(60)).with(h -> h.set(Header.EVENT, other)));
        notifier.expect(481);
        number = -1;
        notifier.send(notify(subscribe, active(60)));
        notifier.expect(500);
        assertThat(heard()).isEmpty();
    }

    @Test
    void answersAChallenge() {
        String challenge = "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n\"\n";
        notifier.reply(notifier.expect(Method.SUBSCRIBE), 401, challenge);
        var again = establish(3600);
        assertThat(again.headers().has(Known.AUTHORIZATION)).isTrue();
        assertThat(again.headers().require(Header.CSEQ).number()).isEqualTo(2);
        assertThat(heard()).contains("notified active");
    }

    @Test
    @Scenario("RFC 6665 §4.1.2.1")
    void asksForMoreIfThatWasTooBrief() {
        notifier.reply(notifier.expect(Method.SUBSCRIBE), 423, "Min-Expires: 7200\n");
        var again = establish(7200);
        assertThat(again.headers().require(Header.EXPIRES)).isEqualTo(7200);
    }

    @Test
    @Scenario("RFC 6665 §4.1.2.2")
    void whoIsForgottenSubscribesAnew() {
        var first = establish(60);
        var refresh = notifier.expect(Method.SUBSCRIBE);
        notifier.reply(refresh, 481);
        var anew = establish(60);
        assertThat(anew.headers().require(Header.CALL_ID))
                .isNotEqualTo(first.headers().require(Header.CALL_ID));
        assertThat(anew.headers().require(Header.TO).tag()).isEmpty();
        assertThat(heard())
                .containsSubsequence("lost: Call/Transaction Does Not Exist", "notified active");
    }

    @ParameterizedTest
    @Scenario("RFC 6665 §4.1.3")
    @ValueSource(strings = {"deactivated", "timeout"})
    void whatIsToBeMadeAnewIsMadeAtOnceAndNotWithoutAnEnd(String reason) {
        var terminated = SubscriptionState.terminated(reason);
        notifier.send(notify(establish(3600), terminated));
        var second = establish(3600);
        notifier.send(notify(second, terminated));
        soon();
        notifier.ignoreUnread();
        notifier.expectNothingFor(Duration.ofSeconds(14));
        notifier.expect(Method.SUBSCRIBE);
    }

    @Test
    @Scenario("RFC 6665 §4.1.3")
    void whatTheNotifierDoesNotWantIsOver() {
        notifier.send(notify(establish(3600), SubscriptionState.terminated("rejected")));
        notifier.expect(200, Method.NOTIFY);
        assertThat(heard()).last().isEqualTo("lost: rejected for ever");
        notifier.expectNothingFor(Duration.ofHours(3));
    }

    @Test
    @Scenario("RFC 6665 §4.1.3")
    void waitsAsLongAsTheNotifierWants() {
        var state =
                new SubscriptionState(
                        "terminated",
                        Parameters.EMPTY.with("reason", "probation").with("retry-after", "300"));
        notifier.send(notify(establish(3600), state));
        notifier.expect(200, Method.NOTIFY);
        assertThat(retry).isEqualTo(Duration.ofSeconds(300));
        notifier.expectNothingFor(Duration.ofSeconds(299));
        notifier.expect(Method.SUBSCRIBE);
    }

    @Test
    void whoIsRefusedWaitsLongerEachTime() {
        for (int most = 30; most <= 240; most *= 2) {
            notifier.reply(notifier.expect(Method.SUBSCRIBE), 403);
            soon();
            assertThat(retry).isBetween(Duration.ofSeconds(most / 2), Duration.ofSeconds(most));
            pass(retry.minusMillis(200));
        }
        notifier.reply(notifier.expect(Method.SUBSCRIBE), 503, "Retry-After: 600\n");
        soon();
        assertThat(retry).isEqualTo(Duration.ofSeconds(600));
        assertThat(heard()).contains("lost: Forbidden", "lost: Service Unavailable");
    }

    @Test
    @Scenario("RFC 6665 §4.1.2.3")
    void leaves() {
        var subscribe = establish(3600);
        heard();
        client.stop();
        var leaving = notifier.expect(Method.SUBSCRIBE);
        assertThat(leaving.headers().require(Header.EXPIRES)).isZero();
        notifier.send(notify(subscribe, active(3000)));
        notifier.expect(200, Method.NOTIFY);
        notifier.reply(leaving, 200, "Expires: 0\n");
        notifier.send(notify(subscribe, SubscriptionState.terminated("timeout")));
        notifier.expect(200, Method.NOTIFY);
        assertThat(heard())
                .containsExactly("notified active", "notified terminated", "unsubscribed");
        notifier.expectNothingFor(Duration.ofHours(2));
    }

    @Test
    @Scenario("RFC 6665 §4.1.2.3")
    void leavesAsSoonAsItCan() {
        var subscribe = notifier.expect(Method.SUBSCRIBE);
        client.stop();
        notifier.reply(subscribe, 200, "Expires: 3600\n");
        notifier.send(notify(subscribe, active(3600)));
        var leaving = notifier.expect(Method.SUBSCRIBE);
        assertThat(leaving.headers().require(Header.EXPIRES)).isZero();
        notifier.reply(leaving, 481);
        soon();
        assertThat(heard()).last().isEqualTo("unsubscribed");
    }

    @Test
    @Scenario("RFC 6665 §4.1.2.3")
    void doesNotWaitForeverForTheLastWord() {
        establish(3600);
        client.stop();
        notifier.reply(notifier.expect(Method.SUBSCRIBE), 200, "Expires: 0\n");
        pass(Duration.ofSeconds(33));
        assertThat(heard()).last().isEqualTo("unsubscribed");
    }

    @Test
    @Scenario("RFC 6665 §4.1.3")
    void whatNobodyAskedForGoesToWhoIsCalled() {
        notifier.expect(Method.SUBSCRIBE);
        var unsolicited =
                notifier.request(Method.NOTIFY, "sip:alice@192.0.2.10")
                        .with(h ->
                                h.add(Header.EVENT, Event.of("message-summary"))
                                        .add(Header.SUBSCRIPTION_STATE, active(0)));
        notifier.send(unsolicited);
        notifier.expect(200);
        assertThat(alice.heard()).containsExactly("NOTIFY");
        var stray = unsolicited.with(h -> h.set(Header.CALL_ID, new CallId("nobody's")));
        notifier.send(stray.with(h -> h.append(Header.TO, ";tag=x").set(Header.VIA, via(stray))));
        notifier.expect(481);
    }

    private static Via via(Request request) {
        var top = request.headers().require(Header.VIA);
        return top.with(top.parameters().with("branch", "z9hG4bKother"));
    }
}
