package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.console.PhonesView;
import io.switchhook.console.PhonesView.Query;
import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.NewAccount;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhonesTest {
    private static final String SEEN = "2026-03-02T09:15:00Z";

    @TempDir private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private Directory directory;
    private Fake sip;

    @BeforeEach
    void open() throws Exception {
        directory =
                Directory.open(
                        AccountStore.open(folder),
                        "office.example",
                        List.of("office.example"),
                        100);
        for (var user : List.of("1000", "999", "reception", "1001"))
            directory.add(NewAccount.of(user, "Desk " + user, "secret"));
        var configuration = ConfigurationSource.DEFAULTS.read();
        sip =
                new Fake(
                        new SipServer.Surroundings(
                                configuration,
                                directory,
                                new io.switchhook.console.Metrics(),
                                new io.switchhook.console.Health(),
                                CallListener.NONE));
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private Phones phones(boolean open) {
        return new Phones(directory, sip, user -> java.util.Optional.empty(), open, nanos::get);
    }

    private void register(String user, String silentSince) {
        sip.registered.add(
                new RegistrationLine(
                        user,
                        "sip:" + user + "@10.0.0.7:5062",
                        "udp",
                        "10.0.0.7:5062",
                        "Yealink",
                        300,
                        silentSince,
                        SEEN,
                        ""));
    }

    private static List<String> users(io.switchhook.console.Slice<PhonesView.Account> slice) {
        return slice.items().stream().map(PhonesView.Account::user).toList();
    }

    @Test
    void numbers_come_as_numbers_and_names_last() {
        var phones = phones(false);
        assertThat(users(phones.search(new Query("", "", 0, 10))))
                .containsExactly("999", "1000", "1001", "reception");
        var second = phones.search(new Query("", "", 1, 2));
        assertThat(users(second)).containsExactly("1000", "1001");
        assertThat(second.total()).isEqualTo(4);
        assertThat(phones.search(new Query("", "", 9, 2)).items()).isEmpty();
    }

    @Test
    void the_state_is_that_of_the_best_phone() {
        var phones = phones(false);
        assertThat(phones.account("999").orElseThrow().state()).isEqualTo("absent");
        register("999", SEEN);
        assertThat(phones.account("999").orElseThrow().state()).isEqualTo("silent");
        register("999", "");
        var account = phones.account("999").orElseThrow();
        assertThat(account.state()).isEqualTo("reachable");
        assertThat(account.bindings()).hasSize(2);
        assertThat(account.lastSeen()).hasValue(Instant.parse(SEEN));
        assertThat(phones.account("nobody")).isEmpty();
    }

    @Test
    void a_search_looks_at_names_addresses_and_devices() {
        register("1001", "");
        var phones = phones(false);
        assertThat(users(phones.search(new Query("yealink", "", 0, 10)))).containsExactly("1001");
        assertThat(users(phones.search(new Query("10.0.0.7", "", 0, 10)))).containsExactly("1001");
        assertThat(users(phones.search(new Query("DESK 100", "absent", 0, 10))))
                .containsExactly("1000");
        assertThat(users(phones.search(new Query("", "reachable", 0, 10)))).containsExactly("1001");
    }

    @Test
    void a_new_account_shows_after_a_moment() throws Exception {
        var phones = phones(false);
        assertThat(phones.search(new Query("", "", 0, 10)).total()).isEqualTo(4);
        directory.add(NewAccount.of("2000", "", "secret"));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(phones.search(new Query("", "", 0, 10)).total()).isEqualTo(5);
    }

    @Test
    void where_every_user_exists_those_who_registered_are_shown() {
        register("7777", "");
        assertThat(users(phones(true).search(new Query("7777", "", 0, 10))))
                .containsExactly("7777");
        assertThat(phones(false).search(new Query("7777", "", 0, 10)).items()).isEmpty();
    }
}
