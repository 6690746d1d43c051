package io.switchhook.provisioning.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogParserTest {
    private static SyslogMessage parse(String message) {
        return SyslogParser.parse(message.getBytes(StandardCharsets.UTF_8));
    }

    /// Those of RFC 5424 §6.5, and what else its grammar allows.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    <34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - 'su root' failed | 4  | CRITICAL | 2003-10-11T22:14:15.003Z | mymachine.example.com | su | `` | ID47 | `` | 'su root' failed
                    <165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time    | 20 | NOTICE   | 2003-08-24T05:14:15.000003-07:00 | 192.0.2.1 | myproc | 8710 | `` | `` | %% It's time
                    <165>1 - - evntslog - ID47 [a@1 iut="3"][b@2 c="x\\"y\\]z]"] text          | 20 | NOTICE   | `` | `` | evntslog | `` | ID47 | [a@1 iut="3"][b@2 c="x\\"y\\]z]"] | text
                    <0>1 - - - - - [a]                                                      | 0  | EMERGENCY | `` | `` | `` | `` | `` | [a] | ``
                    <0>1 - - - - - -                                                        | 0  | EMERGENCY | `` | `` | `` | `` | `` | `` | ``
                    """)
    void the_newer_form(
            String message,
            int facility,
            Severity severity,
            String time,
            String host,
            String application,
            String process,
            String messageId,
            String data,
            String text) {
        assertThat(parse(message.strip()))
                .isEqualTo(
                        new SyslogMessage(
                                facility,
                                severity,
                                time,
                                host,
                                application,
                                process,
                                messageId,
                                data,
                                text));
    }

    /// Those of RFC 3164 §5.4, and what phones send.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    <34>Oct 11 22:14:15 mymachine su: 'su root' failed on /dev/pts/8  | 4  | CRITICAL      | Oct 11 22:14:15 | mymachine | su   | ``  | 'su root' failed on /dev/pts/8
                    <13>Feb  5 17:32:18 10.0.0.99 Use the BFG!                        | 1  | NOTICE        | Feb  5 17:32:18 | 10.0.0.99 | ``   | ``  | Use the BFG!
                    <134>Jan 01 00:00:10 sua [800]: DLG <6+info  >[000] register       | 16 | INFORMATIONAL | Jan 01 00:00:10 | ``        | sua  | 800 | DLG <6+info  >[000] register
                    <134>Jan  1 00:00:10 phone sua[800]: text                          | 16 | INFORMATIONAL | Jan  1 00:00:10 | phone     | sua  | 800 | text
                    <131>Jan  1 00:00:10 sys [ 1108:1108]: text                        | 16 | ERROR         | Jan  1 00:00:10 | ``        | sys  | 1108:1108 | text
                    Use the BFG!                                                       | 1  | NOTICE        | `` | `` | `` | `` | Use the BFG!
                    <192>x                                                             | 1  | NOTICE        | `` | `` | `` | `` | <192>x
                    <>x                                                                | 1  | NOTICE        | `` | `` | `` | `` | <>x
                    <34>1 2003-10-11T22:14:15.003Z host su - ID47 [broken              | 4  | CRITICAL      | `` | `` | `` | `` | 1 2003-10-11T22:14:15.003Z host su - ID47 [broken
                    <34>                                                               | 4  | CRITICAL      | `` | `` | `` | `` | ``
                    """)
    void the_older_form_and_what_has_none(
            String message,
            int facility,
            Severity severity,
            String time,
            String host,
            String application,
            String process,
            String text) {
        assertThat(parse(message.strip()))
                .isEqualTo(
                        new SyslogMessage(
                                facility,
                                severity,
                                time,
                                host,
                                application,
                                process,
                                "",
                                "",
                                text));
    }

    @Test
    void a_mark_of_utf_8_is_not_text() {
        assertThat(parse("<34>1 - - - - - - \ufeffÄ漢😀").text()).isEqualTo("Ä漢😀");
    }

    @Test
    void bytes_that_are_not_utf_8_are_characters_all_the_same() {
        var bytes = "<34>Jörg".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(SyslogParser.parse(bytes).text()).isEqualTo("Jörg");
    }

    /// Who reads a log in a terminal is not to be fooled by a phone.
    @Test
    void nothing_moves_a_cursor() {
        assertThat(parse("<34>a\u001b[2Jb\rc\u0000d\te\u202ef\u2028g\n\u0000").text())
                .isEqualTo("a\ufffd[2Jb\ufffdc\ufffdd e\ufffdf\ufffdg");
    }

    @Test
    void what_is_too_long_is_cut() {
        var text = "<34>" + "ä".repeat(10_000);
        assertThat(parse(text).text()).hasSize(4094).startsWith("ää").endsWith("ää");
        assertThat(parse("<34>x" + "ä".repeat(10_000)).text()).hasSizeLessThan(4096);
    }

    @Test
    void whatever_comes_is_a_message() {
        var random = new Random(1);
        var good = "<165>1 2003-10-11T22:14:15Z host app 87 ID47 [a@1 b=\"c\"] text";
        for (int i = 0; i < 20_000; i++) {
            var bytes =
                    (random.nextBoolean() ? good : "<34>Oct 11 22:14:15 h su[2]: x")
                            .getBytes(StandardCharsets.UTF_8);
            for (int j = random.nextInt(6); j >= 0; j--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            var message = SyslogParser.parse(bytes);
            assertThat(message.facility()).isBetween(0, 23);
            assertThat(message.text()).hasSizeLessThanOrEqualTo(bytes.length);
        }
    }
}
