package io.switchhook.pbx.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.auth.Ha1s;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Forwards and do not disturb, as the directory keeps them.
class CallFeaturesTest {
    private static final String HEADER =
            "user,password,name,forward-always,forward-busy,forward-no-answer,forward-after,dnd\n";

    @TempDir private Path folder;
    private Directory directory;

    @BeforeEach
    void open() throws AccountException {
        directory =
                Directory.open(
                        AccountStore.open(folder),
                        "office.example",
                        List.of("office.example", "127.0.0.1"),
                        5);
        if (directory.size() == 0) directory.add(NewAccount.of("1001", "User A", "secret"));
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private void reopen() throws AccountException {
        directory.close();
        open();
    }

    private CallFeatures features(String user) {
        return directory.account(user).orElseThrow().features();
    }

    private static FeatureChange to(Forward when, String target) {
        return FeatureChange.NONE.with(when, target);
    }

    @Test
    void what_is_set_is_there_at_once_and_after_a_restart() throws AccountException {
        assertThat(features("1001")).isSameAs(CallFeatures.NONE);
        var asked =
                to(Forward.ALWAYS, "1003")
                        .with(Forward.BUSY, "sip:1004@127.0.0.1")
                        .with(Forward.NO_ANSWER, "tel:+1-555-1005")
                        .withSeconds(30)
                        .withDoNotDisturb(true);
        var set = directory.change("1001@office.example", asked).features();
        assertThat(features("1001")).isEqualTo(set);
        reopen();
        assertThat(features("1001")).isEqualTo(set);
        assertThat(set.target(Forward.ALWAYS).orElseThrow().uri())
                .hasToString("sip:1003@office.example");
        assertThat(set.target(Forward.BUSY).orElseThrow().uri()).hasToString("sip:1004@127.0.0.1");
        assertThat(set.target(Forward.NO_ANSWER).orElseThrow().text()).isEqualTo("tel:+1-555-1005");
        assertThat(set.after()).isEqualTo(Duration.ofSeconds(30));
        assertThat(set.doNotDisturb()).isTrue();
    }

    @Test
    void what_is_not_named_stays_and_what_is_empty_goes() throws AccountException {
        directory.change("1001", to(Forward.BUSY, "1003").withSeconds(30));
        directory.change("1001", to(Forward.ALWAYS, "1004"));
        var kept = features("1001");
        assertThat(kept.busy().map(ForwardTarget::text)).contains("1003");
        assertThat(kept.after()).isEqualTo(Duration.ofSeconds(30));
        var off = to(Forward.BUSY, "").with(Forward.ALWAYS, "").withSeconds(20);
        assertThat(directory.change("1001", off).features()).isSameAs(CallFeatures.NONE);
        reopen();
        assertThat(features("1001")).isSameAs(CallFeatures.NONE);
    }

    @Test
    void a_new_name_or_password_changes_nothing_about_calls() throws AccountException {
        directory.change("1001", to(Forward.BUSY, "1003"));
        directory.rename("1001", "Other");
        directory.password("1001", "other");
        assertThat(features("1001").busy()).isPresent();
        reopen();
        assertThat(features("1001").busy()).isPresent();
    }

    @Test
    void nothing_is_left_for_the_next_of_that_name() throws AccountException {
        directory.change("1001", FeatureChange.NONE.withDoNotDisturb(true));
        directory.remove("1001");
        directory.add(NewAccount.of("1001", "", "x"));
        assertThat(features("1001")).isSameAs(CallFeatures.NONE);
        directory.configure(List.of(NewAccount.of("1002", "", "x")));
        directory.change("1002", FeatureChange.NONE.withDoNotDisturb(true));
        directory.configure(List.of());
        directory.add(NewAccount.of("1002", "", "x"));
        reopen();
        assertThat(features("1002")).isSameAs(CallFeatures.NONE);
    }

    @Test
    void who_stands_in_the_configuration_file_can_forward_too() throws AccountException {
        var file = List.of(NewAccount.of("1002", "From file", "x"));
        directory.configure(file);
        directory.change("1002", to(Forward.ALWAYS, "1001"));
        directory.configure(file);
        assertThat(features("1002").always()).isPresent();
        reopen();
        directory.configure(file);
        assertThat(features("1002").always()).isPresent();
        assertThat(directory.account("1002").orElseThrow().configured()).isTrue();
    }

    @Test
    void faults_say_what_is_allowed() {
        assertFault(to(Forward.BUSY, "a b"), "'a b': it is neither a user nor a SIP URI");
        assertFault(to(Forward.BUSY, "mailto:a@b.example"), "neither a user");
        assertFault(to(Forward.BUSY, "sip:office.example"), "neither a user");
        assertFault(to(Forward.BUSY, "sip:x@office.example\r\nVia: y"), "neither a user");
        assertFault(
                to(Forward.BUSY, "sip:1003@elsewhere.example"),
                "nothing is relayed elsewhere, and this server's domains are office.example, 127.0.0.1");
        assertFault(to(Forward.BUSY, "x".repeat(300)), "longer than 256");
        for (var itself : List.of("1001", "sip:1001@127.0.0.1", "tel:1001", "sip:%31001@127.0.0.1"))
            assertFault(to(Forward.BUSY, itself), "calls of 1001 cannot be forwarded to 1001");
        for (long seconds : List.of(4L, 121L, -1L))
            assertFault(FeatureChange.NONE.withSeconds(seconds), "after 5 to 120 seconds without");
        assertThatThrownBy(() -> directory.change("7", FeatureChange.NONE))
                .hasMessageContaining("there is no account 7");
    }

    private void assertFault(FeatureChange change, String message) {
        assertThatThrownBy(() -> directory.change("1001", change))
                .isInstanceOf(AccountException.class)
                .hasMessageContaining(message);
        assertThat(features("1001")).isSameAs(CallFeatures.NONE);
    }

    private ImportResult load(String csv) throws AccountException {
        return directory.load("people.csv", new StringReader(csv));
    }

    @Test
    void a_file_without_columns_for_calls_leaves_them() throws AccountException {
        directory.change("1001", to(Forward.BUSY, "1003"));
        load("user,password,name\n1001,new,User A\n");
        assertThat(features("1001").busy()).isPresent();
        load("1001,new\n");
        assertThat(features("1001").busy()).isPresent();
    }

    @Test
    void a_file_with_columns_for_calls_sets_them() throws AccountException {
        directory.change("1001", to(Forward.BUSY, "1003"));
        var file = HEADER + "1001,new,User A,1002,,1003,45,on\n1002,x,,,,1001,,\n";
        assertThat(load(file)).isEqualTo(new ImportResult(1, 1));
        reopen();
        var one = features("1001");
        assertThat(one.always().map(ForwardTarget::text)).contains("1002");
        assertThat(one.busy()).isEmpty();
        assertThat(one.after()).isEqualTo(Duration.ofSeconds(45));
        assertThat(one.doNotDisturb()).isTrue();
        assertThat(features("1002").noAnswer()).isPresent();
        assertThat(features("1002").after()).isEqualTo(CallFeatures.NONE.after());
        load("user,password,dnd,name\n1001,new,off,User A\n");
        assertThat(features("1001").doNotDisturb()).isFalse();
        assertThat(features("1001").always()).isPresent();
    }

    @Test
    void what_is_exported_reads_back_unchanged_and_keeps_passwords() throws AccountException {
        directory.rename("1001", "A, \"B\" ");
        directory.change("1001", to(Forward.NO_ANSWER, "1003").withSeconds(30));
        directory.add(NewAccount.of("1002", "", "other"));
        var before = directory.accounts();
        var file = new StringBuilder(CsvColumn.header()).append('\n');
        for (var account : before) file.append(CsvColumn.row(account)).append('\n');
        assertThat(file.toString())
                .isEqualTo(HEADER + "1001,,\"A, \"\"B\"\" \",,,1003,30,off\n1002,,,,,,20,off\n");
        assertThat(load(file.toString())).isEqualTo(new ImportResult(0, 2));
        assertThat(directory.accounts()).isEqualTo(before);
        reopen();
        assertThat(directory.accounts()).isEqualTo(before);
        assertThat(directory.ha1s("1002")).contains(Ha1s.of("1002", "office.example", "other"));
    }

    @Test
    void a_bad_file_names_every_line_and_changes_nothing() {
        assertThatThrownBy(() ->
                        load(
                                HEADER
                                        + "1001,,,1002,,,soon,\n"
                                        + "1003,,,,,,,\n"
                                        + "1002,x,,sip:a@b.example,,,,\n"
                                        + "1004,x,,,,,,maybe\n"))
                .hasMessageContaining("people.csv:2: forward-after is no number of seconds: 'soon'")
                .hasMessageContaining("people.csv:3: password is empty")
                .hasMessageContaining(
                        "people.csv:4: calls cannot be forwarded to 'sip:a@b.example'")
                .hasMessageContaining("people.csv:5: dnd is neither on nor off: 'maybe'")
                .hasMessageContaining("0 rows are good, 4 are not");
        assertThatThrownBy(() -> load("user,password,name,fax\n1001,x,y,z\n"))
                .hasMessageContaining("people.csv:1: there is no column 'fax'; there are user,");
        assertThatThrownBy(() -> load("user,password,dnd,dnd\n1001,x,on,on\n"))
                .hasMessageContaining("the column dnd is there twice");
        assertThat(features("1001")).isSameAs(CallFeatures.NONE);
    }
}
