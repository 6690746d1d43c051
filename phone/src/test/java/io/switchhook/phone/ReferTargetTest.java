package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.dialog.DialogId;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.uri.SipUri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferTargetTest {
    private static NameAddr address(String text) {
        return NameAddr.parse(Scanner.of(text));
    }

    /// RFC 3891 §5: the tags are as seen by who is called.
    @Test
    void what_one_end_writes_the_other_reads() {
        var dialog =
                new Dialog(
                        new DialogId(new CallId("a84b4c76e66710@pc33"), "here", "there"),
                        address("<sip:a@office.example>;tag=here"),
                        address("\"C\" <sip:c@office.example>;tag=there"),
                        SipUri.parse("sip:c@192.0.2.3"),
                        List.of(),
                        1,
                        1);
        var written = ReferTarget.replacing(dialog, false);
        var read = ReferTarget.of(address(written.toString())).orElseThrow();
        assertThat(read.uri()).hasToString("sip:c@office.example");
        var replaces = read.replaces().orElseThrow();
        assertThat(replaces.callId().value()).isEqualTo("a84b4c76e66710@pc33");
        assertThat(replaces.toTag()).isEqualTo("there");
        assertThat(replaces.fromTag()).isEqualTo("here");
    }

    /// RFC 3261 §19.1.5: others could be forged.
    @Test
    void no_other_header_field_is_taken() {
        var read =
                ReferTarget.of(
                                address(
                                        "<sip:c@office.example?Route=%3Csip%3Aevil%3Blr%3E&Subject=x>"))
                        .orElseThrow();
        assertThat(read.uri()).hasToString("sip:c@office.example");
        assertThat(read.replaces()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tel:+15551234>",
                "<sip:c@office.example?Replaces=%ZZ>",
                "<sip:c@office.example?Replaces=call%3Bto-tag%3Dx>",
                "<sip:c@office.example?Replaces=>"
            })
    void what_cannot_be_called_is_refused(String referTo) {
        assertThat(ReferTarget.of(address(referTo))).isEmpty();
    }
}
