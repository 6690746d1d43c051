package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A load reads from messages what is in them.
class LoadTextTest {
    private static final String OK =
            """
            SIP/2.0 200 OK
            Record-Route: <sip:10.0.0.2;lr>, <sip:10.0.0.1;lr;x=y>
            Record-Route: <sip:10.0.0.0;lr>
            Contact: "A" <sip:a@127.0.0.1:5070;transport=tcp>;expires=5
            Call-ID: c1203@bench
            CSeq: 3 INVITE
            Content-Length: 3

            abc\
            """
                    .replace("\n", "\r\n");

    @Test
    void theRouteSetIsTheReverseOfRecordRoute() {
        assertThat(LoadText.routes(OK))
                .isEqualTo(
                        "Route: <sip:10.0.0.0;lr>\r\nRoute: <sip:10.0.0.1;lr;x=y>\r\n"
                                + "Route: <sip:10.0.0.2;lr>\r\n");
        assertThat(LoadText.routes("SIP/2.0 200 OK\r\n\r\n")).isEmpty();
    }

    @Test
    void contactAndNumberAreFound() {
        assertThat(LoadText.contact(OK)).isEqualTo("sip:a@127.0.0.1:5070;transport=tcp");
        assertThat(LoadText.number(OK)).isEqualTo(1203);
        assertThat(LoadText.number(OK.replace("@bench", "@other"))).isEqualTo(-1);
        assertThat(LoadText.number("SIP/2.0 200 OK\r\n\r\n")).isEqualTo(-1);
    }

    @Test
    void aStreamIsCutIntoMessagesHoweverItComes() {
        String all = OK + "\r\n" + OK + OK;
        var text = new StreamText();
        assertThat(text.add(all)).containsExactly(OK, "\r\n", OK, OK);
        assertThat(text.add(all.substring(0, OK.length() - 1))).isEmpty();
        assertThat(text.add(all.substring(OK.length() - 1))).containsExactly(OK, "\r\n", OK, OK);
        assertThat(text.add(OK.substring(0, 10))).isEqualTo(List.of());
    }
}
