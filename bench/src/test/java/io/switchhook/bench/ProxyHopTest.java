package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the steps of a hop may leave to the collector, with room for a field or two; their time is measured by hand.
class ProxyHopTest {
    private static final int TIMES = 20_000;

    private final ProxyHop hop = new ProxyHop();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Where the compiler cannot know that nobody looks at it.
    @Nullable Object made;

    @Test
    void aMessageIsReadWithLittleGarbage() {
        assertThat(bytesOf(() -> made = hop.parsed())).isBetween(600L, 1_000L);
        assertThat(bytesOf(() -> made = hop.checked())).isBetween(1_400L, 2_350L);
    }

    @Test
    void aMessageIsWrittenWithoutGarbage() {
        var request = hop.parsed();
        assertThat(bytesOf(() -> hop.printed(request))).isLessThan(10);
    }

    @Test
    void aHopAllocatesLittle() {
        assertThat(bytesOf(hop::whole)).isBetween(1_600L, 2_800L);
        assertThat(bytesOf(hop::wayBack)).isBetween(1_000L, 2_000L);
    }

    /// How much each run allocates, once the compiler knows it.
    private long bytesOf(Runnable step) {
        for (int i = 0; i < TIMES; i++) step.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TIMES; i++) step.run();
        return (threads.getCurrentThreadAllocatedBytes() - before) / TIMES;
    }

    @Test
    void theHopIsWhatAProxyDoes() {
        assertThat(ProxyHop.forwarded(hop.checked()).toString())
                .startsWith(
                        "INVITE sip:1002@192.0.2.104:5062;transport=udp SIP/2.0\r\n"
                                + "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK0123456789abcdef\r\n"
                                + "Via: SIP/2.0/UDP 192.0.2.103:5062;branch=z9hG4bK1754826401;rport\r\n"
                                + "Record-Route: <sip:192.0.2.1:5060;lr>\r\n"
                                + "From: \"User A\" <sip:1001@office.example>;tag=3241869745\r\n")
                .contains("\r\nMax-Forwards: 69\r\n")
                .endsWith("a=sendrecv\r\n");
    }
}
