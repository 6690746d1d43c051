package io.switchhook.provisioning.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Spreadsheets of devices: what they would do, or all that is wrong with them.
class BulkImportTest {
    private static final ModelCatalog CATALOG = ModelCatalog.builtIn();

    private static final BulkDevice ADA =
            new BulkDevice(
                    "001565aaaaaa",
                    "t38g",
                    List.of("1001"),
                    "Ada",
                    "sales",
                    new TreeMap<>(
                            Map.of(
                                    "sip.rfc2543_hold", new Value.Text("1"),
                                    "auto_provision.server.password", new Value.Text("s3cret"))));

    private record Office(List<BulkDevice> devices) implements Fleet {
        @Override
        public Optional<BulkDevice> device(String mac) {
            return devices.stream().filter(it -> it.mac().equals(mac)).findFirst();
        }

        @Override
        public boolean hasAccount(String user) {
            return user.matches("1[0-9]{3}");
        }

        @Override
        public boolean hasPerson(String name) {
            return Set.of("Ada", "Björk, Å", "=1+1", "'=1", "@x").contains(name);
        }

        @Override
        public boolean hasGroup(String name) {
            return Set.of("sales", "reception", "-all-").contains(name);
        }
    }

    private static BulkPlan plan(String csv, BulkDevice... devices) throws RefusedImport {
        return plan(csv.getBytes(StandardCharsets.UTF_8), devices);
    }

