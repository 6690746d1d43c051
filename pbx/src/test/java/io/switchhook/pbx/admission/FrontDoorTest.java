package io.switchhook.pbx.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Recorder;
import io.switchhook.pbx.admission.AdmissionCounters.Outcome;
import io.switchhook.pbx.route.Domains;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.auth.Ha1s;
import io.switchhook.sip.auth.Login;
import io.switchhook.sip.auth.Nonces;
import io.switchhook.sip.auth.Role;
import io.switchhook.sip.auth.Verdict;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.Gate;
import io.switchhook.sip.transaction.Gate.Answered;
import io.switchhook.sip.transaction.Gate.Passage;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.SipText;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDoorTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String REALM = "office.example";
    private static final String OFFICE = "192.0.2.4";
    private static final String ELSEWHERE = "198.51.100.66";
    private static final AdmissionSettings SETTINGS =
            new AdmissionSettings(
                    List.of(Network.parse("10.0.0.0/8")),
                    Set.of("112"),
                    10,
                    100,
                    5,
                    20,
                    4,
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    100,
                    1000,
                    Duration.ofHours(24),
                    Duration.ofMillis(500));

    private Duration elapsed = Duration.ZERO;
    private long behind;
    private List<SipUri> identities = List.of();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AdmissionCounters counters = new AdmissionCounters();
    private final Bans bans =
            new Bans(SETTINGS.bans(), SETTINGS.banTime(), () -> elapsed.toNanos());
    private final Reputation reputation =
            new Reputation(
                    SETTINGS,
                    bans,
                    counters,
                    () -> START.plus(elapsed),
                    () -> elapsed.toNanos(),
                    Recorder.NONE);
    private final DigestAuthenticator authenticator =
            new DigestAuthenticator(
                    new Nonces(new byte[32], START.minusSeconds(1)),
                    DigestAuthenticator.STRONGEST_FIRST,
                    Leniencies.all(),
                    reputation,
                    Recorder.NONE);
    private final Domains domains =
            new Domains(List.of(REALM), it -> it.host().equals("192.0.2.1"));
    private final FrontDoor door =
            new FrontDoor(
                    SETTINGS,
                    reputation,
                    Optional.of(
                            new Challenges(
                                    authenticator,
                                    REALM,
                                    domains,
                                    event -> event.type().equals("reg"),
                                    () -> START.plus(elapsed),
                                    draining::get)),
                    new Overload(0, SETTINGS.behind().toNanos()),
                    new Shard() {
                        @Override
                        public void execute(Runnable task) {
                            throw new AssertionError("the door waits for nothing");
                        }

                        @Override
                        public long nanoTime() {
                            return elapsed.toNanos();
                        }

                        @Override
                        public long behindNanos() {
                            return behind;
                        }
                    },
                    counters,
                    new Random(1),
                    Recorder.NONE);

    private Flow flow(String address, Transport transport) {
        return (Flow)
                Proxy.newProxyInstance(
                        Flow.class.getClassLoader(),
                        new Class<?>[] {Flow.class},
                        (_, method, _) ->
                                switch (method.getName()) {
                                    case "remote" ->
                                            new InetSocketAddress(
                                                    InetAddress.ofLiteral(address), 5060);
                                    case "transport" -> transport;
                                    case "identities" -> identities;
                                    case "close" -> closed.incrementAndGet();
                                    default -> throw new AssertionError(method);
                                });
    }

    private Request request(String method, String uri, String user, String address) {
        String to = method.equals("REGISTER") ? "sip:" + user + "@office.example" : uri;
        return SipText.request(
                """
                %1$s %2$s SIP/2.0
                Via: SIP/2.0/UDP %5$s;branch=z9hG4bK%6$d
                Max-Forwards: 70
                From: <sip:%4$s@office.example>;tag=f
                To: <%3$s>
                Call-ID: call
                CSeq: 1 %1$s
                User-Agent: friendly-scanner
                """
                        .formatted(
                                method,
                                uri,
                                to,
                                user,
                                address.contains(":") ? "[" + address + "]" : address,
                                requests.incrementAndGet()));
    }

    private Request register(String user, String address) {
        return request("REGISTER", "sip:office.example", user, address);
    }

    private Passage ask(Request request, String address) {
        return door.ask(request, flow(address, Transport.UDP), 0);
    }

    private static int status(Passage passage) {
        return passage instanceof Answered(var status, _) ? status.value() : 0;
    }

    /// A phone asks, is challenged at the door, and answers to the registrar.
    private Passage attempt(String user, String password, String address) {
        var request = register(user, address);
        if (!(ask(request, address) instanceof Answered(var status, var edits)))
            return Passage.IGNORED;
        var challenge = Response.to(request, status, "t").with(edits);
        var answer =
                new DigestClient(user, password, new Random(1))
                        .answer(request, challenge)
                        .orElseThrow();
        var passage = ask(answer, address);
        if (passage == Passage.GRANTED) authenticate(answer);
        return passage;
    }

    private Verdict authenticate(Request request) {
        return authenticator.authenticate(
                request,
                Role.REGISTRAR,
                REALM,
                user ->
                        user.startsWith("10")
                                ? Optional.of(Login.of(user, Ha1s.of(user, REALM, "secret")))
                                : Optional.empty(),
                START.plus(elapsed));
    }

    private void guess(int times, String user, String address) {
        for (int i = 0; i < times; i++) attempt(user, "guess " + i, address);
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTER, sip:office.example, 401",
        "INVITE, sip:1002@office.example, 407",
        "INVITE, sip:nobody@office.example, 407",
        "OPTIONS, sip:1002@office.example, 407",
        "OPTIONS, sip:nobody@office.example, 407",
        "SUBSCRIBE, sip:1002@192.0.2.1, 407",
        "INVITE, sip:1002@elsewhere.example, 407",
        "INVITE, tel:1002, 407",
        "OPTIONS, sip:office.example, 0",
        "INVITE, urn:service:sos, 0",
        "REGISTER, sip:elsewhere.example, 0"
    })
    void who_says_nothing_of_himself_is_asked_at_the_door(String method, String uri, int status) {
        for (var user : List.of("1001", "nobody"))
            assertThat(status(ask(request(method, uri, user, ELSEWHERE), ELSEWHERE)))
                    .isEqualTo(status);
        assertThat(counters.of(Outcome.CHALLENGED)).isEqualTo(status == 0 ? 0 : 2);
    }

    /// The server takes these itself, as a user agent server does (RFC 3261 §22.2).
    @Test
    void a_subscription_to_an_event_of_the_server_is_asked_for_as_by_a_registrar() {
        var subscribe =
                request("SUBSCRIBE", "sip:1001@office.example", "1001", ELSEWHERE)
                        .with(h -> h.add(Header.EVENT, Event.of("reg")));
        assertThat(status(ask(subscribe, ELSEWHERE))).isEqualTo(401);
    }

    @Test
    void who_came_with_a_certificate_is_not_asked_at_the_door() {
        identities = List.of(SipUri.parse("sip:1001@office.example"));
        var invite = request("INVITE", "sip:1002@office.example", "1001", ELSEWHERE);
        for (var request : List.of(invite, register("1001", ELSEWHERE)))
            assertThat(door.ask(request, flow(ELSEWHERE, Transport.TLS), 0))
                    .isEqualTo(Passage.GRANTED);
    }

    @Test
    void what_runs_on_this_host_has_no_budget_but_can_be_banned() {
        for (int i = 0; i < 200; i++)
            assertThat(status(ask(register("1001", "127.0.0.7"), "127.0.0.7"))).isEqualTo(401);
        for (int i = 0; i < 200; i++) attempt("1002", "secret", "127.0.0.7");
        assertThat(counters.of(Outcome.SOURCE_BUDGET)).isZero();
        assertThat(counters.of(Outcome.ACCOUNT_BUDGET)).isZero();
        guess(5, "1001", "127.0.0.7");
        assertThat(bans.list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max-Forwards: 0",
                "Require: foo",
                "Proxy-Require: foo",
                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb",
                "Authorization: Digest realm=\"elsewhere\"",
                "To: <sip:1001@elsewhere.example>",
                "To: <tel:1001>"
            })
    void what_the_registrar_may_refuse_for_another_reason_goes_to_him(String line) {
        var name = line.substring(0, line.indexOf(':'));
        var text = register("1001", ELSEWHERE).toString().replace("\r\n", "\n");
        if (!name.equals("Via")) text = text.replaceFirst("(?m)^" + name + ":.*\n", "");
        var request = SipText.request(text.replaceFirst("\n\n", "\n" + line + "\n\n"));
        assertThat(ask(request, ELSEWHERE)).isEqualTo(Passage.GRANTED);
    }

    @Test
    void who_is_in_a_dialog_or_comes_while_the_server_ends_is_not_asked() {
        var invite = request("INVITE", "sip:1002@office.example", "1001", ELSEWHERE);
        var inDialog = invite.with(h -> h.append(Header.TO, ";tag=t"));
        assertThat(ask(inDialog, ELSEWHERE)).isEqualTo(Passage.GRANTED);
        draining.set(true);
        assertThat(ask(invite, ELSEWHERE)).isEqualTo(Passage.GRANTED);
    }

    @Test
    void who_guesses_is_banned_with_the_evidence() {
        guess(5, "1001", ELSEWHERE);
        var ban = bans.list().getFirst();
        assertThat(ban.source()).hasToString(ELSEWHERE);
        assertThat(ban.sparing()).isFalse();
        assertThat(Duration.between(ban.since(), ban.until())).isEqualTo(SETTINGS.banTime());
        assertThat(ban.attempts())
                .hasSize(5)
                .first()
                .isEqualTo(new Attempt(START, "REGISTER", "1001", "friendly-scanner"));
        assertThat(bans.admits(InetAddress.ofLiteral(ELSEWHERE))).isFalse();
        assertThat(bans.admits(InetAddress.ofLiteral(OFFICE))).isTrue();
        assertThat(ask(register("1001", ELSEWHERE), ELSEWHERE)).isEqualTo(Passage.IGNORED);
        assertThat(counters.bans()).isEqualTo(1);
        assertThat(counters.wrongAnswers()).isEqualTo(5);
    }

    @Test
    void a_ban_ends_by_itself_or_when_it_is_lifted() {
        guess(5, "1001", ELSEWHERE);
        elapsed = elapsed.plus(SETTINGS.banTime()).minusNanos(1);
        assertThat(bans.admits(InetAddress.ofLiteral(ELSEWHERE))).isFalse();
        elapsed = elapsed.plusNanos(2);
        assertThat(bans.admits(InetAddress.ofLiteral(ELSEWHERE))).isTrue();
        assertThat(bans.list()).isEmpty();

        guess(5, "1001", ELSEWHERE);
        assertThat(bans.lift(Source.parse(ELSEWHERE))).isPresent();
        assertThat(bans.lift(Source.parse(ELSEWHERE))).isEmpty();
        guess(4, "1001", ELSEWHERE);
        assertThat(bans.list()).as("who was let go begins anew").isEmpty();
    }

    @Test
    void names_that_do_not_exist_count_as_wrong_and_no_name_twice_is_no_help() {
        for (int i = 0; i < 5; i++) attempt("nobody" + i, "secret", ELSEWHERE);
        assertThat(bans.list()).hasSize(1);
    }

    @Test
    void neither_missing_credentials_nor_stale_nonces_count() {
        for (int i = 0; i < 50; i++) ask(register("1001", ELSEWHERE), ELSEWHERE);
        elapsed = Duration.ofMinutes(1);
        var request = register("1001", ELSEWHERE);
        var answered = (Answered) ask(request, ELSEWHERE);
        var challenge = Response.to(request, answered.status(), "t").with(answered.edits());
        var answer =
                new DigestClient("1001", "wrong", new Random(1))
                        .answer(request, challenge)
                        .orElseThrow();
        elapsed = Duration.ofMinutes(7);
        for (int i = 0; i < 50; i++) authenticate(answer);
        assertThat(counters.wrongAnswers()).isZero();
        assertThat(bans.list()).isEmpty();
    }

    @Test
    void who_errs_now_and_then_is_not_banned() {
        for (int i = 0; i < 100; i++) {
            guess(1, "1001", ELSEWHERE);
            elapsed = elapsed.plusMinutes(1);
        }
        assertThat(bans.list()).isEmpty();
    }

    @Test
    void a_trusted_network_is_neither_banned_nor_bounded() {
        guess(200, "1001", "10.1.2.3");
        assertThat(counters.wrongAnswers()).isEqualTo(200);
        assertThat(bans.list()).isEmpty();
        assertThat(counters.of(Outcome.SOURCE_BUDGET)).isZero();
    }

    @Test
    void addresses_of_one_ipv6_network_are_one() {
        for (int i = 1; i < 6; i++) attempt("1001", "guess", "2001:db8:1:2::" + i);
        assertThat(bans.list().getFirst().source()).hasToString("2001:db8:1:2::/64");
        assertThat(bans.admits(InetAddress.ofLiteral("2001:db8:1:2:ffff::1"))).isFalse();
        assertThat(bans.admits(InetAddress.ofLiteral("2001:db8:1:3::1"))).isTrue();
    }

    @Test
    void phones_that_proved_themselves_are_served_while_their_neighbor_is_banned() {
        attempt("1001", "secret", OFFICE);
        attempt("1002", "secret", OFFICE);
        guess(5, "1009", OFFICE);
        var ban = bans.list().getFirst();
        assertThat(ban.sparing()).isTrue();
        assertThat(bans.admits(InetAddress.ofLiteral(OFFICE))).isTrue();
        assertThat(attempt("1009", "guess", OFFICE)).isEqualTo(Passage.IGNORED);
        assertThat(attempt("1001", "secret", OFFICE)).isEqualTo(Passage.GRANTED);
        assertThat(
                        status(
                                ask(
                                        request(
                                                "INVITE",
                                                "sip:1001@office.example",
                                                "1002",
                                                OFFICE),
                                        OFFICE)))
                .isEqualTo(407);
        assertThat(counters.of(Outcome.BANNED)).isEqualTo(1);
    }

    @Test
    void a_connection_of_the_banned_neighbor_is_closed() {
        attempt("1001", "secret", OFFICE);
        guess(5, "1009", OFFICE);
        var passage = door.ask(register("1009", OFFICE), flow(OFFICE, Transport.TCP), 0);
        assertThat(passage).isEqualTo(Passage.IGNORED);
        assertThat(closed).hasValue(1);
    }

    @Test
    void a_phone_whose_password_was_changed_bans_itself_alone() {
        attempt("1001", "secret", OFFICE);
        attempt("1002", "secret", OFFICE);
        guess(5, "1002", OFFICE);
        assertThat(bans.list()).as("forgiven").isEmpty();
        guess(5, "1002", OFFICE);
        assertThat(bans.list()).hasSize(1);
        assertThat(attempt("1002", "secret", OFFICE)).isEqualTo(Passage.IGNORED);
        assertThat(attempt("1001", "secret", OFFICE)).isEqualTo(Passage.GRANTED);
    }

    @Test
    void an_address_has_a_budget_and_each_account_known_there_its_own() {
        attempt("1001", "secret", OFFICE);
        for (int i = 0; i < 98; i++)
            assertThat(status(ask(register("nobody", OFFICE), OFFICE))).isEqualTo(401);
        var refused = (Answered) ask(register("nobody", OFFICE), OFFICE);
        assertThat(status(refused)).isEqualTo(503);
        assertThat(retryAfter(refused)).isBetween(5, 30);
        for (int i = 0; i < 20; i++)
            assertThat(status(ask(register("1001", OFFICE), OFFICE))).isEqualTo(401);
        assertThat(status(ask(register("1001", OFFICE), OFFICE))).isEqualTo(503);
        assertThat(counters.of(Outcome.SOURCE_BUDGET)).isEqualTo(1);
        assertThat(counters.of(Outcome.ACCOUNT_BUDGET)).isEqualTo(1);
        elapsed = elapsed.plusSeconds(1);
        for (int i = 0; i < 5; i++)
            assertThat(status(ask(register("1001", OFFICE), OFFICE))).isEqualTo(401);
        assertThat(status(ask(register("1001", OFFICE), OFFICE))).isEqualTo(503);
    }

    private int retryAfter(Passage passage) {
        var refused = (Answered) passage;
        var response = Response.to(register("nobody", OFFICE), refused.status(), "t");
        return response.with(refused.edits()).headers().require(Header.RETRY_AFTER).seconds();
    }

    @Test
    void who_is_refused_under_overload_comes_back_the_sooner_the_less_the_server_is_behind() {
        var waits = new TreeSet<Integer>();
        behind = 1_500_000_000;
        for (int i = 0; i < 90; i++) waits.add(retryAfter(ask(register("1002", OFFICE), OFFICE)));
        assertThat(waits).hasSize(10).first().isEqualTo(3);
        assertThat(waits).last().isEqualTo(12);
        behind = 60_000_000_000L;
        for (int i = 0; i < 300; i++) waits.add(retryAfter(ask(register("1002", OFFICE), OFFICE)));
        assertThat(waits).last().isEqualTo(16);
    }

    @Test
    void under_overload_known_phones_register_before_strangers_and_calls_before_both() {
        attempt("1001", "secret", OFFICE);
        behind = 1_500_000_000;
        assertThat(status(ask(register("1002", OFFICE), OFFICE))).isEqualTo(503);
        assertThat(status(ask(register("1001", OFFICE), OFFICE))).isEqualTo(401);
        behind = 2_000_000_000;
        assertThat(status(ask(register("1001", OFFICE), OFFICE))).isEqualTo(503);
        assertThat(status(ask(request("INVITE", "sip:1002@office.example", "1", OFFICE), OFFICE)))
                .isEqualTo(407);
        assertThat(counters.of(Outcome.OVERLOAD)).isEqualTo(2);
    }

    @Test
    void a_request_that_comes_again_is_answered_the_same() {
        var request = register("1001", OFFICE);
        var first = (Answered) ask(request, OFFICE);
        var second = (Answered) ask(request, OFFICE);
        var response = Response.to(request, first.status(), "t");
        assertThat(response.with(second.edits()).toString())
                .isEqualTo(response.with(first.edits()).toString());
    }

    @Test
    void the_challenge_at_the_door_is_as_good_as_any() {
        assertThat(attempt("1001", "secret", OFFICE)).isEqualTo(Passage.GRANTED);
        var request = register("1001", OFFICE);
        var answered = (Gate.Answered) ask(request, OFFICE);
        var response = Response.to(request, answered.status(), "t").with(answered.edits());
        assertThat(response.headers().lines(Known.WWW_AUTHENTICATE)).isEqualTo(3);
        assertThat(response.headers().has(Known.SERVER)).isFalse();
    }
}
