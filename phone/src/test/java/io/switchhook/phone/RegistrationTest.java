package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.Profile;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Crossing;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How an account makes itself known, and to whom it listens.
class RegistrationTest {
    @RegisterExtension final House house = new House();

    @Test
    void servers_are_told_what_the_files_say() {
        var settings =
                Account.of("sip:1001@office.example", "secret")
                        .with("account.1.register_mac", "1")
                        .with("account.1.register_line", "1")
                        .with("account.1.proxy_require", "com.example.firewall")
                        .with("account.1.expires", "120")
                        .by(House.SERVER, 5060)
                        .settings(Profile.T38G)
                        .withMac("00-15-65-AB-CD-EF");
        var phone = house.phone(settings);
        phone.start();
        var register = house.server.expect(Method.REGISTER);
        assertThat(register.toString())
                .contains("Mac: 00:15:65:ab:cd:ef\r\n", "Line: 1\r\n")
                .contains("Proxy-Require: com.example.firewall\r\n");
        assertThat(register.headers().require(Header.EXPIRES)).isEqualTo(120);
        house.server.reply(register, 200);
        house.soon();
        phone.call("1002");
        assertThat(house.server.expect(Method.INVITE).headers().all(Header.PROXY_REQUIRE))
                .containsExactly("com.example.firewall");
    }

    @Test
    void the_backup_proxy_takes_registrations_and_calls() {
        var backup = house.network.party("backup", "192.0.2.2");
        var phone = house.phone("account.1.backup_outbound_host", "192.0.2.2");
        backup.outbound(Transport.UDP, house.server.node());
        house.server.node().stop();
        phone.start();
        var register = backup.expect(Method.REGISTER);
        backup.reply(register, 200, "Expires: 3600\n");
        house.soon();
        assertThat(phone.isRegistered()).isTrue();
        phone.call("1002");
        assertThat(backup.expect(Method.INVITE).uri()).hasToString("sip:1002@office.example");
    }

    /// Sent at once, again after half a second, and waited for a second more.
    @Test
    void another_server_is_asked_after_as_many_tries_as_the_files_say() {
        var second = house.network.party("second", "192.0.2.2");
        var phone =
                house.phone(
                        Profile.VP530,
                        "1001",
                        "account.1.outbound_proxy_enable",
                        "0",
                        "account.1.sip_server.1.address",
                        House.SERVER,
                        "account.1.sip_server.1.retry_counts",
                        "1",
                        "account.1.sip_server.2.address",
                        "192.0.2.2");
        second.outbound(Transport.UDP, house.nodes.getFirst());
        phone.start();
        house.pass(Duration.ofMillis(1400));
        assertThat(second.unread()).isEmpty();
        house.pass(Duration.ofMillis(200));
        second.reply(second.expect(Method.REGISTER), 200, "Expires: 3600\n");
        house.soon();
        assertThat(phone.isRegistered()).isTrue();
    }

    @Test
    void a_server_that_comes_back_has_the_registration_again() {
        var phone = house.registered("account.1.expires", "60");
        house.server.node().stop();
        house.pass(Duration.ofHours(2));
        assertThat(phone.isRegistered()).isFalse();
        assertThat(house.events(PhoneEvent.NotRegistered.class)).isNotEmpty();
        house.server.node().restart();
        house.server.ignoreUnread();
        for (int i = 0; i < 60 && house.server.unread().isEmpty(); i++)
            house.pass(Duration.ofSeconds(30));
        house.server.reply(house.server.expect(Method.REGISTER), 200, "Expires: 60\n");
        house.soon();
        assertThat(phone.isRegistered()).isTrue();
    }

    @Test
    void strangers_are_turned_away() {
        house.registered("sip.trust_ctrl", "1");
        var stranger = house.network.party("stranger", "192.0.2.66");
        stranger.outbound(Transport.UDP, house.nodes.getFirst());
        stranger.send(stranger.request(Method.INVITE, "sip:1001@192.0.2.10"));
        stranger.expect(403);
        assertThat(house.events(PhoneEvent.CallChanged.class)).isEmpty();
        house.invite(House.sdp(4000));
        house.server.expect(180);
    }

    private long datagrams() {
        return house.network.count(it -> it.text().equals("\r\n\r\n") && it.to().equals("server"));
    }

    @Test
    void the_way_to_the_server_is_kept_open() {
        house.registered("account.1.nat.udp_update_time", "20");
        house.pass(Duration.ofSeconds(61));
        assertThat(datagrams()).isEqualTo(3);
    }

    @Test
    void the_way_is_kept_open_with_requests() {
        house.registered("account.1.nat.udp_update_enable", "2");
        house.pass(Duration.ofSeconds(31));
        var options = house.server.expect(Method.OPTIONS);
        house.server.reply(options, 200);
        assertThat(datagrams()).isZero();
    }

    @Test
    void the_way_is_kept_open_with_NOTIFY() {
        house.registered("account.1.nat.udp_update_enable", "3");
        var notify = house.server.expect(Method.NOTIFY);
        assertThat(notify.headers().require(Header.EVENT).type()).isEqualTo("keep-alive");
        house.server.reply(notify, 481);
        house.pass(Duration.ofSeconds(25));
        assertThat(house.server.unread()).isEmpty();
        house.server.reply(house.server.expect(Method.NOTIFY), 200);
    }

    @Test
    void nothing_is_kept_open_that_need_not_be() {
        house.registered("account.1.nat.udp_update_enable", "0");
        long before = house.network.crossings().size();
        house.pass(Duration.ofMinutes(10));
        assertThat(house.network.crossings().stream().skip(before).map(Crossing::text)).isEmpty();
    }

    /// Table 4 of RFC 3261: T1 is the first wait, and 64 of them are the whole.
    @Test
    void timers_are_those_of_the_files() {
        var phone =
                house.phone("account.1.advanced.timer_t1", "1", "account.1.advanced.timer_t2", "8");
        phone.start();
        house.pass(Duration.ofMillis(3100));
        assertThat(house.network.count(it -> it.is(Method.REGISTER))).isEqualTo(3);
    }

    @Test
    void a_random_wait_comes_before_the_first_registration() {
        var phone = house.phone("sip.reg_surge_prevention", "60");
        phone.start();
        house.soon();
        assertThat(house.server.unread()).isEmpty();
        house.server.expect(Method.REGISTER);
    }

    /// Appendix of the makers' guides: without a server in between.
    @Test
    void an_address_is_called_directly() {
        var phone = house.registered();
        var other = house.network.party("other", "192.0.2.30");
        other.outbound(Transport.UDP, house.nodes.getFirst());
        phone.call("192.0.2.30");
        var invite = other.expect(Method.INVITE);
        assertThat(invite.uri()).hasToString("sip:192.0.2.30");
        assertThat(invite.headers().all(Header.ROUTE)).isEmpty();
    }
}
