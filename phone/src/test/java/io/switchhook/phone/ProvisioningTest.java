package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.Profile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Files that are fetched again when the server says so, and URLs that are got when something happens.
class ProvisioningTest {
    private static final String MAC = "001565abcdef";
    private final Web web = new Web();
    private int asked;
    private final BlockingQueue<PhoneEvent> events = new LinkedBlockingQueue<>();
    private final Site site = Site.on(InetAddress.getLoopbackAddress());

    ProvisioningTest() throws Exception {}

    @AfterEach
    void stop() throws Exception {
        site.close();
        web.close();
    }

    private String url() {
        return web.url();
    }

    private void file(String... lines) {
        web.files.put(
                MAC + ".cfg",
                "#!version:1.0.0.1\naccount.1.enable = 1\naccount.1.user_name = 1001\n"
                        + "account.1.sip_server_host = 127.0.0.1\n"
                        + "account.1.sip_server_port = 9\n"
                        + String.join("\n", lines)
                        + "\n");
    }

    private Phone phone() throws Exception {
        var boot = Boot.from(Profile.T38G, MAC, url(), Optional.empty());
        web.got.clear();
        return site.phone(boot, events::add, Wiretap.NONE);
    }

    /// Says check-sync to a phone, as its server, until it knows its server: it looks for it when it is switched on.
    private void checkSync(Phone phone, String parameters) throws Exception {
        var answer = checkSync(phone, "127.0.0.1", parameters);
        while (answer.contains("403")) answer = checkSync(phone, "127.0.0.1", parameters);
        assertThat(answer).isEqualTo("SIP/2.0 200 OK");
    }

