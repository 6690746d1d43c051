package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is measured is a whole transaction, and it leaves nothing behind.
class ServedInviteTest {
    @Test
    void eachTransactionEnds() {
        var served = new ServedInvite();
        long sent = served.whole();
        for (int i = 1; i < 10; i++) assertThat(served.whole()).isEqualTo(sent).isPositive();
        assertThat(served.counters().inviteServers()).isEqualTo(10);
        assertThat(served.counters().serversLive()).isZero();
        assertThat(served.counters().strayAcks()).isZero();
        assertThat(served.counters().timeouts()).isZero();
        assertThat(served.counters().retransmissionsSent()).isZero();
    }
}
