package io.switchhook.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.uri.HostPort;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Does with bytes all that a server may do with them. Only the three exceptions for malformed input may come of it.
final class Everything {
    private static final MessageParser LENIENT =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
    private static final MessageParser STRICT =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.none());
    private static final List<HeaderType<?>> TYPES = types();

    private Everything() {}

    private static List<HeaderType<?>> types() {
        var types = new ArrayList<HeaderType<?>>();
        for (var field : Header.class.getDeclaredFields()) {
            if (!Modifier.isPublic(field.getModifiers())) continue;
            try {
                types.add((HeaderType<?>) field.get(Header.class));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        return types;
    }

    static void read(byte[] bytes) {
        datagram(LENIENT, bytes);
        datagram(STRICT, bytes);
        stream(bytes);
        answer(LENIENT.headTooLarge(bytes, 0, bytes.length));
    }

    private static void datagram(MessageParser parser, byte[] bytes) {
        try {
            var message = parser.parseDatagram(bytes, 0, bytes.length);
            handle(message);
            byte[] written = message.toByteArray();
            int skipped = 0;
            while (bytes[skipped] == '\r' || bytes[skipped] == '\n') skipped++;
            assertThat(
                            Arrays.equals(
                                    written,
                                    0,
                                    written.length,
                                    bytes,
                                    skipped,
                                    skipped + written.length))
                    .isTrue();
        } catch (MalformedMessage e) {
            answer(e);
        }
    }

    private static void stream(byte[] bytes) {
        int end = MessageParser.endOfHead(bytes, 0, bytes.length);
        if (end < 0) return;
        try {
            var message = LENIENT.parseHead(bytes, 0, end);
            assertThat(MessageParser.contentLength(message)).isNotNegative();
        } catch (MalformedMessage e) {
            answer(e);
        }
    }

    private static void answer(MalformedMessage e) {
        e.answer().ifPresent(answer -> answer.headers().require(Header.VIA));
    }

    private static void handle(SipMessage message) {
        try {
            switch (message) {
                case Request request -> ReasonableSyntax.check(request);
                case Response response -> ReasonableSyntax.check(response);
            }
            forward(message);
            if (message instanceof Request request)
                Response.to(request, StatusCode.OK, "t").toByteArray();
        } catch (MalformedMessage e) {
            answer(e);
        }
        for (var type : TYPES) values(message.headers(), type);
        for (var field : message.headers().fields()) field.text();
        multipart(message);
    }

    /// What passed the door can be forwarded.
    private static void forward(SipMessage message) {
        var ours = Via.of("UDP", HostPort.of("proxy.example.com"), "z9hG4bKx");
        var theirs = message.headers().require(Header.VIA);
        var received = theirs.with(theirs.parameters().with("received", "192.0.2.1"));
        boolean fresh = !theirs.parameters().has("received");
        var marked =
                message.with(h ->
                        fresh
                                ? h.append(Header.VIA, ";received=192.0.2.1")
                                : h.replaceFirst(Header.VIA, received));
        var forwarded = marked.with(h -> h.push(Header.VIA, ours).set(Header.MAX_FORWARDS, 9));
        byte[] bytes = forwarded.toByteArray();
        var read = LENIENT.parseDatagram(bytes, 0, bytes.length);
        assertThat(read.headers().require(Header.VIA)).isEqualTo(ours);
        assertThat(read.headers().fields()).hasSameSizeAs(forwarded.headers().fields());
        var back = read.with(h -> h.pop(Header.VIA));
        assertThat(back.headers().require(Header.VIA).received()).hasValue("192.0.2.1");
    }

    private static <T> void values(Headers headers, HeaderType<T> type) {
        try {
            for (T value : headers.all(type)) {
                var copy = Headers.EMPTY.with(h -> h.add(type, value));
                Response.of(StatusCode.OK, "", copy, Body.EMPTY).toByteArray();
            }
            headers.with(h -> h.pop(type));
        } catch (MalformedField e) {
            assertThat(e.offset()).isNotNegative();
        }
    }

    private static void multipart(SipMessage message) {
        try {
            var type = message.headers().get(Header.CONTENT_TYPE);
            if (type.isPresent()) MultipartBody.parse(type.get(), message.body()).find("a/b");
        } catch (MalformedField | MalformedValue e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