    /// @return the status line of the answer
    private String checkSync(Phone phone, String from, String parameters) throws Exception {
        var at = phone.ground().contact().apply(io.switchhook.sip.transport.Transport.UDP);
        try (var socket = new DatagramSocket(0, InetAddress.getByName(from))) {
            socket.setSoTimeout(20_000);
            byte[] notify =
                    ("NOTIFY sip:1001@"
                                    + at
                                    + " SIP/2.0\r\n"
                                    + "Via: SIP/2.0/UDP "
                                    + from
                                    + ':'
                                    + socket.getLocalPort()
                                    + ";branch=z9hG4bK"
                                    + ++asked
                                    + "\r\n"
                                    + "Max-Forwards: 70\r\nFrom: <sip:server@127.0.0.1>;tag=1\r\n"
                                    + "To: <sip:1001@"
                                    + at
                                    + ">\r\nCall-ID: 1\r\nCSeq: 1 NOTIFY\r\n"
                                    + "Contact: <sip:server@127.0.0.1>\r\n"
                                    + "Subscription-State: terminated\r\n"
                                    + "Event: check-sync"
                                    + parameters
                                    + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8);
            var to = new InetSocketAddress(at.host(), at.portOr(5060));
            socket.send(new DatagramPacket(notify, notify.length, to));
            var answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private <T extends PhoneEvent> T next(Class<T> kind) throws Exception {
        while (true) {
            var event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("a %s", kind.getSimpleName()).isNotNull();
            if (kind.isInstance(event)) return kind.cast(event);
        }
    }

    @Test
    void new_files_are_taken_when_the_server_says_so() throws Exception {
        file("features.normal_refuse_code = 486");
        var phone = phone();
        file("features.normal_refuse_code = 404", "account.1.display_name = Ann");
        checkSync(phone, "");
        assertThat(next(PhoneEvent.CheckSync.class).restart()).isFalse();
        assertThat(next(PhoneEvent.Provisioned.class).changed()).isTrue();
        assertThat(phone.settings().features().refuseStatus()).isEqualTo(404);
        assertThat(phone.settings().account(1).displayName()).isEqualTo("Ann");
        assertThat(phone.settings().mac()).isEqualTo(MAC);
    }

    @Test
    void files_that_did_not_change_change_nothing() throws Exception {
        file("dialplan.replace.prefix.1 = 1(xx)", "dialplan.replace.replace.1 = 9$1");
        var phone = phone();
        checkSync(phone, "");
        assertThat(next(PhoneEvent.Provisioned.class).changed()).isFalse();
    }

    @Test
    void a_key_of_files_is_the_same_when_it_is_read_again() throws Exception {
        file("auto_provision.aes_key_16.mac = 0123456789abcdef");
        var phone = phone();
        checkSync(phone, "");
        assertThat(next(PhoneEvent.Provisioned.class).changed()).isFalse();
    }

    @Test
    void a_restart_ends_calls() throws Exception {
        file();
        var phone = phone();
        var other =
                site.phone(
                        Account.of("sip:1002@127.0.0.1", "x")
                                .with("account.1.sip_server_host", "")
                                .settings(Profile.T38G));
        var at = phone.ground().contact().apply(io.switchhook.sip.transport.Transport.UDP);
        var call = other.call("sip:1001@" + at);
        phone.awaitCall(Call.State.RINGING).answer();
        call.await(Call.State.TALKING);
        checkSync(phone, ";reboot=true");
        call.await(Call.State.ENDED);
        assertThat(next(PhoneEvent.CheckSync.class).restart()).isTrue();
    }

    @Test
    void nobody_but_a_server_of_the_phone_has_it_fetch_files() throws Exception {
        file();
        var phone = phone();
        assertThat(checkSync(phone, "127.0.0.2", ";reboot=true"))
                .isEqualTo("SIP/2.0 403 Forbidden");
        checkSync(phone, "");
        assertThat(next(PhoneEvent.CheckSync.class).restart()).isFalse();
        assertThat(next(PhoneEvent.Provisioned.class).changed()).isFalse();
        assertThat(web.got).doesNotHaveDuplicates();
    }

    @Test
    void a_server_without_files_leaves_the_phone_as_it_is() throws Exception {
        file("features.normal_refuse_code = 404");
        var phone = phone();
        web.files.clear();
        checkSync(phone, "");
        assertThat(next(PhoneEvent.Problem.class).text()).contains(MAC + ".cfg");
        assertThat(phone.settings().features().refuseStatus()).isEqualTo(404);
    }

    @Test
    void URLs_tell_what_happens() throws Exception {
        file(
                "account.1.display_name = Ann",
                "action_url.off_hook = " + url() + "off?m=$mac&w=$model",
                "action_url.incoming_call = " + url() + "in?r=$remote&l=$active_user",
                "action_url.call_established = " + url() + "up",
                "action_url.hold = " + url() + "hold",
                "action_url.unhold = " + url() + "unhold",
                "action_url.mute = " + url() + "mute",
                "action_url.call_terminated = " + url() + "down?c=$call_id",
                "action_url.busy_to_idle = " + url() + "idle");
        var phone = phone();
        phone.offHook(true);
        phone.offHook(false);
        assertThat(web.got.poll(20, TimeUnit.SECONDS)).isEqualTo("off?m=" + MAC + "&w=SIP-T38G");
        var other =
                site.phone(
                        Account.of("sip:1002@127.0.0.1", "x")
                                .with("account.1.sip_server_host", "")
                                .settings(Profile.T38G));
        var at = phone.ground().contact().apply(io.switchhook.sip.transport.Transport.UDP);
        var out = other.call("sip:1001@" + at);
        var call = phone.awaitCall(Call.State.RINGING);
        call.answer();
        out.await(Call.State.TALKING);
        call.hold();
        call.await(Call.State.HOLDING);
        call.resume();
        call.await(Call.State.TALKING);
        call.mute(true);
        String callId = call.facts().callId();
        call.hangUp();
        for (var expected :
                List.of(
                        "in?r=sip%3A1002%40anonymous.invalid&l=1001",
                        "up", "hold", "unhold", "mute", "down?c=" + callId, "idle"))
            assertThat(web.got.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
        assertThat(phone.failedActionUrls()).isZero();
    }

    @Test
    void URLs_that_cannot_be_got_are_counted() throws Exception {
        file("action_url.dnd_on = http://127.0.0.1:1/", "action_url.dnd_off = not a url");
        var phone = phone();
        phone.doNotDisturb(true);
        phone.doNotDisturb(false);
        for (int i = 0; i < 1000 && phone.failedActionUrls() < 2; i++)
            phone.comes(Duration.ofMillis(20), () -> false);
        assertThat(phone.failedActionUrls()).isEqualTo(2);
    }

    @Test
    void callers_without_a_name_are_found_in_the_phone_books() throws Exception {
        web.files.put(
                "menu.xml",
                "<XIPPhoneMenu><MenuItem><Name>All</Name><URL>"
                        + url()
                        + "all.xml</URL></MenuItem></XIPPhoneMenu>");
        web.files.put(
                "all.xml",
                "<XIPPhoneDirectory><DirectoryEntry><Name>Bo</Name><Telephone>10-02</Telephone>"
                        + "</DirectoryEntry></XIPPhoneDirectory>");
        web.files.put(
                "contacts.xml",
                "<root_contact><contact display_name='Cy' office_number='1003'/></root_contact>");
        file(
                "account.1.sip_server_host =",
                "local_contact.data.url = " + url() + "contacts.xml",
                "remote_phonebook.data.1.url = " + url() + "menu.xml",
                "remote_phonebook.data.2.url = " + url() + "gone.xml",
                "features.remote_phonebook.enable = 1");
        var phone = phone();
        assertThat(next(PhoneEvent.Problem.class).text()).contains("gone.xml: not there");
        assertThat(next(PhoneEvent.PhoneBookRead.class).people()).isEqualTo(2);
        assertThat(phone.search("b")).extracting(Person::name).containsExactly("Bo");
        assertThat(phone.search("100")).extracting(Person::name).containsExactly("Cy");
        var other =
                site.phone(
                        Account.of("sip:1002@127.0.0.1", "x")
                                .with("account.1.sip_server_host", "")
                                .settings(Profile.T38G));
        var at = phone.ground().contact().apply(io.switchhook.sip.transport.Transport.UDP);
        other.call("sip:1001@" + at);
        assertThat(phone.awaitCall(Call.State.RINGING).facts().remoteName()).isEqualTo("Bo");
    }
}
