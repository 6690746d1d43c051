package io.switchhook.provisioning.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.provisioning.form.Finding.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said of files.
class LintTest {
    private static final String FIRST = "#!version:1.0.0.1\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    t38g  | account.1.enable = 2                  | ERROR | a.cfg:2: account.1.enable: '2': expected 0 or 1
                    t38g  | account.7.enable = 1                  | ERROR | a.cfg:2: account.7.enable: account goes from 1 to 6 on SIP-T38G
                    t32g  | expansion_module.1.key.1.type = 16    | ERROR | SIP-T32G has no such parameter
                    t38g  | account.1.pasword = x                 | ERROR | did you mean account.X.password?
                    vp530 | auto_provision.weekly.enalbe = 0      | ERROR | did you mean auto_provision.weekly.enable?
                    t38g  | account.1.transport = 4               | ERROR | expected one of 0 (UDP), 1 (TCP), 2 (TLS), 3 (as DNS says)
                    t38g  | account.1.sip_server_host = a b       | ERROR | 'a b': expected a host
                    t38g  | account.1.sip_server_port = 65536     | ERROR | expected a port
                    t38g  | firmware.url = javascript:alert(1)    | ERROR | expected a URL
                    t38g  | auto_provision.weekly.begin_time = 25:00 | ERROR | expected a time
                    t38g  | auto_provision.aes_key_16.com = 0123456789abcdefg | ERROR | a.cfg:2: auto_provision.aes_key_16.com: expected at most 16 characters
                    t38g  | memorykey.1.type = 99                 | ERROR | expected one of 0 (none)
                    t38g  | nonsense                              | ERROR | a.cfg:2: expected 'name = value'
                    t38g  | include:config "a.cfg"                | ERROR | does not read .boot files
                    """)
    void errors_are_told(String model, String line, Severity severity, String told) {
        var findings = Lint.of(Samples.model(model), Samples.file(FIRST + line + "\n"));
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().severity()).isEqualTo(severity);
        assertThat(findings.getFirst().toString()).contains(told);
        assertThat(Lint.isServable(findings)).isFalse();
    }

    @Test
    void a_file_without_its_first_line_is_an_error() {
        var findings = Lint.of(Samples.model("t38g"), Samples.file("\n" + FIRST));
        assertThat(findings)
                .extracting(Finding::toString)
                .containsExactly(
                        "a.cfg:1: the first line is not '#!version:1.0.0.1'",
                        "a.cfg:2: the version stands in the first line");
        assertThat(Lint.isServable(findings)).isFalse();
        assertThat(Lint.isServable(Lint.of(Samples.model("t38g"), Samples.file("")))).isFalse();
    }

    @Test
    void what_stands_twice_is_told() {
        var findings =
                Lint.of(
                        Samples.model("t38g"),
                        Samples.file(
                                FIRST
                                        + """
                                        account.1.label = a
                                        account.1.label = a
                                        account.1.label = b
                                        account.1.label =
                                        security.user_password = admin:a
                                        security.user_password = user:b
                                        """));
        assertThat(findings)
                .extracting(Finding::severity, Finding::toString)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Severity.HINT,
                                "a.cfg:3: account.1.label: stands in line 2 already"),
                        org.assertj.core.groups.Tuple.tuple(
                                Severity.ERROR,
                                "a.cfg:4: account.1.label: stands in line 2 already, otherwise"));
    }

    @Test
    void a_parameter_in_both_forms_stands_twice() {
        var findings =
                Lint.of(
                        Samples.model("t38g"),
                        Samples.file(
                                FIRST
                                        + """
                                        account.1.enable = 1
                                        [ account ]
                                        path = /config/voip/sipAccount0.cfg
                                        Enable = 0
                                        """));
        assertThat(findings)
                .singleElement()
                .satisfies(it -> assertThat(it.place().line()).isEqualTo(5));
    }

    @Test
    void the_older_form_is_judged_too() {
        var file =
                Samples.file(
                        """
                        [ account ]
                        Enable = 1
                        path = /config/voip/sipAccount6.cfg
                        Enable = 1
                        FullSDPAnswer = 0
                        [ DTMF ]
                        path = /config/voip/sipAccount0.cfg
                        DTMFPayload = 20
                        [rom:Firmware]
                        url = http://192.0.2.1/38.rom
                        """);
        assertThat(Lint.of(Samples.model("t38g"), file))
                .extracting(it -> it.severity() + " " + it)
                .containsExactly(
                        "ERROR a.cfg:2: Enable: stands before the path of its section",
                        "ERROR a.cfg:4: Enable: account goes from 1 to 6 on SIP-T38G",
                        "HINT a.cfg:5: FullSDPAnswer: is not known in [ account ] of /config/voip/sipAccount6.cfg",
                        "ERROR a.cfg:8: DTMFPayload: '20': expected a number from 96 to 255",
                        "HINT a.cfg:10: url: is of a form that is not known here");
        assertThat(Lint.of(Samples.model("cp860"), file).getFirst().text())
                .isEqualTo("CP860 does not read the older form");
    }

    @Test
    void empty_values_and_resets_are_right() {
        var file =
                Samples.file(FIRST + "account.1.enable = \naccount.1.transport = %NULL%\n# x\n\n");
        assertThat(Lint.of(Samples.model("t38g"), file)).isEmpty();
    }

    @Test
    void secrets_are_not_told() {
        String secret = "s3cret" + "x".repeat(1100);
        var file =
                Samples.file(
                        FIRST
                                + "account.1.password = "
                                + secret
                                + "\nsecurity.user_password = s3cret\n");
        var findings = Lint.of(Samples.model("t38g"), file);
        assertThat(findings).hasSize(2);
        assertThat(findings.toString()).doesNotContain("s3cret");
    }

    @Test
    void a_file_full_of_errors_has_a_thousand_findings() {
        var file = Samples.file(FIRST + "nonsense\n".repeat(5_000));
        assertThat(Lint.of(Samples.model("t38g"), file)).hasSize(1000);
    }
}
