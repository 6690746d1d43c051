package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every load does against a real server what it says, a few times; nothing is measured.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadTest {
    private static final int FEW = 20;
    private static final int USERS = 400;

    private ContestServer open;
    private ContestServer guarded;

    @BeforeAll
    void start() throws Exception {
        var server = Switchhook.of(Variant.LADDER_OFF);
        open = server.start(Load.CALL_TLS, 0);
        guarded = server.start(Load.CALL_DIGEST, USERS);
    }

    @AfterAll
    void stop() throws Exception {
        open.close();
        guarded.close();
    }

    @ParameterizedTest
    @EnumSource
    void doesWhatItSays(Load load) throws Exception {
        var needs = load.needs();
        var few =
                new Load.Needs(
                        needs.digest(),
                        Math.min(USERS / 10, needs.phones()),
                        needs.contacts(),
                        needs.transport());
        try (var office = new LoadOffice(load, few, needs.digest() ? guarded : open)) {
            assertThat(office.register()).isZero();
            office.warmUp(1, 100);
            var tally = office.play(FEW, 100);
            assertThat(tally.failures).isEmpty();
            assertThat(tally.done).isEqualTo(FEW);
            assertThat(tally.setUp.count()).isEqualTo(FEW);
            assertThat(tally.late.count()).isEqualTo(FEW);
        }
    }

    @Test
    void whatIsNotAsItShouldBeFails() throws Exception {
        var nobody = new Load.Needs(false, 1, 1, "UDP");
        try (var office = new LoadOffice(Load.HOLD, nobody, open)) {
            var tally = office.play(2, 100); // without office.register()
            assertThat(tally.done).isZero();
            assertThat(tally.failures).hasSize(1).containsValue(2);
        }
    }

    @Test
    void theKernelCountsTheServer() throws Exception {
        var tree = ProcessTree.of(open.process());
        assertThat(tree.usage().total()).isPositive();
        assertThat(tree.usage().user()).isPositive();
        assertThat(tree.memory().proportional()).isBetween(1_000_000L, tree.memory().resident());
    }

    @Test
    void anUnknownWordIsAnsweredWithTheKnownOnes() {
        assertThat(List.of(Load.values()))
                .allSatisfy(load -> assertThat(Load.of(load.label())).isEqualTo(load));
        assertThatThrownBy(() -> Load.of("cal"))
                .hasMessageContaining("no load 'cal'")
                .hasMessageContaining("call-digest");
        assertThatThrownBy(() -> Variant.of("x")).hasMessageContaining("ladder-off");
    }
}
