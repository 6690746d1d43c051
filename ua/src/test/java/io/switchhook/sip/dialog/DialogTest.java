package io.switchhook.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import io.switchhook.testkit.SipText;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialogTest {
    private static Request request(String method, int cseq, String more) {
        return SipText.request(
                """
                %1$s sip:city@example.com SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1
                Max-Forwards: 70
                From: "Alice" <sip:alice@example.com>;tag=a
                To: <sip:city@example.com>
                Call-ID: c
                CSeq: %2$d %1$s
                """
                                .formatted(method, cseq)
                        + more);
    }

    private static Dialog dialog(String more) {
        var request =
                request("SUBSCRIBE", 7, "Contact: <sip:alice@192.0.2.10;method=INFO?a=b>\n" + more);
        return Dialog.uas(request, Dialog.remoteTarget(request).orElseThrow(), "t");
    }

    private static Dialog.Next next(Dialog dialog) {
        return dialog.next(Method.NOTIFY, UnaryOperator.identity(), Body.of("hi"));
    }

    @Test
    void swapsTheEnds() {
        var next = next(dialog(""));
        var headers = next.request().headers();

        assertThat(headers.require(Header.FROM)).hasToString("<sip:city@example.com>;tag=t");
        assertThat(headers.require(Header.TO))
                .hasToString("\"Alice\" <sip:alice@example.com>;tag=a");
        assertThat(headers.require(Header.CALL_ID).value()).isEqualTo("c");
        assertThat(headers.require(Header.CONTENT_LENGTH)).isEqualTo(2);
        assertThat(next.dialog().id())
                .isEqualTo(new DialogId(headers.require(Header.CALL_ID), "t", "a"));
    }

    @Test
    void countsItsRequests() {
        var first = next(dialog(""));
        var second = next(first.dialog());

        assertThat(first.request().headers().require(Header.CSEQ).number()).isEqualTo(1);
        assertThat(second.request().headers().require(Header.CSEQ).number()).isEqualTo(2);
    }

    /// §19.1.1 table 1: what a Request-URI may not have is left out.
    @Test
    void goesToTheRemoteTarget() {
        var next = next(dialog(""));

        assertThat(next.request().uri()).hasToString("sip:alice@192.0.2.10");
        assertThat(next.request().headers().has(Known.ROUTE)).isFalse();
        assertThat(next.hop().toString()).startsWith("sip:alice@192.0.2.10");
    }

    /// §12.2.1.1.
    @Test
    void followsLooseRoutes() {
        var next = next(dialog("Record-Route: <sip:p1;lr>\nRecord-Route: <sip:p2>\n"));

        assertThat(next.request().uri()).hasToString("sip:alice@192.0.2.10");
        assertThat(next.request().headers().all(Header.ROUTE).toString())
                .isEqualTo("[<sip:p1;lr>, <sip:p2>]");
        assertThat(next.hop()).hasToString("sip:p1;lr");
    }

    @Test
    void followsAStrictRouteItsWay() {
        var next = next(dialog("Record-Route: <sip:p1>, <sip:p2;lr>\n"));

        assertThat(next.request().uri()).hasToString("sip:p1");
        assertThat(next.request().headers().all(Header.ROUTE).toString())
                .startsWith("[<sip:p2;lr>, <sip:alice@192.0.2.10");
        assertThat(next.hop()).hasToString("sip:p1");
    }

    @Test
    void aTargetRefreshMovesTheTargetAndNothingElse() {
        var dialog = dialog("Record-Route: <sip:p1;lr>\n");
        var moved =
                dialog.received(
                                request(
                                        "SUBSCRIBE",
                                        8,
                                        "Contact: <sip:alice@192.0.2.11>\nRecord-Route: <sip:p9;lr>\n"))
                        .orElseThrow();

        assertThat(moved.remoteTarget()).hasToString("sip:alice@192.0.2.11");
        assertThat(moved.routeSet()).isEqualTo(dialog.routeSet());
        assertThat(moved.remoteSequenceNumber()).isEqualTo(8);
        assertThat(dialog.received(request("INFO", 8, "Contact: <sip:alice@192.0.2.11>\n")))
                .get()
                .extracting(Dialog::remoteTarget)
                .isEqualTo(dialog.remoteTarget());
    }

    /// §12.2.2.
    @Test
    void whatIsOutOfOrderIsNotReceived() {
        assertThat(dialog("").received(request("SUBSCRIBE", 6, ""))).isEmpty();
        assertThat(dialog("").received(request("SUBSCRIBE", 4_000, ""))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Contact: *\n",
                "Contact: <tel:+1>\n",
                "Contact: <sip:a@b>, <sip:c@d>\n"
            })
    void aTargetIsOneSipUri(String contact) {
        assertThat(Dialog.remoteTarget(request("SUBSCRIBE", 1, contact))).isEmpty();
    }
}
