package io.switchhook.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What holds for every message, tried with thousands of them; the seed is fixed so that a failure comes back.
class MessageProperties {
    private static final int ROUNDS = 3_000;

    private final SplittableRandom random = new SplittableRandom(4475);
    private final Generator generate = new Generator(random);

    @Test
    void whatIsComposedIsReadBack() {
        for (int i = 0; i < ROUNDS; i++) {
            var method = generate.method();
            var uri = generate.uri();
            var vias = generate.list(generate::via, 1, 4);
            var from = generate.nameAddr().withTag(generate.token());
            var to = generate.nameAddr();
            var callId = new CallId(generate.word());
            var cseq = new CSeq(random.nextLong(1L << 32), method);
            var routes = generate.list(generate::nameAddr, 0, 4);
            var body = Body.of(generate.text());
            var headers =
                    Headers.EMPTY.with(h -> {
                        for (var via : vias) h.add(Header.VIA, via);
                        h.add(Header.FROM, from).add(Header.TO, to);
                        for (var route : routes) h.add(Header.ROUTE, route);
                        h.add(Header.CALL_ID, callId).add(Header.CSEQ, cseq);
                        return h.add(Header.CONTENT_LENGTH, body.length());
                    });
            var composed = Request.of(method, uri, headers, body);
            var read = (Request) Corpus.parse(composed.toByteArray(), Leniencies.none());
            assertThat(read.method()).isEqualTo(method);
            assertThat(read.uri()).isEqualTo(uri);
            assertThat(read.headers().all(Header.VIA)).isEqualTo(vias);
            assertThat(read.headers().require(Header.FROM)).isEqualTo(from);
            assertThat(read.headers().require(Header.TO)).isEqualTo(to);
            assertThat(read.headers().all(Header.ROUTE)).isEqualTo(routes);
            assertThat(read.headers().require(Header.CALL_ID)).isEqualTo(callId);
            assertThat(read.headers().require(Header.CSEQ)).isEqualTo(cseq);
            assertThat(read.body().toByteArray()).isEqualTo(body.toByteArray());
            assertThat(read.toByteArray()).isEqualTo(composed.toByteArray());
        }
    }

    @Test
    void aListOnOneLineIsTheListOnManyLines() {
        for (int i = 0; i < ROUNDS; i++) {
            var contacts = generate.list(generate::nameAddr, 1, 6);
            var line = new StringBuilder("OPTIONS sip:a SIP/2.0\r\nm:");
            for (int n = 0; n < contacts.size(); n++) {
                line.append(n == 0 ? generate.space() : generate.space() + "," + generate.space());
                line.append(contacts.get(n));
            }
            var request = Corpus.request(line.append("\r\n\r\n").toString());
            var expected = contacts.stream().map(Contact::of).toList();
            assertThat(request.headers().all(Header.CONTACT)).isEqualTo(expected);
            var popped = request.with(h -> h.pop(Header.CONTACT));
            assertThat(popped.headers().all(Header.CONTACT))
                    .isEqualTo(expected.subList(1, expected.size()));
            var appended = request.with(h -> h.append(Header.CONTACT, ";added=1"));
            assertThat(appended.headers().all(Header.CONTACT).subList(1, expected.size()))
                    .isEqualTo(expected.subList(1, expected.size()));
            var first = (Contact.Address) appended.headers().require(Header.CONTACT);
            assertThat(first.address().parameters().get("added")).hasValue("1");
        }
    }

    @Test
    void anEditLeavesTheOtherLinesAsTheyCame() {
        var messages = readable();
        for (int i = 0; i < ROUNDS; i++) {
            var message = messages.get(random.nextInt(messages.size()));
            var via = generate.via();
            var edited =
                    message.with(h ->
                            switch (random.nextInt(6)) {
                                case 0 -> h.push(Header.VIA, via);
                                case 1 -> h.replaceFirst(Header.VIA, via);
                                case 2 -> h.set(Header.VIA, via);
                                case 3 -> h.pop(Header.VIA);
                                case 4 -> h.remove(Known.VIA);
                                default -> h.add(Header.VIA, via);
                            });
            assertThat(others(edited)).isEqualTo(others(message));
        }
    }

    private static List<SipMessage> readable() {
        var messages = new ArrayList<SipMessage>();
        Corpus.all()
                .forEach(message -> {
                    try {
                        var read = Corpus.parse(message.bytes());
                        read.with(h -> h.pop(Header.VIA));
                        messages.add(read);
                    } catch (MalformedMessage
                            | MalformedField
                            | io.switchhook.sip.grammar.MalformedValue e) {
                        // Others test what becomes of it.
                    }
                });
        return messages;
    }

    private static List<String> others(SipMessage message) {
        return message.headers().fields().stream()
                .filter(field -> field.name() != Known.VIA)
                .map(MessageProperties::line)
                .toList();
    }

    private static String line(Field field) {
        var out = new io.switchhook.sip.grammar.ByteSink(100);
        field.writeTo(out);
        return out.toString();
    }

    @Test
    void noBytesDoMoreHarmThanBeingMalformed() {
        var corpus = Corpus.all().toList();
        for (int i = 0; i < 3 * ROUNDS; i++) {
            byte[] bytes = corpus.get(random.nextInt(corpus.size())).bytes().clone();
            for (int edits = random.nextInt(1, 6); edits > 0; edits--)
                bytes = generate.mutated(bytes);
            Everything.read(bytes);
        }
    }

    @Test
    void everyPrefixIsHarmless() {
        for (var message : List.of("wsinv", "intmeth", "mpart01", "badinv01")) {
            byte[] bytes = Corpus.bytes("rfc4475/" + message + ".dat");
            for (int length = 0; length < bytes.length; length++)
                Everything.read(java.util.Arrays.copyOf(bytes, length));
        }
    }
}
