package io.switchhook.sip.transaction;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Flow;

/// What a request gets that comes again when all is said.
sealed interface Repetition {
    /// An INVITE after its 2xx, which its user repeats (RFC 6026 §7.1).
    enum Silence implements Repetition {
        SILENCE
    }

    /// Another request after its final response (RFC 3261 §17.2.2): that once more. Hardly any is ever asked for, so it is kept as
    /// its bytes; as it was, with some twenty objects, it would keep the collector busy for half a minute.
    record Answer(byte[] bytes, Flow path) implements Repetition {
        /// Reads what was read before, or was made here.
        private static final MessageParser PARSER =
                new MessageParser(
                        new MessageLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE),
                        Leniencies.all());

        static Answer of(Response response, Flow path) {
            return new Answer(response.toByteArray(), path);
        }

        SipMessage response() {
            return PARSER.parseDatagram(bytes, 0, bytes.length);
        }
    }
}
