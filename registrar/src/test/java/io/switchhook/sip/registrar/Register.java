package io.switchhook.sip.registrar;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transport.Flow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// REGISTER requests for the tests, and a transaction that keeps the answers.
final class Register {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Register() {}

    /// Of the user 1001 from 192.0.2.1.
    static Request request(String callId, long cseq, String... lines) {
        return forUser("1001", callId, cseq, lines);
    }

    static Request forUser(String user, String callId, long cseq, String... lines) {
        var text = new StringBuilder("REGISTER sip:office.example SIP/2.0\r\n");
        boolean via = List.of(lines).stream().anyMatch(l -> l.startsWith("Via"));
        if (!via) text.append("Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n");
        text.append("Max-Forwards: 70\r\nFrom: <sip:%s@office.example>;tag=1\r\n".formatted(user));
        text.append("To: <sip:%s@office.example>\r\n".formatted(user));
        text.append("Call-ID: %s\r\nCSeq: %d REGISTER\r\n".formatted(callId, cseq));
        for (String line : lines) text.append(line).append("\r\n");
        return parse(text.append("Content-Length: 0\r\n\r\n").toString());
    }

    static Request parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    static Request parse(byte[] bytes) {
        var parser = new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
        return (Request) parser.parseDatagram(bytes, 0, bytes.length);
    }

    /// A transaction whose answers are kept.
    static final class Transaction implements ServerTransaction {
        private final Request request;
        private final Flow flow;
        final List<Response> responses = new ArrayList<>();

        Transaction(Request request, Flow flow) {
            this.request = request;
            this.flow = flow;
        }

        @Override
        public Request request() {
            return request;
        }

        @Override
        public Flow flow() {
            return flow;
        }

        @Override
        public void respond(Response response) {
            responses.add(response);
        }

        @Override
        public boolean isAnswered() {
            return !responses.isEmpty();
        }

        @Override
        public Optional<Flow> path() {
            return Optional.of(flow);
        }

        @Override
        public void release() {}
    }
}
