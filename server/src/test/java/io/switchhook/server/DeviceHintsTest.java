package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceHintsTest {
    private static DeviceLine device(String home, String... users) {
        return new DeviceLine(
                "001565abcdef",
                "adopted",
                "2026-01-31T12:00:00Z",
                "t38g",
                "",
                List.of(users),
                "",
                home,
                List.of(),
                "used");
    }

    @Test
    void each_command_is_made_out_for_the_phone() {
        var hints = new DeviceHints(device("192.0.2.7 (T38G)", "1001"), "Pcap Trace", "hold OK");
        assertThat(hints.text())
                .anyMatch(it -> it.contains("trace --account 1001 --format pcapng > 001565abcdef"))
                .anyMatch(it -> it.contains("tshark -i any -f 'host 192.0.2.7' -w 001565abcdef"))
                .anyMatch(it -> it.contains("device sync 001565abcdef --reboot"))
                .anyMatch(it -> it.endsWith("by itself: Pcap Trace"))
                .anyMatch(it -> it.endsWith("in its box: hold OK;"));
    }

    @Test
    void what_nobody_knows_is_not_said() {
        assertThat(new DeviceHints(device("", "1001"), "", "").text())
                .noneMatch(it -> it.contains("tshark"))
                .noneMatch(it -> it.contains("by itself"))
                .noneMatch(it -> it.contains("in its box"));
        assertThat(new DeviceHints(device(""), "", "").text()).isEmpty();
    }

    @Test
    void they_cross_the_control_socket() {
        var hints = new DeviceHints(device("192.0.2.7", "1001"), "Pcap Trace", "hold OK");
        assertThat(DeviceHints.of(hints.json())).isEqualTo(hints);
    }
}
