package io.switchhook.pbx.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.auth.Ha1s;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {
    private static final List<String> DOMAINS = List.of("office.example", "127.0.0.1");

    @TempDir private Path folder;
    private Directory directory;

    @BeforeEach
    void open() throws AccountException {
        directory = open("office.example", DOMAINS);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private Directory open(String realm, List<String> domains) throws AccountException {
        return Directory.open(AccountStore.open(folder), realm, domains, 5);
    }

    private void reopen() throws AccountException {
        directory.close();
        open();
    }

    private static NewAccount account(String address) {
        return NewAccount.of(address, "User A", "secret");
    }

    @Test
    void an_added_account_is_there_at_once_and_after_a_restart() throws AccountException {
        var added = directory.add(account("1001").withRedirects(Redirects.FORWARD));
        assertThat(directory.account("1001")).contains(added);
        reopen();
        assertThat(directory.account("1001")).contains(added);
        assertThat(added.domain()).isEqualTo("office.example");
        assertThat(added.redirects()).contains(Redirects.FORWARD);
        assertThat(directory.ha1s("1001")).contains(Ha1s.of("1001", "office.example", "secret"));
    }

    @Test
    void the_database_is_for_its_owner_only_and_holds_no_password() throws Exception {
        directory.add(NewAccount.of("1001", "", "open sesame"));
        var file = folder.resolve("switchhook.db");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        directory.close();
        assertThat(
                        new String(
                                Files.readAllBytes(file),
                                java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("1001")
                .doesNotContain("sesame");
        open();
    }

    @Test
    void users_are_case_sensitive_and_domains_are_not() throws AccountException {
        directory.add(account("alice@OFFICE.example"));
        assertThat(directory.account("Alice")).isEmpty();
        assertThat(directory.account("alice").map(Account::domain)).contains("office.example");
        directory.remove("alice@Office.Example");
        assertThat(directory.size()).isZero();
    }

    @Test
    void a_user_is_unique_in_all_domains() throws AccountException {
        directory.add(account("1001"));
        assertThatThrownBy(() -> directory.add(account("1001@127.0.0.1")))
                .isInstanceOf(AccountException.class)
                .hasMessageContaining("there is an account 1001 already");
    }

    @Test
    void what_is_removed_is_gone_after_a_restart_too_and_told() throws AccountException {
        var told = new ArrayList<Account>();
        directory.onRemoval(told::add);
        directory.add(account("1001"));
        directory.remove("1001");
        reopen();
        assertThat(directory.account("1001")).isEmpty();
        assertThat(told).extracting(Account::user).containsExactly("1001");
    }

    @Test
    void a_password_is_changed_on_disk() throws AccountException {
        directory.add(account("1001"));
        directory.password("1001", "other");
        reopen();
        assertThat(directory.ha1s("1001")).contains(Ha1s.of("1001", "office.example", "other"));
    }

    @Test
    void faults_say_what_is_allowed() {
        assertFault(account("a b"), "user 'a b' may not hold a space");
        assertFault(account("a:b"), "may not hold ':'");
        assertFault(account("ü"), "may not hold the character U+00FC");
        assertFault(account(""), "user is empty");
        assertFault(account("x".repeat(65)), "user is longer than 64 characters");
        assertFault(
                account("1001@other.example"),
                "domain 'other.example' is none of this server's: office.example, 127.0.0.1");
        assertFault(NewAccount.of("1001", "", ""), "password is empty");
        assertFault(NewAccount.of("1001", "a\nb", "x"), "name may not hold the character U+000A");
    }

    private void assertFault(NewAccount account, String message) {
        assertThatThrownBy(() -> directory.add(account))
                .isInstanceOf(AccountException.class)
                .hasMessageContaining(message);
        assertThat(directory.size()).isZero();
    }

    @Test
    void there_are_no_more_accounts_than_allowed() throws AccountException {
        for (int i = 0; i < 5; i++) directory.add(account("100" + i));
        assertThatThrownBy(() -> directory.add(account("1009")))
                .hasMessageContaining("limits.accounts");
        assertThatThrownBy(() -> load("1009,x\n")).hasMessageContaining("limits.accounts");
    }

    @Test
    void an_account_of_another_realm_cannot_log_in_until_it_has_a_new_password()
            throws AccountException {
        directory.add(account("1001"));
        directory.close();
        directory = open("new.example", List.of("new.example"));
        assertThat(directory.ha1s("1001")).isEmpty();
        assertThat(directory.realmProblem().orElseThrow())
                .startsWith("1 of 1 accounts were made for another realm ('office.example')")
                .contains("account passwd");
        directory.password("1001", "again");
        assertThat(directory.realmProblem()).isEmpty();
        assertThat(directory.ha1s("1001")).contains(Ha1s.of("1001", "new.example", "again"));
    }

    @Test
    void the_realm_is_remembered() throws AccountException {
        directory.close();
        try (var store = AccountStore.open(folder)) {
            assertThat(Directory.realmOf(store)).contains("office.example");
        }
        open();
    }

    @Test
    void accounts_of_the_configuration_hide_those_of_the_database_and_are_not_changed_here()
            throws AccountException {
        directory.add(account("1001"));
        directory.configure(
                List.of(NewAccount.of("1001", "From file", "x"), NewAccount.of("1002", "", "y")));
        assertThat(directory.account("1001").map(Account::name)).contains("From file");
        assertThatThrownBy(() -> directory.password("1001", "z"))
                .hasMessageContaining("stands in the configuration file");
        assertThatThrownBy(() -> load("1002,z\n"))
                .hasMessageContaining("stands in the configuration file");
        directory.configure(List.of());
        assertThat(directory.account("1001").map(Account::name)).contains("User A");
        assertThat(directory.account("1002")).isEmpty();
    }

    private ImportResult load(String csv) throws AccountException {
        return directory.load("people.csv", new StringReader(csv));
    }

    @Test
    void an_import_adds_and_changes() throws AccountException {
        directory.add(account("1001").withRedirects(Redirects.FORWARD));
        var result =
                load("\ufeffuser,password,name\r\n1001, new ,\"A, \"\"B\"\"\"\r\n\r\n1002,x\r\n");
        assertThat(result).isEqualTo(new ImportResult(1, 1));
        reopen();
        var changed = directory.account("1001").orElseThrow();
        assertThat(changed.name()).isEqualTo("A, \"B\"");
        assertThat(changed.redirects()).contains(Redirects.FORWARD);
        assertThat(directory.ha1s("1001")).contains(Ha1s.of("1001", "office.example", "new"));
        assertThat(directory.account("1002").map(Account::redirects)).contains(Optional.empty());
    }

    @Test
    void a_bad_import_names_every_line_and_changes_nothing() {
        assertThatThrownBy(() -> load("1001,x\na b,y\n1002,\n1001,z\nlonely\n1,2,3,4\n"))
                .hasMessage(
                        """
                        people.csv:2: user 'a b' may not hold a space; allowed are letters, digits and -_.!~*'()&=+$,;?/
                        people.csv:3: password is empty
                        people.csv:4: user '1001' is already on line 1
                        people.csv:5: has 1 fields instead of user,password,name
                        people.csv:6: has 4 fields instead of user,password,name
                        nothing was imported: 1 rows are good, 5 are not\
                        """);
        assertThat(directory.size()).isZero();
    }

    @Test
    void a_file_that_is_wrong_everywhere_is_not_told_line_by_line() {
        assertThatThrownBy(() -> load("x\n".repeat(100)))
                .hasMessageContaining("people.csv:20: ")
                .hasMessageNotContaining("people.csv:21: ")
                .hasMessageContaining("... and 80 more");
    }

    @Test
    void quotes_that_do_not_end_or_hide_text_are_told() {
        assertThatThrownBy(() -> load("1001,\"x\n")).hasMessageContaining("no closing quote");
        assertThatThrownBy(() -> load("1001,x\n1002,\"x\"y\n"))
                .hasMessageContaining("people.csv:2: text after the closing quote");
        assertThatThrownBy(() -> load("1001," + "x".repeat(5000)))
                .hasMessageContaining("a field is longer than 4096 characters");
    }

    @Test
    void a_database_that_is_none_is_told() throws Exception {
        var other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("switchhook.db"), "this is no database, as anybody sees");
        assertThatThrownBy(() -> AccountStore.open(other))
                .isInstanceOf(AccountException.class)
                .hasMessageContaining("cannot use the database " + other.resolve("switchhook.db"));
    }
}
