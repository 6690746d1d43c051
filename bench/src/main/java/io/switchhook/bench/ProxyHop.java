package io.switchhook.bench;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.ReasonableSyntax;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/// What a proxy does with the bytes of the 1.2 kB INVITE of a desk phone, step by step.
final class ProxyHop {
    private static final NameAddr RECORD_ROUTE = NameAddr.of(SipUri.parse("sip:192.0.2.1:5060;lr"));
    private static final SipUri TARGET = SipUri.parse("sip:1002@192.0.2.104:5062;transport=udp");
    private static final HostPort SENT_BY = HostPort.of("192.0.2.1", 5060);

    private final byte[] invite = invite();
    private final byte[] answer;
    private final MessageParser parser = new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
    private final ByteSink out = new ByteSink(2048);

    ProxyHop() {
        answer = answer(forwarded(parsed()));
    }

    private static byte[] answer(Request forwarded) {
        return Response.to(forwarded, StatusCode.OK, "8765").toByteArray();
    }

    private static byte[] invite() {
        try (var in = ProxyHop.class.getResourceAsStream("invite.dat")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Request parsed() {
        return (Request) parser.parseDatagram(invite, 0, invite.length);
    }

    /// The check at the door, with the parsing of the fields it reads.
    Request checked() {
        var request = parsed();
        ReasonableSyntax.check(request);
        return request;
    }

    /// What transaction and proxy ask for; the sum of the lengths, so that nothing can be left out.
    static int read(Request request) {
        var headers = request.headers();
        return headers.require(Header.VIA).branch().length()
                + headers.require(Header.CALL_ID).value().length()
                + headers.require(Header.CSEQ).method().name().length()
                + headers.require(Header.FROM).tag().length()
                + headers.require(Header.TO).tag().length()
                + request.uri().scheme().length();
    }

    static Request forwarded(Request request) {
        int hops = request.headers().get(Header.MAX_FORWARDS).orElse(70);
        var via = Via.of("UDP", SENT_BY, "z9hG4bK0123456789abcdef");
        return request.withUri(TARGET)
                .with(h ->
                        h.push(Header.VIA, via)
                                .push(Header.RECORD_ROUTE, RECORD_ROUTE)
                                .set(Header.MAX_FORWARDS, hops - 1));
    }

    int printed(SipMessage message) {
        message.writeTo(out.clear());
        return out.length();
    }

    /// Parse, check, read, edit, write.
    int whole() {
        var request = checked();
        return read(request) + printed(forwarded(request));
    }

    /// The same for the 200 that comes back: parse, check, read, take our Via off, write.
    int wayBack() {
        var response = (Response) parser.parseDatagram(answer, 0, answer.length);
        ReasonableSyntax.check(response);
        var headers = response.headers();
        return headers.require(Header.VIA).branch().length()
                + headers.require(Header.CSEQ).method().name().length()
                + headers.require(Header.CALL_ID).value().length()
                + printed(response.with(h -> h.pop(Header.VIA)));
    }
}
