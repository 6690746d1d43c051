package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainsTest {
    private final Domains domains =
            new Domains(
                    List.of("office.example", "127.0.0.1"), HostPort.of("127.0.0.1", 5060)::equals);

    @ParameterizedTest
    @CsvSource({
        "sip:1002@office.example, true",
        "sip:1002@OFFICE.example:5070, true",
        "sip:1002@127.0.0.1, true",
        "sip:1002@127.0.0.1:5060, true",
        "sip:1002@127.0.0.1:25080, false",
        "sip:127.0.0.1:25080;transport=UDP, false",
        "sip:1002@elsewhere.example, false"
    })
    void a_phone_on_this_machine_is_not_the_server(String uri, boolean included) {
        assertThat(domains.include(SipUri.parse(uri))).isEqualTo(included);
    }
}
