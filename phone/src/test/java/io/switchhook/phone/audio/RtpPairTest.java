package io.switchhook.phone.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RtpPairTest {
    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

    private final ArrayList<DatagramChannel> opened = new ArrayList<>();

    private DatagramChannel open() throws IOException {
        var channel = DatagramChannel.open();
        opened.add(channel);
        return channel;
    }

    @Test
    void the_first_channel_is_closed_where_the_second_cannot_be_opened() {
        assertThatIOException()
                .isThrownBy(() ->
                        RtpPair.open(
                                ADDRESS,
                                20_000,
                                29_999,
                                0,
                                () -> {
                                    if (opened.size() == 1)
                                        throw new IOException("too many open files");
                                    return open();
                                }))
                .withMessage("too many open files");
        assertThat(opened).hasSize(1).noneMatch(DatagramChannel::isOpen);
    }

    @Test
    void a_pair_of_which_one_is_taken_is_passed_over_and_closed() throws Exception {
        var first = RtpPair.open(ADDRESS, 20_000, 29_999, 17);
        first.rtp().close();
        try (var taken = first.rtcp()) {
            assertThat(((InetSocketAddress) taken.getLocalAddress()).getPort())
                    .isEqualTo(first.port() + 1);
            var second = RtpPair.open(ADDRESS, first.port(), 29_999, 0, this::open);
            assertThat(second.port()).isGreaterThan(first.port()).isEven();
            assertThat(opened.subList(0, 2)).noneMatch(DatagramChannel::isOpen);
            second.close();
            assertThat(opened).noneMatch(DatagramChannel::isOpen);
        }
    }

    @Test
    void a_range_without_a_free_pair_is_said() throws Exception {
        var taken = RtpPair.open(ADDRESS, 20_000, 29_999, 99);
        int port = taken.port();
        assertThatIOException()
                .isThrownBy(() -> RtpPair.open(ADDRESS, port, port + 1, 5))
                .withMessageContaining("no pair of free ports from " + port);
        taken.close();
    }
}
