package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.testkit.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many phones that do anything at any time over a network that loses, repeats and reorders: whatever comes, callers get
/// one answer, losers are canceled, and in the end nothing is left.
///
/// `-Dmodel.events=100000000` goes on for longer, `-Dmodel.seed=17` repeats one run.
@Scenario("RFC 3261 §16, §17")
class CallModelTest {
    private static final long EVENTS = Long.getLong("model.events", 2_000_000);
    private static final long SEED = Long.getLong("model.seed", 0);
    private static final int PHONES = 8;
    private static final int ACTIONS = 300;
    private static final List<String> USERS = List.of("a", "b", "c", "d", "nobody");

    @Test
    void whateverHappensCallersGetOneAnswerAndNothingIsLeft(@TempDir Path folder) throws Exception {
        var store = AccountStore.open(folder);
        var directory = Directory.open(store, "example.com", List.of("example.com"), 9);
        try {
            long events = 0;
            for (long seed = SEED > 0 ? SEED : 1; events < EVENTS; seed++) {
                events += run(seed, directory);
                if (SEED > 0) return;
            }
        } finally {
            directory.close();
        }
    }

    /// @return how many things happened
    private static long run(long seed, Directory directory) {
        var office = new SimulatedOffice(seed, directory);
        try {
            play(office, new Random(seed));
            return office.network.clock().events();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + " (-Dmodel.seed=" + seed + "): " + e.getMessage(), e);
        }
    }

    private static void play(SimulatedOffice office, Random random) {
        var network = office.network;
        var clock = network.clock();
        network.everywhere()
                .loss(random.nextInt(4) * 0.07)
                .duplication(random.nextInt(3) * 0.05)
                .jitter(Duration.ofMillis(random.nextInt(3) * 40L));
        var phones = new ArrayList<ModelPhone>();
        for (int i = 0; i < PHONES; i++) phones.add(new ModelPhone(office, random, i, USERS));
        for (int i = 0; i < ACTIONS; i++) {
            phones.get(random.nextInt(PHONES)).act();
            clock.advance(Duration.ofMillis(random.nextInt(2_000)));
        }
        clock.advance(Duration.ofMinutes(30));
        phones.forEach(ModelPhone::leave);
        clock.advance(Duration.ofMinutes(1));
        office.locations.sweep();

        new ModelInvariants().check(network.crossings());
        assertThat(office.layer.serverTransactions()).as("server transactions").isZero();
        assertThat(office.layer.clientTransactions()).as("client transactions").isZero();
        assertThat(office.counters.waiting()).as("response contexts").isZero();
        assertThat(office.timers.size()).as("timers").isZero();
        assertThat(office.ringing.size()).as("calls that ring").isZero();
        assertThat(office.locations.size()).as("bindings").isZero();
        assertThat(office.node.connections()).as("flows").isEmpty();
        assertThat(office.node.malformed()).as("malformed messages").isEmpty();
        assertThat(clock.isIdle()).as("nothing will happen any more").isTrue();
    }
}
