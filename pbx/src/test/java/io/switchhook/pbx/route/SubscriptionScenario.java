package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.auth.Nonces;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.proxy.ProxyCore;
import io.switchhook.sip.proxy.ProxyCounters;
import io.switchhook.sip.proxy.ProxyEvents;
import io.switchhook.sip.proxy.ProxySettings;
import io.switchhook.sip.reginfo.PublishedGruus;
import io.switchhook.sip.reginfo.RegistrationPackage;
import io.switchhook.sip.reginfo.RegistrationWatchers;
import io.switchhook.sip.registrar.InMemoryLocationService;
import io.switchhook.sip.registrar.Registrar;
import io.switchhook.sip.registrar.RegistrarSettings;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A phone that watches its own registration through the whole of an office: proxy core, router, registrar, notifier.
class SubscriptionScenario {
    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    private final SimulatedNode node = network.node("office", "192.0.2.1");
    private Directory directory;

    @AfterEach
    void close() {
        directory.close();
    }

    @BeforeEach
    void office(@TempDir Path folder) throws Exception {
        directory =
                Directory.open(
                        AccountStore.open(folder), "example.com", List.of("example.com"), 100);
        directory.add(NewAccount.of("1001", "User", "secret"));
        var clock = network.clock().instantSource();
        var watchers = new RegistrationWatchers();
        var locations = new InMemoryLocationService(100, clock, watchers);
        var domains =
                new Domains(List.of("example.com"), it -> node.isOurs(it.host(), it.portOrZero()));
        var authenticator =
                new DigestAuthenticator(
                        new Nonces(new byte[32], clock.instant()),
                        DigestAuthenticator.STRONGEST_FIRST,
                        Leniencies.all());
        var registrar =
                new Registrar(
                        RegistrarSettings.DEFAULT,
                        locations,
                        new Registrar.Domains(domains::includeHost, it -> it),
                        Optional.of(
                                new Registrar.Authentication(
                                        authenticator, directory.realm(), directory::ha1s)),
                        clock,
                        new Identifiers(network.random())::tag);
        var office =
                new OfficeRouter.Office(
                        domains,
                        Admission.accounts(directory, authenticator, domains, clock),
                        directory,
                        false,
                        Redirects.RECURSE,
                        locations,
                        clock,
                        () -> false);
        var registrations =
                new RegistrationPackage(locations, watchers, PublishedGruus.Registry.NONE, clock);
        var timers = new Timers(node.shard()::nanoTime);
        node.shard().attend(timers);
        node.handler(
                new TransactionLayer(
                        node.shard(),
                        timers,
                        TimerValues.DEFAULT,
                        TransactionLimits.DEFAULT,
                        new Identifiers(network.random()),
                        new TransactionCounters(),
                        layer -> {
                            var router =
                                    new OfficeRouter(
                                            office,
                                            it -> registrar.serve(it, node.shard()),
                                            Subscriptions.notifier(
                                                    layer, timers, node, registrations),
                                            layer::responseTo);
                            return new ProxyCore(
                                    layer,
                                    timers,
                                    node.shard(),
                                    node,
                                    node,
                                    router,
                                    ProxySettings.of(Set.of("example.com")),
                                    new byte[32],
                                    ProxyEvents.NONE,
                                    new ProxyCounters());
                        }));
    }

    /// Sends a request, answers the challenge, and returns the 200.
    private static Response accepted(Party phone, Request request) {
        phone.send(request);
        var challenge = phone.expect(401, request.method());
        var answer =
                new DigestClient("1001", "secret", new Random(1))
                        .answer(request, challenge)
                        .orElseThrow();
        phone.send(phone.again(answer, ""));
        return phone.expect(200, request.method());
    }

    private static Request told(Party phone, String what) {
        var notify = phone.expect(Method.NOTIFY);
        phone.reply(notify, 200);
        assertThat(notify.body().toString()).contains(what);
        return notify;
    }

    @ParameterizedTest
    @EnumSource
    void aPhoneIsToldOfItsRegistration(Transport transport) {
        var phone = network.party("1001", "192.0.2.10").outbound(transport, node);
        var subscribe =
                phone.request(Method.SUBSCRIBE, "sip:1001@example.com")
                        .with(h -> h.add(Header.EVENT, Event.of("reg")));
        var ok = accepted(phone, subscribe);
        told(phone, "version=\"0\" state=\"full\"><registration aor=\"sip:1001@example.com\"");

        accepted(
                phone,
                phone.request(Method.REGISTER, "sip:example.com")
                        .with(h ->
                                h.set(
                                        Header.TO,
                                        NameAddr.of(
                                                io.switchhook.sip.uri.Uri.parse(
                                                        "sip:1001@example.com")))));
        told(phone, "event=\"registered\"");
        network.clock().advance(Duration.ofSeconds(6));

        var refresh =
                phone.leg(ok)
                        .request(Method.SUBSCRIBE)
                        .with(h -> h.add(Header.EVENT, Event.of("reg")).add(Header.EXPIRES, 0));
        assertThat(refresh.uri())
                .isEqualTo(
                        ((Contact.Address) ok.headers().require(Header.CONTACT)).address().uri());
        accepted(phone, refresh);
        var last = told(phone, "version=\"2\" state=\"full\"");
        assertThat(last.headers().require(Header.SUBSCRIPTION_STATE).isTerminated()).isTrue();
        assertThat(node.connections()).hasSize(transport == Transport.UDP ? 0 : 1);
    }
}
