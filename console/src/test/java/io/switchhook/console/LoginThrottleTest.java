package io.switchhook.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may wrap
    private final LoginThrottle throttle = new LoginThrottle(nanos::get);

    private void exhaust(String address) {
        for (int i = 0; i < LoginThrottle.BURST; i++)
            assertThat(throttle.attempt(InetAddress.ofLiteral(address))).isEmpty();
        assertThat(throttle.attempt(InetAddress.ofLiteral(address))).isPresent();
    }

    @Test
    void a_refused_try_does_not_count() {
        exhaust("192.0.2.1");
        var address = InetAddress.ofLiteral("192.0.2.1");
        for (int i = 0; i < 100; i++) throttle.attempt(address);
        assertThat(throttle.attempt(address)).hasValue(LoginThrottle.FORGIVING.toSeconds());
        nanos.addAndGet(LoginThrottle.FORGIVING.toNanos());
        assertThat(throttle.attempt(address)).isEmpty();
        assertThat(throttle.attempt(address)).isPresent();
    }

    @Test
    void one_network_of_ipv6_is_one_address() {
        exhaust("2001:db8::1");
        assertThat(throttle.attempt(InetAddress.ofLiteral("2001:db8::ffff"))).isPresent();
        assertThat(throttle.attempt(InetAddress.ofLiteral("2001:db8:0:1::1"))).isEmpty();
    }

    @Test
    void who_is_let_in_starts_anew() {
        exhaust("192.0.2.1");
        throttle.succeeded(InetAddress.ofLiteral("192.0.2.1"));
        exhaust("192.0.2.1");
    }

    @Test
    void the_table_is_bounded() {
        for (int i = 0; i < LoginThrottle.MOST + 1000; i++)
            throttle.attempt(InetAddress.ofLiteral("10.0." + (i >> 8 & 255) + "." + (i & 255)));
        assertThat(throttle.size()).isEqualTo(LoginThrottle.MOST);
    }
}
