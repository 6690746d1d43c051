package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.callflow.Cast;
import io.switchhook.callflow.Flow;
import io.switchhook.callflow.FlowResult;
import io.switchhook.callflow.Party;
import io.switchhook.callflow.Patience;
import io.switchhook.callflow.Strictness;
import io.switchhook.callflow.TextLadder;
import io.switchhook.callflow.Troupe;
import io.switchhook.ladder.Ladder.Severity;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.Query;
import io.switchhook.ladder.TextDrawing;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.phone.Account;
import io.switchhook.phone.Site;
import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Transport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Every flow there is, with each kind of phone over each transport through this server: as the RFCs correct the guides, and
/// as they are printed. They wait more than they work, so they are played side by side.
class FlowsScenario {
    private static final String PASSWORD = "flow";
    private static final Cast CAST =
            new Cast(Map.of(Party.A, "1001", Party.B, "1002", Party.C, "1003"), "1999");

    /// What the flows draw, beside calls with which nothing is wrong.
    private static final Set<String> DRAWN =
            Set.of(
                    "do-not-disturb",
                    "forward-set",
                    "not-registered",
                    "transfer-failed",
                    "unknown-user");

    @Test
    void every_flow_holds() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var troupes = new ArrayList<Future<List<String>>>();
            for (var profile : List.of(Profile.T38G, Profile.VP530))
                for (var transport : List.of(Transport.UDP, Transport.TCP, Transport.TLS))
                    troupes.add(threads.submit(() -> broken(profile, transport)));
            for (var troupe : troupes) assertThat(troupe.get()).isEmpty();
        }
    }

    /// The ladders of the flows that do not hold.
    private static List<String> broken(Profile profile, Transport transport) throws Exception {
        String scheme = transport.name().toLowerCase(Locale.ROOT);
        var accounts = new ArrayList<NewAccount>();
        for (var user : CAST.numbers().values()) accounts.add(NewAccount.of(user, "", PASSWORD));
        var floors = new AtomicReference<SipServer>();
        try (var own =
                OwnServer.start(
                        List.of(
                                "domains=" + OwnServer.HOST,
                                "listen=" + scheme + "://" + OwnServer.HOST + ":0",
                                "redirects=forward",
                                "console=none"),
                        accounts,
                        surroundings -> {
                            floors.set(Floors.start(surroundings));
                            return Objects.requireNonNull(floors.get());
                        },
                        CallListener.NONE)) {
            var address = InetAddress.getByName(OwnServer.HOST);
            var tls = own.tls();
            var site = tls.isPresent() ? Site.on(address, tls.get()) : Site.on(address);
            try (var troupe =
                    new Troupe(
                            site,
                            profile,
                            CAST,
                            user ->
                                    Account.of("sip:" + user + '@' + OwnServer.HOST, PASSWORD)
                                            .at(OwnServer.HOST, own.place().port())
                                            .over(transport),
                            Patience.DEFAULT)) {
                assertThat(troupe.awaitRegistered()).isEmpty();
                var broken = new ArrayList<String>();
                for (var flow : Flow.all())
                    for (var result : played(troupe, flow, profile, scheme))
                        if (!result.held()) broken.add(TextLadder.draw(result));
                broken.addAll(misjudged(Objects.requireNonNull(floors.get()).ladders()));
                return broken;
            }
        }
    }

    private static List<String> misjudged(Ladders ladders) {
        return ladders.last(Query.MOST).stream()
                .filter(ladder ->
                        ladder.verdict()
                                .filter(it ->
                                        it.severity() != Severity.OK && !DRAWN.contains(it.name()))
                                .isPresent())
                .map(ladder -> TextDrawing.draw(ladder, 120))
                .toList();
    }

    private static List<FlowResult> played(
            Troupe troupe, Flow flow, Profile profile, String transport)
            throws InterruptedException {
        return troupe.player()
                .play(
                        flow,
                        List.of(Strictness.STRICT, Strictness.AS_PRINTED),
                        Flow.CURRENT_EDITION,
                        profile.name().toLowerCase(Locale.ROOT),
                        transport);
    }
}
