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
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// What the server does with the 1.2 kB INVITE of a desk phone.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBench {
    private static final NameAddr RECORD_ROUTE =
            NameAddr.of(SipUri.parse("sip:192.0.2.1:5060;lr"));
    private static final SipUri TARGET = SipUri.parse("sip:1002@192.0.2.104:5062;transport=udp");
    private static final HostPort SENT_BY = HostPort.of("192.0.2.1", 5060);

    private final byte[] invite = invite();
    private final MessageParser parser =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
    private final Request parsed = (Request) parser.parseDatagram(invite, 0, invite.length);
    private final ByteSink out = new ByteSink(2048);

    private static byte[] invite() {
        try (var in = MessageBench.class.getResourceAsStream("invite.dat")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Benchmark
    public SipMessage parse() {
        return parser.parseDatagram(invite, 0, invite.length);
    }

    @Benchmark
    public int print() {
        parsed.writeTo(out.clear());
        return out.length();
    }

    /// Parse; check what every request must have; read what routing needs; edit; write.
    @Benchmark
    public int hop(Blackhole read) {
        var request = (Request) parser.parseDatagram(invite, 0, invite.length);
        var headers = request.headers();
        read.consume(headers.require(Header.VIA).branch());
        read.consume(headers.require(Header.CALL_ID));
        read.consume(headers.require(Header.CSEQ));
        read.consume(headers.require(Header.FROM).tag());
        read.consume(headers.require(Header.TO).tag());
        read.consume(request.uri());
        int hops = headers.get(Header.MAX_FORWARDS).orElse(70);
        var via = Via.of("UDP", SENT_BY, "z9hG4bK0123456789abcdef");
        var forwarded =
                request.withUri(TARGET)
                        .with(
                                h ->
                                        h.push(Header.VIA, via)
                                                .push(Header.RECORD_ROUTE, RECORD_ROUTE)
                                                .set(Header.MAX_FORWARDS, hops - 1));
        forwarded.writeTo(out.clear());
        return out.length();
    }

    /// The check at the door, with the parsing of the fields it reads.
    @Benchmark
    public SipMessage parseAndCheck() {
        var request = (Request) parser.parseDatagram(invite, 0, invite.length);
        ReasonableSyntax.check(request);
        return request;
    }
}
