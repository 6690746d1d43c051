package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.SipMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The short forms of header names: RFC 3261 §7.3.3.
class CompactFormTest {
    @RegisterExtension final House house = new House();

    private static List<String> names(SipMessage message) {
        return message.toString()
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }

    @Test
    void requests_and_responses_have_them_if_the_files_say_so() {
        var phone = house.registered("account.1.compact_header_enable", "1");
        phone.call("1002");
        var invite = house.server.expect(Method.INVITE);
        assertThat(names(invite))
                .contains("v", "f", "t", "i", "m", "c", "l", "k", "CSeq", "Max-Forwards")
                .doesNotContain("Via", "From", "To", "Call-ID", "Contact", "Content-Length");
        house.server.reply(invite, 486);
        house.server.expect(Method.ACK);
        house.soon();
        house.invite(House.sdp(4000));
        assertThat(names(house.server.expect(180)))
                .contains("v", "f", "t", "i", "m")
                .doesNotContain("Via", "From", "To", "Call-ID", "Contact");
    }

    @Test
    void the_usual_names_are_written_else() {
        house.registered().call("1002");
        assertThat(names(house.server.expect(Method.INVITE)))
                .contains("Via", "From", "To", "Call-ID", "Contact", "Content-Length")
                .doesNotContain("v", "f", "t", "i", "m", "l");
    }
}