    private static BulkPlan plan(byte[] csv, BulkDevice... devices) throws RefusedImport {
        try {
            return BulkImport.plan(
                    new ByteArrayInputStream(csv), CATALOG, new Office(List.of(devices)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> faults(String csv, BulkDevice... devices) {
        var refused = catchThrowableOfType(RefusedImport.class, () -> plan(csv, devices));
        assertThat(refused).as(csv).isNotNull();
        return refused.faults().stream().map(BulkFault::toString).toList();
    }

    // What a file does

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void rows_become_devices(String separator) throws RefusedImport {
        var plan =
                plan(
                        """
                        \ufeffMAC,Model,accounts,person,group,account.X.ptime,sip.rfc2543_hold
                        00:15:65:AB:CD:EF,SIP-T38G,1001 1002,"Björk, Å",reception,30,%NULL%

                        001565abcdf0,vp530,,,,,0
                        """
                                .replace("\"Björk, Å\"", "@")
                                .replace(",", separator)
                                .replace("@", "\"Björk, Å\""));
        assertThat(plan.changes())
                .extracting(Change::line, Change::device)
                .containsExactly(
                        tuple(
                                2,
                                new BulkDevice(
                                        "001565abcdef",
                                        "t38g",
                                        List.of("1001", "1002"),
                                        "Björk, Å",
                                        "reception",
                                        new TreeMap<>(
                                                Map.of(
                                                        "account.X.ptime",
                                                        new Value.Text("30"),
                                                        "sip.rfc2543_hold",
                                                        new Value.Default())))),
                        tuple(
                                4,
                                new BulkDevice(
                                        "001565abcdf0",
                                        "vp530",
                                        List.of(),
                                        "",
                                        "",
                                        new TreeMap<>(
                                                Map.of("sip.rfc2543_hold", new Value.Text("0"))))));
        assertThat(plan.added()).isEqualTo(2);
    }

    @Test
    void a_dry_run_tells_line_by_line() throws RefusedImport {
        var plan =
                plan(
                        """
                        mac,model,group,sip.rfc2543_hold,account.X.ptime
                        001565aaaaaa,t32g,,,20
                        001565bbbbbb,t38g,sales,,
                        """,
                        ADA);
        assertThat(plan.text())
                .isEqualTo(
                        """
                        line 2: 001565aaaaaa: model was 't38g', and becomes 't32g'; group was 'sales', and goes; \
                        account.X.ptime becomes '20'; sip.rfc2543_hold was '1', and goes
                        line 3: 001565bbbbbb is new: t38g with accounts []\
                        """);
        assertThat(plan.changed()).isEqualTo(1);
    }

    @Test
    void what_is_not_in_the_file_stays() throws RefusedImport {
        var plan = plan("mac,accounts\n001565aaaaaa,1001\n", ADA);
        assertThat(plan.changes()).containsExactly(new Change.Unchanged(2, ADA));
        assertThat(plan.text()).isEqualTo("line 2: 001565aaaaaa stays as it is");
    }

    @Test
    void secrets_are_in_no_dry_run() throws RefusedImport {
        var plan =
                plan(
                        """
                        mac,auto_provision.server.password,account.1.password
                        001565aaaaaa,hidden1,hidden2
                        """,
                        ADA);
        assertThat(plan.text())
                .isEqualTo(
                        "line 2: 001565aaaaaa: account.1.password changes;"
                                + " auto_provision.server.password changes");
        assertThat(plan.toString() + plan.changes()).doesNotContain("hidden").doesNotContain("s3c");
    }

    @Test
    void keys_of_a_device_are_columns() throws RefusedImport {
        var plan =
                plan(
                        """
                        mac,model,accounts,key.1,key.2
                        001565abcdef,t38g,1001,blf 1002 Ann Lee,%NULL%
                        """);
        assertThat(plan.changes().getFirst().device().settings())
                .containsExactly(
                        entry("key.1", new Value.Text("blf 1002 Ann Lee")),
                        entry("key.2", new Value.Default()));
    }

    @Test
    void a_key_that_does_what_no_key_does_is_told() {
        assertThat(faults("mac,model,accounts,key.1\n001565abcdef,t38g,1001,blink 1002\n"))
                .singleElement()
                .asString()
                .startsWith("line 2, column 'key.1': ")
                .contains("expected one of line, blf NUMBER")
                .doesNotContain("meant?");
    }

    // What is wrong with a file

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mac,colour/001565abcdef,red                    | line 1, column 'colour': is none of mac, model, accounts, person and group, nor a parameter such as sip.rfc2543_hold
                    model/t38g                                     | line 1: there is no column 'mac'; the first line names the columns
                    mac,MAC/001565abcdef,001565abcdef              | line 1, column 'MAC': is there twice; take one of them away
                    mac,/001565abcdef,                             | line 1, column '2': is none of
                    mac/001565abcdef                               | line 2, column 'model': is empty, and the device is new; which model is it?
                    mac,model/001565abcdef,t39g                    | line 2, column 'model': there is no model 't39g'; there are cp860, t20p
                    mac,model/001565abcdef,t38g,x                  | line 2: has 3 fields, and the first line 2; fields with commas stand in quotes
                    mac,model/1565123456,t38g                      | line 2, column 'mac': '1565123456' is no MAC address; if a spreadsheet took it for a number
                    mac,model/1.565E+09,t38g                       | line 2, column 'mac': '1.565E+09' is no MAC address; if a spreadsheet took it for a number
                    mac,model/zz,t38g                              | line 2, column 'mac': 'zz' is no MAC address, which has twelve digits such as
                    mac,model,accounts/001565abcdef,t32g,1001 2002 | line 2, column 'accounts': there is no account '2002'; make it first
                    mac,model,accounts/001565abcdef,t32g,1001 1002 1003 1004 | line 2, column 'accounts': has 4 accounts, and SIP-T32G takes 3
                    mac,model,accounts/001565abcdef,t32g,1001 1001 | line 2, column 'accounts': has an account twice
                    mac,model,group/001565abcdef,t32g,none         | line 2, column 'group': there is no group 'none'; make it first
                    mac,model,person/001565abcdef,t32g,Bob         | line 2, column 'person': there is no person 'Bob'; make it first
                    mac,model,sip.rfc2543_hold/001565abcdef,t32g,7 | line 2, column 'sip.rfc2543_hold': expected one of
                    mac,model,sip.rfc2543_hodl/001565abcdef,t32g,1 | line 2, column 'sip.rfc2543_hodl': SIP-T32G has no such parameter; is sip.rfc2543_hold meant?
                    mac,model,account.4.ptime/001565abcdef,t32g,20 | line 2, column 'account.4.ptime': account goes from 1 to 3
                    mac,model,accounts,account.X.ptime/001565abcdef,t32g,1001 1002,7 | line 2, column 'account.X.ptime': expected
                    """)
    void what_is_wrong_is_told_with_its_place(String csv, String told) {
        assertThat(faults(csv.replace('/', '\n')))
                .singleElement()
                .satisfies(it -> assertThat(it).startsWith(told));
    }

    @Test
    void a_setting_that_a_new_model_does_not_take_is_told() {
        var before =
                new BulkDevice(
                        "001565aaaaaa",
                        "t38g",
                        List.of(),
                        "",
                        "",
                        new TreeMap<>(Map.of("account.6.ptime", new Value.Text("20"))));
        assertThat(faults("mac,model\n001565aaaaaa,t32g\n", before))
                .containsExactly(
                        "line 2, column 'account.6.ptime': account goes from 1 to 3; the device has it, and"
                                + " an empty cell in a column of that name takes it away");
    }

    @Test
    void all_faults_are_told_at_once_and_nothing_is_taken() {
        assertThat(
                        faults(
                                """
                                mac,model,group
                                001565aaaaaa,t38g,sales
                                001565AAAAAA,t38g,sales
                                x,t38g,sales
                                001565aaaaab,t99,none
                                001565aaaaac,t38g,none
                                """))
                .hasSize(4)
                .first()
                .isEqualTo("line 3, column 'mac': 001565aaaaaa is in line 2 too");
        var many = "mac,model\n" + "x,t38g\n".repeat(5000);
        assertThat(faults(many)).hasSize(100);
    }

    @Test
    void an_empty_file_is_told() {
        for (var csv : List.of("", "\n", "\ufeff", "  \r\n"))
            assertThat(faults(csv)).singleElement().asString().startsWith("line 1: is empty");
    }

    // Hostile files

    /// A stream without end, of which no more is read than one needs to see that it is wrong.
    private static final class Endless extends InputStream {
        private final byte[] begin;
        private final int then;
        private long read;

        Endless(String begin, char then) {
            this.begin = begin.getBytes(StandardCharsets.UTF_8);
            this.then = then;
        }

        @Override
        public int read() {
            return read < begin.length ? begin[(int) read++] : next();
        }

        private int next() {
            read++;
            return then;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mac, x, 'line 1, column ''1'': is longer than 4096 characters; is a closing quote missing?'",
        "'mac,\"', x, 'line 1, column ''2'': is longer than 4096 characters; is a closing quote missing?'",
        "mac, ',', 'line 1: has more than 1024 columns'",
        "'mac\n\"', '\n', 'line 2, column ''1'': is longer than 4096 characters; is a closing quote missing?'"
    })
    void a_line_without_end_is_refused_at_once(String begin, char then, String told) {
        var endless = new Endless(begin, then);
        assertThatThrownBy(() -> BulkImport.plan(endless, CATALOG, new Office(List.of())))
                .isInstanceOf(RefusedImport.class)
                .hasMessage(told);
        assertThat(endless.read).isLessThan(100_000);
    }

    @Test
    void a_file_has_no_more_rows_than_a_bound() {
        var rows = new StringBuilder("mac,model\n");
        for (int i = 0; i <= BulkImport.MOST_ROWS; i++)
            rows.append(String.format("0015%08x,t38g\n", i));
        assertThat(faults(rows.toString()))
                .containsExactly("line 100002: is one row too many; 100000 are the most");
    }

    @Test
    void what_is_no_csv_is_refused() {
        assertThat(faults("mac,model\n0015\u000065abcdef,t38g\n"))
                .containsExactly("line 2, column '1': has a character NUL; is it a CSV file?");
        assertThat(faults("mac,model\n\"001565abcdef,t38g\n"))
                .containsExactly("line 2, column '1': a quoted field has no closing quote");
        assertThat(faults("mac,model\n\"001565abcdef\"x,t38g\n"))
                .singleElement()
                .asString()
                .startsWith("line 2, column '1': text after the closing quote");
        var latin = "mac,model,person\n001565abcdef,t38g,Bj\u00f6rk\n";
        assertThatThrownBy(() -> plan(latin.getBytes(Charset.forName("windows-1252"))))
                .hasMessage(
                        "line 2: is not in UTF-8; save the file as CSV with the character set UTF-8");
    }

    @Test
    void whatever_stands_in_a_file_it_is_refused_or_planned() {
        var random = new Random(5);
        var pieces =
                List.of(
                        "mac",
                        "model",
                        ",",
                        "\n",
                        "\"",
                        "001565abcdef",
                        "t38g",
                        "\r",
                        ";",
                        "'",
                        "=",
                        "sip.rfc2543_hold",
                        "1",
                        " ",
                        "\u0000",
                        "\ufffd",
                        "accounts",
                        "1001",
                        "%NULL%");
        int planned = 0;
        for (int i = 0; i < 5000; i++) {
            var csv =
                    new StringBuilder(random.nextBoolean() ? "mac,model\n001565abcdef,t38g\n" : "");
            for (int j = random.nextInt(20); j >= 0; j--)
                csv.append(pieces.get(random.nextInt(pieces.size())));
            try {
                plan(csv.toString());
                planned++;
            } catch (RefusedImport e) {
                assertThat(e.faults()).isNotEmpty();
            }
        }
        assertThat(planned).isPositive();
    }

    // Both ways

    @Test
    void what_is_written_reads_back_and_changes_nothing() throws RefusedImport {
        var random = new Random(6);
        var devices = new ArrayList<BulkDevice>();
        var persons = List.of("", "Ada", "Björk, Å", "=1+1", "'=1", "@x");
        for (int i = 0; i < 200; i++) {
            var settings = new TreeMap<String, Value>();
            if (random.nextBoolean()) settings.put("sip.rfc2543_hold", new Value.Default());
            if (random.nextBoolean()) settings.put("account.X.password", new Value.Text("s3cret"));
            if (random.nextBoolean())
                settings.put("account.1.label", new Value.Text(label(random)));
            devices.add(
                    new BulkDevice(
                            String.format("0015%08x", i),
                            "t38g",
                            List.of("1001", "100" + (2 + random.nextInt(5))),
                            persons.get(random.nextInt(persons.size())),
                            random.nextBoolean() ? "-all-" : "",
                            settings));
        }
        var csv = BulkExport.csv(CATALOG, devices);
        assertThat(csv).doesNotContain("s3cret").doesNotContain("password");
        var plan = plan(csv, devices.toArray(BulkDevice[]::new));
        assertThat(plan.changes())
                .allMatch(Change.Unchanged.class::isInstance)
                .extracting(Change::device)
                .isEqualTo(devices);
    }

    private static String label(Random random) {
        var letters = "=+-@'\",; aé漢";
        var text =
                random.ints(1 + random.nextInt(6), 0, letters.length())
                        .mapToObj(it -> letters.substring(it, it + 1))
                        .collect(Collectors.joining())
                        .strip();
        return text.isEmpty() ? "x" : text;
    }

    /// A spreadsheet must not reckon with a name.
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "'=1"})
    void no_cell_is_a_formula(String text) {
        var device = new BulkDevice("001565abcdef", "t38g", List.of(), text, "", new TreeMap<>());
        assertThat(BulkExport.csv(CATALOG, List.of(device)))
                .endsWith("00:15:65:ab:cd:ef,t38g,,'" + text + ",\r\n");
    }
}
