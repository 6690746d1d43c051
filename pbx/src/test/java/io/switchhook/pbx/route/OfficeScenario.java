package io.switchhook.pbx.route;

import io.switchhook.pbx.directory.AccountException;
import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.Forward;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.SimulatedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An office with alice, bob, carol, and dave, whose callers follow his forwards themselves; and three phones in it.
abstract class OfficeScenario {
    static final String PASSWORD = "secret";
    private static @Nullable Directory directory;

    final SimulatedOffice office;
    @RegisterExtension final SimulatedNetwork network;
    final Party alice;
    final Party desk;
    final Party sofa;

    /// Where everybody may do everything.
    OfficeScenario() {
        this(SimulatedOffice.Terms.OPEN);
    }

    OfficeScenario(SimulatedOffice.Terms terms) {
        office = office(1, terms);
        network = office.network;
        alice = office.phone("alice", "192.0.2.10", Transport.UDP);
        desk = office.phone("desk", "192.0.2.21", Transport.UDP);
        sofa = office.phone("sofa", "192.0.2.22", Transport.TCP);
    }

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        directory =
                Directory.open(AccountStore.open(folder), "example.com", List.of("example.com"), 9);
        for (var user : List.of("alice", "bob", "carol"))
            directory.add(NewAccount.of(user, "", PASSWORD));
        directory.add(NewAccount.of("dave", "", PASSWORD).withRedirects(Redirects.FORWARD));
    }

    @AfterAll
    static void close() {
        Objects.requireNonNull(directory).close();
    }

    /// Somebody wants something else done with his calls.
    static void set(String user, FeatureChange change) throws AccountException {
        Objects.requireNonNull(directory).change(user, change);
    }

    /// Somebody's calls just ring.
    static void unset(String user) throws AccountException {
        var change = FeatureChange.NONE.withSeconds(20).withDoNotDisturb(false);
        for (var when : Forward.values()) change = change.with(when, "");
        set(user, change);
    }

    /// One more office, with the same accounts.
    static SimulatedOffice office(long seed, SimulatedOffice.Terms terms) {
        return new SimulatedOffice(seed, Objects.requireNonNull(directory), terms);
    }

    Request callBob() {
        return alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
    }

    /// The phone takes Alice's call, and both know that it is up.
    ///
    /// @return the answer as Alice got it
    Response takes(Party phone, Request invite) {
        return takes(phone, invite, "");
    }

    /// @param more of the answer: header lines, perhaps an empty line and a body
    Response takes(Party phone, Request invite, String more) {
        phone.reply(invite, 200, more);
        var answer = alice.expect(200, Method.INVITE);
        alice.ack(answer);
        phone.expect(Method.ACK);
        return answer;
    }

    /// The phone is told that it need not ring any more.
    static void stopsRinging(Party phone, Request invite) {
        phone.reply(phone.expect(Method.CANCEL), 200);
        phone.reply(invite, 487);
        phone.expect(Method.ACK);
    }
}
