package io.switchhook.pbx.admission;

import static io.switchhook.pbx.admission.Precedence.EMERGENCY_OR_DIALOG;
import static io.switchhook.pbx.admission.Precedence.INVITE;
import static io.switchhook.pbx.admission.Precedence.OPTIONS;
import static io.switchhook.pbx.admission.Precedence.REGISTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.testkit.SipText;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverloadTest {
    private static final long BOUND = 500;
    private static final long SECOND = 1_000_000_000;

    private final Overload overload = new Overload(0, BOUND);

    private Set<Precedence> refused(long behind, double load, long now) {
        var refused = EnumSet.noneOf(Precedence.class);
        for (var precedence : Precedence.values())
            if (overload.refuses(precedence, behind, load, now)) refused.add(precedence);
        return refused;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0, ''",
        "499, 0.69, ''",
        "500, 0.0, OPTIONS",
        "0, 0.70, OPTIONS",
        "1000, 0.0, SUBSCRIBE OPTIONS",
        "0, 0.81, REGISTER SUBSCRIBE OPTIONS",
        "2000, 0.75, REGISTER_AGAIN REGISTER SUBSCRIBE OPTIONS",
        "2500, 0.0, INVITE REGISTER_AGAIN REGISTER SUBSCRIBE OPTIONS",
        "999999999999, 0.999, INVITE REGISTER_AGAIN REGISTER SUBSCRIBE OPTIONS"
    })
    void the_worse_it_is_the_more_is_refused_but_never_emergencies(
            long behind, double load, String classes) {
        var expected = EnumSet.noneOf(Precedence.class);
        for (var one : classes.split(" "))
            if (!one.isEmpty()) expected.add(Precedence.valueOf(one));
        assertThat(refused(behind, load, 0)).isEqualTo(expected);
    }

    @Test
    void patient_requests_that_wait_are_no_reason_to_refuse_a_call() {
        long minute = 60 * SECOND;
        assertThat(overload.refuses(REGISTER, minute, 0, 0)).isTrue();
        assertThat(overload.refuses(INVITE, 0, 0, 0)).isFalse();
        assertThat(overload.refuses(INVITE, minute, 0, 0)).isTrue();
    }

    @Test
    void it_rises_at_once_and_falls_by_a_class_a_second() {
        assertThat(refused(2500, 0, 0)).contains(INVITE);
        assertThat(refused(0, 0, SECOND - 1)).contains(INVITE);
        assertThat(refused(0, 0, SECOND)).doesNotContain(INVITE).contains(REGISTER);
        assertThat(refused(2500, 0, SECOND + 1)).contains(INVITE);
        assertThat(refused(0, 0, SECOND + 2)).contains(INVITE);
        assertThat(refused(0, 0, 5 * SECOND + 1)).containsExactly(OPTIONS);
        assertThat(refused(500, 0, 6 * SECOND)).containsExactly(OPTIONS);
        assertThat(refused(0, 0, 7 * SECOND)).isEmpty();
    }

    @Test
    void after_a_long_rest_nothing_is_refused() {
        refused(5000, 0, 0);
        assertThat(overload.level()).isEqualTo(5);
        assertThat(refused(0, 0, 3600 * SECOND)).isEmpty();
        assertThat(overload.level()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE, sip:1002@office.example, '', INVITE",
        "INVITE, sip:112@office.example, '', EMERGENCY_OR_DIALOG",
        "INVITE, tel:911, '', EMERGENCY_OR_DIALOG",
        "INVITE, urn:service:sos, '', EMERGENCY_OR_DIALOG",
        "INVITE, urn:service:sos.fire, '', EMERGENCY_OR_DIALOG",
        "INVITE, sip:1002@office.example, 'Priority: Emergency', EMERGENCY_OR_DIALOG",
        "INVITE, sip:1002@office.example, 'Priority: urgent', INVITE",
        "MESSAGE, sip:112@office.example, '', SUBSCRIBE",
        "SUBSCRIBE, sip:1002@office.example, '', SUBSCRIBE",
        "BYE, sip:1002@office.example, '', EMERGENCY_OR_DIALOG",
        "OPTIONS, sip:office.example, '', OPTIONS",
        "FOO, sip:office.example, '', OPTIONS",
        "REGISTER, sip:office.example, '', REGISTER"
    })
    void each_request_has_its_class(String method, String uri, String line, Precedence expected) {
        var request =
                SipText.request(
                        """
                        %1$s %2$s SIP/2.0
                        Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa
                        From: <sip:1001@office.example>;tag=f
                        To: <sip:1002@office.example>
                        Call-ID: call
                        CSeq: 1 %1$s
                        %3$s
                        """
                                .formatted(method, uri, line.isEmpty() ? "X: y" : line));
        assertThat(Precedence.of(request, false, Set.of("112", "911"))).isEqualTo(expected);
        var known = Precedence.of(request, true, Set.of());
        assertThat(known == Precedence.REGISTER_AGAIN).isEqualTo(method.equals("REGISTER"));
        var inDialog = request.with(h -> h.append(io.switchhook.sip.header.Header.TO, ";tag=t"));
        assertThat(Precedence.of(inDialog, false, Set.of())).isEqualTo(EMERGENCY_OR_DIALOG);
    }
}
