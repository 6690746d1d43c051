package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3261 §18.2.1 and RFC 3581 §4: what is spliced into the top Via, from 192.0.2.1 port 9988.
class TopViaTest {
    private static final InetSocketAddress SOURCE =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9988);

    private static Request parsed(String via) {
        byte[] bytes = Messages.options(via, "c").getBytes(StandardCharsets.UTF_8);
        var parser = new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
        return (Request) parser.parseDatagram(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SIP/2.0/UDP 192.0.2.1;branch=z              | SIP/2.0/UDP 192.0.2.1;branch=z
                    SIP/2.0/UDP 192.0.2.1:9;branch=z            | SIP/2.0/UDP 192.0.2.1:9;branch=z
                    SIP/2.0/UDP 10.1.1.1:4540;rport;branch=z    | SIP/2.0/UDP 10.1.1.1:4540;rport=9988;branch=z;received=192.0.2.1
                    SIP/2.0/UDP 192.0.2.1;branch=z;rport        | SIP/2.0/UDP 192.0.2.1;branch=z;rport=9988;received=192.0.2.1
                    SIP / 2.0 / UDP 10.1.1.1 ; RPORT ;branch=z  | SIP / 2.0 / UDP 10.1.1.1 ; RPORT=9988 ;branch=z;received=192.0.2.1
                    SIP/2.0/UDP a.example;x="a;rport,";rport    | SIP/2.0/UDP a.example;x="a;rport,";rport=9988;received=192.0.2.1
                    SIP/2.0/UDP a.example;rports;rport          | SIP/2.0/UDP a.example;rports;rport=9988;received=192.0.2.1
                    SIP/2.0/UDP a.example;branch=z              | SIP/2.0/UDP a.example;branch=z;received=192.0.2.1
                    SIP/2.0/UDP 192.0.2.11;branch=z             | SIP/2.0/UDP 192.0.2.11;branch=z;received=192.0.2.1
                    SIP/2.0/UDP 192.0.2;branch=z                | SIP/2.0/UDP 192.0.2;branch=z;received=192.0.2.1
                    SIP/2.0/UDP a.example, SIP/2.0/UDP b;rport  | SIP/2.0/UDP a.example;received=192.0.2.1, SIP/2.0/UDP b;rport
                    SIP/2.0/UDP [2001:db8::1];branch=z          | SIP/2.0/UDP [2001:db8::1];branch=z;received=192.0.2.1
                    SIP/2.0/UDP a;received=192.0.2.66;rport=1   | SIP/2.0/UDP a;received=192.0.2.1;rport=9988
                    """)
    void splices(String via, String expected) {
        var completed = TopVia.completed(parsed(via), SOURCE);
        assertThat(completed.toString()).contains("\r\nVia: " + expected + "\r\n");
        assertThat(completed.headers().require(Header.VIA).branch())
                .isEqualTo(parsed(via).headers().require(Header.VIA).branch());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\nVia: SIP/2.0/UDP a.example;branch=z",
                ",\nVia: SIP/2.0/UDP a.example;branch=z",
                ", SIP/2.0/UDP a.example;branch=z",
                "SIP/2.0/UDP a.example;branch=z,",
                ",,SIP/2.0/UDP a.example;branch=z;rport,,",
                "\nVia: SIP/2.0/UDP a.example;branch=z;rport",
                "\nVia: SIP/2.0/UDP a.example;branch=z;received=192.0.2.66;rport=1"
            })
    void whatCanBeReadCanStillBeReadWhenItIsComplete(String via) {
        Request request;
        try {
            request = parsed(via);
            request.headers().require(Header.VIA);
        } catch (MalformedMessage | MalformedField e) {
            return; // refused at the door
        }
        var top = TopVia.completed(request, SOURCE).headers().require(Header.VIA);
        assertThat(top.branch()).isEqualTo("z");
        assertThat(top.received()).contains("192.0.2.1");
    }

    @Test
    void whatIsCompleteIsNotTouched() {
        var request = parsed("SIP/2.0/UDP 192.0.2.1:5060;branch=z");
        assertThat(TopVia.completed(request, SOURCE)).isSameAs(request);
    }

    @Test
    void ipv6ComparesAsAnAddress() {
        var source = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 5060);
        var same = parsed("SIP/2.0/UDP [2001:DB8:0::1];branch=z");
        assertThat(TopVia.completed(same, source)).isSameAs(same);
        var other = parsed("SIP/2.0/UDP [2001:db8::2];branch=z");
        assertThat(TopVia.completed(other, source).toString())
                .contains(";branch=z;received=2001:db8::1\r\n");
    }
}
