package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is said of a storm is what was measured.
class StormTimesTest {
    @Test
    void saysWhatSoManyWereNotAbove() {
        var times = new StormTimes();
        for (int i = 5_000; i > 0; i--) times.add(i * 1_000_000L);
        assertThat(times.at(0.5)).isEqualTo(2_500);
        assertThat(times.at(0.99)).isEqualTo(4_950);
        assertThat(times.at(1)).isEqualTo(5_000);
        assertThat(times.fullestSecond()).isEqualTo(1_000);
    }

    @Test
    void nothingMeasuredIsNothing() {
        assertThat(new StormTimes().at(0.99)).isZero();
        assertThat(new StormTimes().fullestSecond()).isZero();
    }

    @Test
    void anAnswerKeepsWhatItMustAndTagsTo() {
        String request =
                "OPTIONS sip:a@b SIP/2.0\r\nVia: x\r\nMax-Forwards: 70\r\nTo: <sip:a@b>\r\n"
                        + "CSeq: 1 OPTIONS\r\n\r\n";
        assertThat(StormText.answer(request, "200 OK", "here", "Content-Length: 0\r\n\r\n"))
                .isEqualTo(
                        "SIP/2.0 200 OK\r\nVia: x\r\nTo: <sip:a@b>;tag=here\r\nCSeq: 1 OPTIONS\r\n"
                                + "Content-Length: 0\r\n\r\n");
    }
}
