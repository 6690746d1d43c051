package io.switchhook.callflow;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import java.util.List;
import java.util.Optional;

/// An observation with what every rule looks at. A field that is missing or cannot be read is empty.
///
/// @param method of the request, or of the one that is answered
record Seen(
        Observation observation,
        String callId,
        String fromTag,
        String toTag,
        long cseq,
        String method,
        List<Via> vias) {

    static Seen of(Observation observation) {
        var message = observation.message();
        var cseq = first(message, Header.CSEQ);
        String method =
                message instanceof Request request
                        ? request.method().name()
                        : cseq.map(it -> it.method().name()).orElse("");
        return new Seen(
                observation,
                first(message, Header.CALL_ID).map(it -> it.value()).orElse(""),
                first(message, Header.FROM).map(NameAddr::tag).orElse(""),
                first(message, Header.TO).map(NameAddr::tag).orElse(""),
                cseq.map(CSeq::number).orElse(-1L),
                method,
                all(message, Header.VIA));
    }

    /// The first value of a field, if it is there and can be read.
    static <T> Optional<T> first(SipMessage message, HeaderType<T> type) {
        try {
            return message.headers().get(type);
        } catch (MalformedField e) {
            return Optional.empty();
        }
    }

    /// All values of a field; none if one cannot be read.
    static <T> List<T> all(SipMessage message, HeaderType<T> type) {
        try {
            return message.headers().all(type);
        } catch (MalformedField e) {
            return List.of();
        }
    }

    SipMessage message() {
        return observation.message();
    }

    Party phone() {
        return observation.phone();
    }

    Direction direction() {
        return observation.direction();
    }

    boolean isSent() {
        return observation.direction() == Direction.SENT;
    }

    boolean isRequest() {
        return message() instanceof Request;
    }

    /// The status of a response; 0 for a request.
    int status() {
        return message() instanceof Response response ? response.status().value() : 0;
    }

    /// The branch on top, which names the transaction.
    String branch() {
        return vias.isEmpty() ? "" : vias.getFirst().branch();
    }

    /// Whether both belong to one transaction as this phone sees it; an ACK of a failure belongs to its INVITE.
    boolean sameTransaction(Seen other) {
        return phone() == other.phone()
                && callId.equals(other.callId)
                && branch().equals(other.branch())
                && (method.equals(other.method) || isAckOf(other) || other.isAckOf(this));
    }

    private boolean isAckOf(Seen other) {
        return method.equals("ACK") && other.method.equals("INVITE");
    }

    boolean precedes(Seen other) {
        return observation.number() < other.observation.number();
    }

    /// `INVITE`, `180 Ringing`.
    String label() {
        return message() instanceof Response response
                ? response.status().value() + " " + response.reasonPhrase()
                : method;
    }

    /// `B received 180 Ringing to INVITE`.
    String sentence() {
        return phone()
                + (isSent() ? " sent " : " received ")
                + label()
                + (isRequest() ? "" : " to " + method);
    }
}
