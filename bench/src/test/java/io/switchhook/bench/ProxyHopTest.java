package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// One hop of the INVITE makes at most 3.5 kB of garbage; its time is measured by hand.
class ProxyHopTest {
    private static final int LIMIT = 3_500;
    private static final int HOPS = 20_000;

    private final ProxyHop hop = new ProxyHop();

    @Test
    void aHopAllocatesLittle() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long lengths = hops();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(hops()).isEqualTo(lengths).isPositive();
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / HOPS;
        assertThat(each).isBetween(1_000L, (long) LIMIT);
    }

    private long hops() {
        long lengths = 0;
        for (int i = 0; i < HOPS; i++) lengths += hop.whole();
        return lengths;
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
