package io.switchhook.pbx.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.pbx.directory.DeviceLogins.Issued;
import io.switchhook.sip.auth.Ha1s;
import io.switchhook.testkit.Gate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceLoginsTest {
    private static final String DESK = "001565abcdef";
    private static final String HALL = "001565000001";
    private static final String REALM = "office.example";

    @TempDir private Path folder;
    private final Random random = new Random(1);
    private Directory directory;

    @BeforeEach
    void open() throws AccountException {
        open(REALM);
        for (var user : List.of("1001", "1002"))
            if (directory.account(user).isEmpty()) directory.add(NewAccount.of(user, "", "secret"));
    }

    private void open(String realm) throws AccountException {
        directory = Directory.open(AccountStore.open(folder), realm, List.of(realm), 5);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private void reopen() throws AccountException {
        directory.close();
        open(REALM);
    }

    private Issued issue(String device) throws StorageException {
        return directory.devices().issue(device, List.of("1001"), random).getFirst();
    }

    private boolean isGood(Issued issued) {
        var expected = Ha1s.of(issued.authName(), REALM, issued.password());
        return directory
                .login(issued.authName())
                .filter(it -> it.account().equals(issued.user()) && it.ha1s().equals(expected))
                .isPresent();
    }

    private void use(Issued issued) {
        directory.login(issued.authName()).orElseThrow().proven();
    }

    @Test
    void each_line_of_a_device_has_a_name_of_its_own() throws Exception {
        var issued = directory.devices().issue(DESK, List.of("1001", "1002", "1001"), random);
        assertThat(issued).extracting(Issued::user).containsExactly("1001", "1002", "1001");
        assertThat(issued).extracting(Issued::authName).doesNotHaveDuplicates();
        assertThat(issued).extracting(Issued::password).doesNotHaveDuplicates();
        assertThat(issued).allMatch(this::isGood);
        assertThat(issued.getFirst().authName()).startsWith("1001-");
        assertThat(directory.login("1001").orElseThrow().account()).isEqualTo("1001");
    }

    @Test
    void what_was_before_is_good_until_the_new_file_is_used() throws Exception {
        var first = issue(DESK);
        use(first);
        var second = issue(DESK);
        assertThat(isGood(first)).isTrue();
        assertThat(isGood(second)).isTrue();
        use(second);
        assertThat(isGood(first)).isFalse();
        assertThat(isGood(second)).isTrue();
    }

    @Test
    void a_file_that_was_stolen_before_is_worth_nothing_once_a_later_one_is_used()
            throws Exception {
        var stolen = issue(DESK);
        var later = issue(DESK);
        use(later);
        assertThat(directory.login(stolen.authName())).isEmpty();
        reopen();
        assertThat(directory.login(stolen.authName())).isEmpty();
        assertThat(isGood(later)).isTrue();
    }

    @Test
    void a_phone_whose_downloads_break_is_not_locked_out() throws Exception {
        var used = issue(DESK);
        use(used);
        var broken = issue(DESK);
        for (int i = 0; i < 20; i++) broken = issue(DESK);
        assertThat(isGood(used)).isTrue();
        assertThat(isGood(broken)).isTrue();
        assertThat(directory.devices().size()).isEqualTo(1 + DeviceLogins.UNPROVEN);
    }

    @Test
    void all_lines_of_a_file_stay_when_the_first_one_is_used() throws Exception {
        var old = directory.devices().issue(DESK, List.of("1001", "1002"), random);
        old.forEach(this::use);
        var fresh = directory.devices().issue(DESK, List.of("1001", "1002"), random);
        use(fresh.getFirst());
        assertThat(fresh).allMatch(this::isGood);
        assertThat(old).noneMatch(this::isGood);
    }

    @Test
    void one_device_does_not_end_what_another_of_the_same_account_has() throws Exception {
        var desk = issue(DESK);
        var hall = issue(HALL);
        use(desk);
        use(hall);
        assertThat(isGood(desk)).isTrue();
        directory.devices().revoke(HALL);
        assertThat(isGood(hall)).isFalse();
        assertThat(isGood(desk)).isTrue();
        assertThat(directory.devices().isProven(HALL)).isEmpty();
        assertThat(directory.devices().isProven(DESK)).contains(true);
    }

    @Test
    void all_of_it_is_there_after_a_restart() throws Exception {
        var used = issue(DESK);
        use(used);
        var fresh = issue(DESK);
        reopen();
        assertThat(isGood(used)).isTrue();
        assertThat(isGood(fresh)).isTrue();
        assertThat(directory.devices().isProven(DESK)).contains(false);
        use(fresh);
        reopen();
        assertThat(isGood(used)).isFalse();
        assertThat(directory.devices().isProven(DESK)).contains(true);
    }

    @Test
    void files_that_are_made_at_the_same_time_go_to_the_disk_together() throws Exception {
        var counters = directory.database().counters();
        var disk = new Gate();
        directory.database().later(_ -> disk.passed());
        disk.awaitSomebody();
        long before = counters.transactions();
        var files = new ArrayList<Future<Issued>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                var device = "0015650000%02d".formatted(i);
                files.add(threads.submit(() -> issue(device)));
            }
            awaitWaiting(21);
            assertThat(directory.devices().size()).isZero();
            disk.open();
        }
        assertThat(counters.transactions() - before).isEqualTo(2);
        assertThat(files).extracting(Future::resultNow).allMatch(this::isGood);
    }

    @Test
    void two_files_of_one_device_at_the_same_time_are_both_good() throws Exception {
        var disk = new Gate();
        directory.database().later(_ -> disk.passed());
        disk.awaitSomebody();
        var files = new ArrayList<Future<Issued>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) files.add(threads.submit(() -> issue(DESK)));
            awaitWaiting(2);
            disk.open();
        }
        assertThat(files).extracting(Future::resultNow).allMatch(this::isGood);
        for (var file : files) if (isGood(file.get())) use(file.get());
        assertThat(directory.devices().size()).isEqualTo(1);
    }

    @Test
    void no_password_is_on_disk() throws Exception {
        var issued = issue(DESK);
        directory.close();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain(issued.password());
        }
        open(REALM);
    }

    @Test
    void what_devices_have_ends_with_the_account() throws Exception {
        var issued = issue(DESK);
        directory.remove("1001");
        assertThat(directory.login(issued.authName())).isEmpty();
        directory.add(NewAccount.of("1001", "", "again"));
        assertThat(directory.login(issued.authName())).isEmpty();
    }

    @Test
    void what_was_made_for_another_realm_is_of_no_use() throws Exception {
        var issued = issue(DESK);
        directory.close();
        open("other.example");
        assertThat(directory.login(issued.authName())).isEmpty();
    }

    @Test
    void what_cannot_be_kept_is_not_given() throws Exception {
        var used = issue(DESK);
        directory.close();
        assertThatThrownBy(() -> issue(DESK)).isInstanceOf(StorageException.class);
        assertThat(isGood(used)).isTrue();
        open(REALM);
        assertThat(directory.devices().size()).isEqualTo(1);
    }

    private void awaitWaiting(int count) {
        while (directory.database().counters().waiting() < count) Thread.onSpinWait();
    }
}
