package io.switchhook.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SipText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReturnFlowTest {
    private final SimulatedNetwork network = new SimulatedNetwork(1);

    private static Request request(String via, String more) {
        return SipText.request(
                """
                SUBSCRIBE sip:a@example.com SIP/2.0
                Via: SIP/2.0/UDP %s;branch=z9hG4bK1
                Max-Forwards: 70
                From: <sip:a@example.com>;tag=a
                To: <sip:a@example.com>
                Call-ID: c
                CSeq: 1 SUBSCRIBE
                """
                                .formatted(via)
                        + more);
    }

    private Flow flow(Transport transport) {
        return network.node("server", "192.0.2.1")
                .flow(transport, network.node("phone", "192.0.2.10"));
    }

    /// Via as the transport completed it, and whether it shows a NAT.
    @ParameterizedTest
    @CsvSource({
        "192.0.2.10, false",
        "192.0.2.10:5060;rport=5060;received=192.0.2.10, false",
        "192.0.2.10;rport=5060;received=192.0.2.10, false",
        "192.0.2.10:5070;rport=5070, false",
        "[2001:db8::1]:5060;rport=5060;received=2001:0db8::1, false",
        "10.0.0.7:5060;received=192.0.2.10, true",
        "192.0.2.10:5060;rport=40000;received=192.0.2.10, true",
        "192.0.2.10;rport=40000, true",
        "phone.local:5060;rport=5060;received=192.0.2.10, true",
        "[fe80::1]:5060;received=2001:db8::1, true"
    })
    void overUdpOnlyThroughANat(String via, boolean bound) {
        var flow = flow(Transport.UDP);
        assertThat(ReturnFlow.of(request(via, ""), flow).isPresent()).isEqualTo(bound);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS", "WS", "WSS"})
    void alwaysOverAConnection(Transport transport) {
        var flow = flow(transport);
        assertThat(ReturnFlow.of(request("192.0.2.10", ""), flow)).contains(flow);
    }

    @Test
    void neverPastAProxy() {
        var flow = flow(Transport.TCP);
        var recorded = request("192.0.2.50", "Record-Route: <sip:192.0.2.50;lr>\n");
        var passed = request("192.0.2.50", "Via: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK0\n");

        assertThat(ReturnFlow.of(recorded, flow)).isEmpty();
        assertThat(ReturnFlow.of(passed, flow)).isEmpty();
    }

    @Test
    void aGruuNamesNoPlace() {
        var flow = flow(Transport.UDP);
        var gruu = request("192.0.2.10", "Contact: <sip:a@example.com;gr=urn:uuid:1>\n");
        var place = request("192.0.2.10", "Contact: <sip:a@192.0.2.10>\n");

        assertThat(ReturnFlow.of(gruu, flow)).contains(flow);
        assertThat(ReturnFlow.of(place, flow)).isEmpty();
    }
}
