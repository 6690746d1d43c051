package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Phones on loopback whose files change while they are on.
class ProvisionedPhoneTest {
    private static final String COMMON = "/y000000000038.cfg";
    private static final String OWN = "/001565abcdef.cfg";

    private Site site;
    private WebServer web;
    private LoopbackRegistrar registrar;
    private final LinkedBlockingQueue<PhoneEvent> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws Exception {
        site = Site.on(InetAddress.getLoopbackAddress());
        web = new WebServer();
        registrar = new LoopbackRegistrar();
    }

    @AfterEach
    void close() {
        site.close();
        web.close();
        registrar.close();
    }

    private ProvisionedPhone phone(String... users) throws IOException {
        web.file(COMMON, "#!version:1.0.0.1\nfeatures.direct_ip_call_enable = 1\n");
        accounts(users);
        Boot.Files files =
                () -> Boot.from(Profile.T38G, "001565abcdef", web.at("/"), Optional.empty());
        return ProvisionedPhone.at(site, files, files.boot(), events::add, Wiretap.NONE);
    }

    private void accounts(String... users) {
        var file = new StringBuilder("#!version:1.0.0.1\n");
        for (int i = 0; i < users.length; i++)
            file.append(
                    """
                    account.%1$d.enable = 1
                    account.%1$d.user_name = %2$s
                    account.%1$d.password = secret
                    account.%1$d.sip_server_host = 127.0.0.1
                    account.%1$d.sip_server_port = %3$d
                    """
                            .formatted(i + 1, users[i], registrar.port()));
        web.file(OWN, file.toString());
    }

    private <T extends PhoneEvent> T awaited(Class<T> kind) throws InterruptedException {
        while (true) {
            var next = events.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("no %s", kind).isNotNull();
            if (kind.isInstance(next)) return kind.cast(next);
        }
    }

    @Test
    void a_new_account_is_registered_and_an_old_one_removed() throws Exception {
        var phone = phone("1001");
        assertThat(registrar.next()).isEqualTo("+1001");
        var before = phone.phone();
        accounts("1002");
        registrar.checkSync("");
        assertThat(List.of(registrar.next(), registrar.next())).containsExactly("-1001", "+1002");
        assertThat(awaited(PhoneEvent.Renewed.class).restarted()).isFalse();
        assertThat(phone.phone()).isNotSameAs(before);
        assertThat(phone.phone().settings().mac()).isEqualTo("001565abcdef");
    }

    @Test
    void nothing_happens_for_files_that_are_the_same() throws Exception {
        var phone = phone("1001");
        registrar.next();
        var before = phone.phone();
        registrar.checkSync("");
        assertThat(awaited(PhoneEvent.Note.class).text()).contains("the same");
        assertThat(phone.phone()).isSameAs(before);
    }

    @Test
    void a_restart_happens_all_the_same() throws Exception {
        phone("1001");
        registrar.next();
        registrar.checkSync(";reboot=true");
        assertThat(List.of(registrar.next(), registrar.next())).containsExactly("-1001", "+1001");
        assertThat(awaited(PhoneEvent.Renewed.class).restarted()).isTrue();
    }

    /// Half of the settings would be worse than those of yesterday.
    @Test
    void a_phone_keeps_its_settings_when_a_file_is_broken() throws Exception {
        var phone = phone("1001");
        registrar.next();
        var before = phone.phone();
        web.file(OWN, "no configuration\0");
        registrar.checkSync("");
        assertThat(awaited(PhoneEvent.Problem.class).text()).contains("stay as they are");
        assertThat(phone.phone()).isSameAs(before);
        web.remove(OWN);
        web.remove(COMMON);
        registrar.checkSync(";reboot=true");
        assertThat(List.of(registrar.next(), registrar.next())).containsExactly("-1001", "+1001");
    }

    @Test
    void new_settings_wait_for_the_end_of_a_call() throws Exception {
        var phone = phone("1001");
        registrar.next();
        var other =
                site.phone(
                        Account.of("sip:1002@127.0.0.1:5060", "secret")
                                .with("account.1.sip_server_host", "")
                                .settings(Profile.T38G));
        var before = phone.phone();
        var place = before.ground().contact().apply(io.switchhook.sip.transport.Transport.UDP);
        var call = other.call("sip:1001@" + place);
        before.awaitCall(Call.State.RINGING).answer();
        call.await(Call.State.TALKING);
        before.doNotDisturb(true);
        accounts("1003");
        registrar.checkSync("");
        assertThat(awaited(PhoneEvent.Note.class).text()).contains("until the calls are over");
        assertThat(phone.phone()).isSameAs(before);
        assertThat(call.state()).isEqualTo(Call.State.TALKING);
        call.hangUp();
        assertThat(List.of(registrar.next(), registrar.next())).containsExactly("-1001", "+1003");
        awaited(PhoneEvent.Renewed.class);
        other.comes(Duration.ofSeconds(10), () -> phone.phone().preferences().doNotDisturb());
        assertThat(phone.phone().preferences().doNotDisturb()).isTrue();
    }

    /// `auto_provision.repeat`, in virtual time.
    @Test
    void files_are_read_again_as_often_as_the_settings_say() throws Exception {
        var house = new House();
        var settings =
                Account.of("sip:1001@office.example", "secret")
                        .with("auto_provision.repeat.enable", "1")
                        .with("auto_provision.repeat.minutes", "5")
                        .settings(Profile.T38G);
        var boot = new Boot(settings, List.of(), "same", true);
        var reads = new AtomicInteger();
        new ProvisionedPhone(
                () -> {
                    reads.incrementAndGet();
                    return boot;
                },
                boot,
                (_, _) ->
                        house.phone(
                                "auto_provision.repeat.enable", "1",
                                "auto_provision.repeat.minutes", "5"),
                events::add,
                Runnable::run);
        house.pass(Duration.ofMinutes(4));
        assertThat(reads).hasValue(0);
        house.pass(Duration.ofMinutes(12));
        assertThat(reads).hasValue(3);
    }
}
