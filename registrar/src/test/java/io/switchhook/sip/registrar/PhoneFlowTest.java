package io.switchhook.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.transport.Transport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneFlowTest {
    @ParameterizedTest
    @CsvSource({
        "UDP, 192.0.2.1;branch=z, false",
        "UDP, 192.0.2.1:5062;branch=z, false",
        "UDP, 192.0.2.1;rport=5060;received=192.0.2.1;branch=z, false",
        "UDP, 192.0.2.1:5062;rport=5062;received=192.0.2.1;branch=z, false",
        "UDP, 192.0.2.1:5062;rport=6000;received=192.0.2.1;branch=z, true",
        "UDP, 10.0.0.1;rport=5060;received=192.0.2.1;branch=z, true",
        "UDP, 10.0.0.1;received=192.0.2.1;branch=z, true",
        "UDP, phone.example;received=192.0.2.1;branch=z, true",
        "UDP, [2001:db8:0::1];rport=5060;received=2001:db8::1;branch=z, false",
        "UDP, [2001:db8::1];received=2001:db8::2;branch=z, true",
        "UDP, 999.0.2.1;received=192.0.2.1;branch=z, true",
        "TCP, 192.0.2.1;branch=z, true",
        "TLS, 192.0.2.1;branch=z, true",
        "WS, x.invalid;branch=z, true",
        "WSS, x.invalid;branch=z, true"
    })
    void kept_or_not(Transport transport, String via, boolean kept) {
        var request = Register.request("a", 1, "Via: SIP/2.0/" + transport + " " + via);
        var flow = new TestFlow(transport);
        assertThat(PhoneFlow.of(request, flow).isPresent()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"Path: <sip:edge.example;lr>", "Via: SIP/2.0/TCP edge.example;branch=y"})
    void never_behind_a_proxy(String line) {
        var request = Register.request("a", 1, "Via: SIP/2.0/TCP 10.0.0.1;branch=z", line);
        assertThat(PhoneFlow.of(request, new TestFlow(Transport.TCP))).isEmpty();
    }
}
