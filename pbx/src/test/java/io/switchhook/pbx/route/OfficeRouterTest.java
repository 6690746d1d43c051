package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Remark;
import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.Forward;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.auth.Nonces;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.proxy.Route;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.registrar.Bindings;
import io.switchhook.sip.registrar.Gruus;
import io.switchhook.sip.registrar.InMemoryLocationService;
import io.switchhook.sip.registrar.LocationListener;
import io.switchhook.sip.registrar.Reachability;
import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SipText;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficeRouterTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicLong nanos = new AtomicLong();
    private final RingingCalls ringing = new RingingCalls(2);
    private final InMemoryLocationService locations =
            new InMemoryLocationService(100, CLOCK, ringing);
    private final Reachability reachability =
            new Reachability(100, CLOCK, nanos::get, LocationListener.NONE);
    private final Gruus gruus = new Gruus(new byte[32], new Random(1));
    private final Flow flow = flowOf();
    private Path folder;
    private Directory directory;
    private OfficeRouter router;
    private OfficeRouter open;

    @BeforeEach
    void office(@TempDir Path folder) throws Exception {
        this.folder = folder;
        directory =
                Directory.open(
                        AccountStore.open(folder),
                        "office.example",
                        List.of("office.example"),
                        100);
        for (var user : List.of("1001", "1002", "1003"))
            directory.add(NewAccount.of(user, "User " + user, "pw-" + user));
        var domains =
                new Domains(
                        List.of("office.example", "other.example"),
                        it -> it.host().equals("192.0.2.1"));
        var nonces = new Nonces(new byte[32], NOW.minusSeconds(60));
        var authenticator =
                new DigestAuthenticator(
                        nonces, DigestAuthenticator.STRONGEST_FIRST, Leniencies.all());
        var closed = Admission.accounts(directory, authenticator, domains, CLOCK);
        router = router(domains, closed, false);
        open = router(domains, Admission.everybody(), true);
        register("1002", "<sip:1002@192.0.2.9:5062>;q=0.5");
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private OfficeRouter router(Domains domains, Admission admission, boolean everyUserExists) {
        var office =
                new OfficeRouter.Office(
                        domains,
                        admission,
                        directory,
                        everyUserExists,
                        Redirects.RECURSE,
                        locations,
                        reachability,
                        gruus,
                        ringing,
                        CLOCK,
                        draining::get);
        return new OfficeRouter(
                office,
                _ -> {},
                Subscriptions.notifier(new SimulatedNetwork(1), locations),
                (request, status) -> Response.to(request, status, "tag"));
    }

    private void register(String user, String contact) {
        var record = new AddressOfRecord(user, "office.example");
        var binding =
                new Binding(
                        NameAddr.parse(Scanner.of(contact)),
                        "c",
                        1,
                        NOW.plusSeconds(60),
                        List.of(),
                        Optional.empty(),
                        "",
                        NOW,
                        NOW);
        locations.update(
                record,
                _ -> new Outcome.Accepted(new Bindings(record, List.of(binding)), List.of()),
                Runnable::run,
                _ -> {});
    }

    /// The router decides by the request, and by who the flow's peer has proven to be.
    private static Flow flowOf(String... identities) {
        var uris = Stream.of(identities).map(SipUri::parse).toList();
        return (Flow)
                Proxy.newProxyInstance(
                        Flow.class.getClassLoader(),
                        new Class<?>[] {Flow.class},
                        (_, method, _) -> {
                            if (method.getName().equals("identities")) return uris;
                            throw new AssertionError("the router asked the flow for " + method);
                        });
    }

    private static Request request(String method, String uri, String from) {
        return SipText.request(
                """
                %1$s %2$s SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa
                Max-Forwards: 70
                From: <%3$s>;tag=f
                To: <%2$s>
                Call-ID: call
                CSeq: 1 %1$s
                """
                        .formatted(method, uri, from));
    }

    private static Request invite(String uri) {
        return request("INVITE", uri, "sip:1001@office.example");
    }

    /// Answers the router's challenge as a phone of this account does.
    private Request authorized(Request request, String user) {
        return authorized(request, user, StatusCode.PROXY_AUTHENTICATION_REQUIRED);
    }

    private Request authorized(Request request, String user, StatusCode asked) {
        var challenge = (Route.Reject) router.route(request, flow);
        assertThat(challenge.status()).isEqualTo(asked);
        var response = Response.to(request, challenge.status(), "tag").with(challenge.edits());
        return new DigestClient(user, "pw-" + user, new Random(1))
                .answer(request, response)
                .orElseThrow();
    }

    private static int status(Route route) {
        return ((Route.Reject) route).status().value();
    }

    @Test
    void without_credentials_nothing_is_called() {
        assertThat(status(router.route(invite("sip:1002@office.example"), flow))).isEqualTo(407);
    }

    @Test
    void an_account_calls_a_registered_user_in_any_domain_and_at_our_address() {
        for (var uri :
                List.of(
                        "sip:1002@office.example",
                        "sip:1002@OTHER.example",
                        "sip:1002@192.0.2.1:5060",
                        "sip:%31002@office.example",
                        "tel:1002")) {
            var fork = (Route.Fork) router.route(authorized(invite(uri), "1001"), flow);
            assertThat(fork.targets()).as(uri).hasSize(1);
            assertThat(fork.targets().getFirst().uri()).hasToString("sip:1002@192.0.2.9:5062");
            assertThat(fork.targets().getFirst().q()).isEqualTo(500);
            assertThat(fork.recurse()).isTrue();
        }
    }

    @Test
    void a_certificate_stands_for_the_account_that_it_names() {
        var invite = invite("sip:1002@office.example");
        for (var identity : List.of("sip:1001@office.example", "sip:1001@Other.example"))
            assertThat(router.route(invite, flowOf("sip:7@office.example", identity)))
                    .isInstanceOf(Route.Fork.class);
        for (var identity :
                List.of("sip:1002@office.example", "sip:1001@else.example", "sip:office.example"))
            assertThat(status(router.route(invite, flowOf(identity)))).isEqualTo(407);
        var stranger = request("INVITE", "sip:1002@office.example", "sip:9999@office.example");
        assertThat(status(router.route(stranger, flowOf("sip:9999@office.example"))))
                .isEqualTo(407);
    }

    @Test
    void credentials_go_no_further() {
        var request = authorized(invite("sip:1002@office.example"), "1001");
        assertThat(request.headers().has(Known.PROXY_AUTHORIZATION)).isTrue();
        var fork = (Route.Fork) router.route(request, flow);
        assertThat(request.with(fork.edits()).headers().has(Known.PROXY_AUTHORIZATION)).isFalse();
    }

    private List<NameAddr> identities(Request request) {
        var fork = (Route.Fork) router.route(authorized(request, "1001"), flow);
        return request.with(fork.edits()).headers().all(Header.P_ASSERTED_IDENTITY);
    }

    @Scenario("RFC 3325 §5")
    @Test
    void a_proven_account_is_asserted_to_those_it_calls() {
        assertThat(identities(invite("sip:1002@office.example")).toString())
                .isEqualTo("[\"User 1001\" <sip:1001@office.example>]");
    }

    @Scenario("RFC 3325 §7")
    @Test
    void an_account_that_asks_for_privacy_is_not_asserted() {
        for (var privacy : List.of("id", "user;id", "ID;critical", "id;;;"))
            assertThat(identities(withPrivacy(privacy))).as(privacy).isEmpty();
    }

    @Scenario("RFC 3325 §7")
    @Test
    void an_account_that_hides_nothing_but_itself_is_asserted() {
        for (var privacy : List.of("none", "user", "header"))
            assertThat(identities(withPrivacy(privacy))).as(privacy).hasSize(1);
        var anonymous =
                request("INVITE", "sip:1002@office.example", "sip:anonymous@anonymous.invalid");
        assertThat(identities(anonymous).toString()).contains("sip:1001@office.example");
    }

    private static Request withPrivacy(String privacy) {
        var invite = invite("sip:1002@office.example");
        return SipText.request(
                invite.toString().stripTrailing() + "\r\nPrivacy: " + privacy + "\r\n");
    }

    @Test
    void unknown_users_are_404_and_those_without_a_phone_480() {
        assertThat(
                        status(
                                router.route(
                                        authorized(invite("sip:9999@office.example"), "1001"),
                                        flow)))
                .isEqualTo(404);
        assertThat(
                        status(
                                router.route(
                                        authorized(invite("sip:1003@office.example"), "1001"),
                                        flow)))
                .isEqualTo(480);
    }

    @Test
    void a_forged_from_is_refused_whoever_proves_himself() {
        for (var from :
                List.of(
                        "sip:1003@office.example",
                        "sip:1001@elsewhere.example",
                        "mailto:1001@office.example")) {
            var forged = request("INVITE", "sip:1002@office.example", from);
            assertThat(status(router.route(authorized(forged, "1001"), flow)))
                    .as(from)
                    .isEqualTo(403);
        }
    }

    @Test
    void an_anonymous_caller_is_an_account_all_the_same() {
        var anonymous =
                request("INVITE", "sip:1002@office.example", "sip:anonymous@anonymous.invalid");
        assertThat(status(router.route(anonymous, flow))).isEqualTo(407);
        assertThat(router.route(authorized(anonymous, "1001"), flow))
                .isInstanceOf(Route.Fork.class);
    }

    @Test
    void nothing_is_relayed_elsewhere_not_even_for_accounts_or_by_a_redirection() {
        var away = invite("sip:someone@elsewhere.example");
        assertThat(status(router.route(authorized(away, "1001"), flow))).isEqualTo(403);
        assertThat(status(router.redirected(away, SipUri.parse("sip:x@elsewhere.example"), flow)))
                .isEqualTo(403);
        assertThat(status(open.route(away, flow))).isEqualTo(403);
    }

    @Test
    void a_redirection_to_a_user_asks_for_no_credentials_again() {
        var request = invite("sip:1003@office.example");
        assertThat(router.redirected(request, SipUri.parse("sip:1002@office.example"), flow))
                .isInstanceOf(Route.Fork.class);
    }

    @Scenario("RFC 5359 §2.8")
    @Test
    void a_forward_goes_where_the_caller_may_call_as_whom_he_has_proven_to_be() throws Exception {
        directory.change("1003", FeatureChange.NONE.with(Forward.ALWAYS, "1002"));
        var request = authorized(invite("sip:1003@office.example"), "1001");
        var route = (Route.Forwarded) router.route(request, flow);
        assertThat(route.why())
                .isEqualTo(new Remark.Forwarded("1003", "1002", Remark.Forward.ALWAYS, 0, true));
        var fork = (Route.Fork) route.to();
        var sent = request.with(fork.edits()).headers();
        assertThat(sent.has(Known.PROXY_AUTHORIZATION)).isFalse();
        assertThat(sent.all(Header.P_ASSERTED_IDENTITY).toString()).contains("1001");
        assertThat(sent.all(Header.DIVERSION).toString())
                .isEqualTo(
                        "[\"User 1003\" <sip:1003@office.example>;reason=unconditional;counter=1]");
    }

    @Test
    void nobody_is_forwarded_without_credentials() throws Exception {
        directory.change("1002", FeatureChange.NONE.with(Forward.ALWAYS, "1003"));
        assertThat(status(router.route(invite("sip:1002@office.example"), flow))).isEqualTo(407);
    }

    @Test
    void a_forward_to_an_unknown_user_leads_nowhere() throws Exception {
        directory.change("1002", FeatureChange.NONE.with(Forward.ALWAYS, "9999"));
        var request = authorized(invite("sip:1002@office.example"), "1001");
        var route = (Route.Forwarded) router.route(request, flow);
        assertThat(status(route.to())).isEqualTo(404);
    }

    /// Domains may have changed since it was set.
    @Test
    void a_forward_to_elsewhere_is_not_relayed() throws Exception {
        directory.close();
        var domains = List.of("office.example", "elsewhere.example");
        directory = Directory.open(AccountStore.open(folder), "office.example", domains, 100);
        directory.change(
                "1002", FeatureChange.NONE.with(Forward.ALWAYS, "sip:1@elsewhere.example"));
        var account = directory.account("1002").orElseThrow();
        var forwards =
                new Forwards(
                        router,
                        account,
                        new AddressOfRecord("1002", "office.example"),
                        invite("sip:1002@office.example"),
                        "1001",
                        List.of());
        var target = account.features().always().orElseThrow();
        var route = forwards.to(target, Remark.Forward.ALWAYS, it -> it);
        assertThat(status(route.to())).isEqualTo(403);
    }

    @Test
    void a_user_without_a_phone_is_not_there_however_busy_calls_are_forwarded() throws Exception {
        directory.change("1003", FeatureChange.NONE.with(Forward.BUSY, "1002"));
        var request = authorized(invite("sip:1003@office.example"), "1001");
        assertThat(status(router.route(request, flow))).isEqualTo(480);
    }

    @Test
    void registrations_go_to_the_registrar_for_our_domains_only() {
        var ours = request("REGISTER", "sip:office.example", "sip:1001@office.example");
        assertThat(router.route(ours, flow)).isInstanceOf(Route.Serve.class);
        var others = request("REGISTER", "sip:elsewhere.example", "sip:1001@elsewhere.example");
        assertThat(status(router.route(others, flow))).isEqualTo(403);
    }

    private static Request subscribe(String uri, String event) {
        return request("SUBSCRIBE", uri, "sip:1001@office.example")
                .with(h -> h.add(Header.EVENT, Event.of(event)));
    }

    @Test
    void a_user_watches_his_own_registration_and_no_other() {
        var own = subscribe("sip:1001@office.example", "reg");
        assertThat(router.route(authorized(own, "1001", StatusCode.UNAUTHORIZED), flow))
                .isInstanceOf(Route.Serve.class);
        var others = subscribe("sip:1002@office.example", "reg");
        assertThat(status(router.route(authorized(others, "1001", StatusCode.UNAUTHORIZED), flow)))
                .isEqualTo(403);
        assertThat(open.route(own, flow)).isInstanceOf(Route.Serve.class);
        assertThat(status(open.route(others, flow))).isEqualTo(403);
    }

    @Test
    void a_refresh_proves_who_sends_it() {
        var refresh =
                subscribe("sip:192.0.2.1:5060", "reg")
                        .with(h ->
                                h.set(
                                        Header.TO,
                                        NameAddr.parse(
                                                Scanner.of("<sip:1001@office.example>;tag=t"))));
        assertThat(router.route(authorized(refresh, "1001", StatusCode.UNAUTHORIZED), flow))
                .isInstanceOf(Route.Serve.class);
    }

    @Test
    void events_that_are_not_served_here_are_for_the_phones() {
        var dialog = subscribe("sip:1002@office.example", "dialog");
        assertThat(router.route(authorized(dialog, "1001"), flow)).isInstanceOf(Route.Fork.class);
    }

    @Test
    void the_server_itself_has_no_state_to_watch() {
        assertThat(status(router.route(subscribe("sip:office.example", "reg"), flow)))
                .isEqualTo(404);
        assertThat(router.route(subscribe("sip:office.example", "presence"), flow))
                .isInstanceOf(Route.Serve.class);
    }

    @Test
    void what_names_the_server_is_answered_without_credentials() {
        var question = request("OPTIONS", "sip:192.0.2.1", "sip:probe@elsewhere.example");
        assertThat(router.route(question, flow)).isInstanceOf(Route.Serve.class);
    }

    @Test
    void without_authentication_every_user_exists() {
        assertThat(status(open.route(invite("sip:9999@office.example"), flow))).isEqualTo(480);
        assertThat(open.route(invite("sip:1002@office.example"), flow))
                .isInstanceOf(Route.Fork.class);
    }

    @Test
    void a_draining_server_begins_nothing() {
        draining.set(true);
        var route = (Route.Reject) router.route(invite("sip:1002@office.example"), flow);
        assertThat(route.status()).isEqualTo(StatusCode.SERVICE_UNAVAILABLE);
        assertThat(Headers.EMPTY.with(route.edits()).has(Header.RETRY_AFTER.name())).isTrue();
    }
}
