package io.switchhook.sip.transport;

import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.ReasonableSyntax;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.TransportCounters.Dropped;
import io.switchhook.sip.transport.TransportCounters.Malformed;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all sockets feed: a message is parsed, checked, and given to the shard that owns its Call-ID. Called by shards
/// and by the threads of the connections.
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final MessageParser parser;
    private final TransportCounters counters;
    private final List<EventLoopShard> shards;
    private final List<? extends MessageHandler> handlers;
    private final Doorkeeper doorkeeper;
    private final long tagKey;
    private final Recorder recorder;

    Intake(
            MessageParser parser,
            TransportCounters counters,
            List<EventLoopShard> shards,
            List<? extends MessageHandler> handlers,
            Doorkeeper doorkeeper,
            long tagKey,
            Recorder recorder) {
        this.parser = parser;
        this.counters = counters;
        this.shards = shards;
        this.handlers = handlers;
        this.doorkeeper = doorkeeper;
        this.tagKey = tagKey;
        this.recorder = recorder;
    }

    MessageParser parser() {
        return parser;
    }

    TransportCounters counters() {
        return counters;
    }

    Recorder recorder() {
        return recorder;
    }

    /// Tells of a keep-alive in a datagram.
    void keepAlive(Flow flow) {
        handlers.getFirst().keepAlive(flow);
    }

    /// The shard's number that a Call-ID belongs to.
    static int owner(String callId, int shards) {
        int hash = callId.hashCode() * 0x9E3779B9;
        return (hash >>> 8) % shards;
    }

    /// Whether anything is taken from there; if not, that is counted as dropped.
    boolean admits(InetSocketAddress source) {
        if (doorkeeper.admits(source.getAddress())) return true;
        counters.count(Dropped.BANNED);
        return false;
    }

    /// Takes bytes that are one message, if they are one.
    void datagram(byte[] bytes, Flow flow) {
        SipMessage message;
        try {
            message = parser.parseDatagram(bytes, 0, bytes.length);
        } catch (MalformedMessage e) {
            if (recorder.isOn())
                recorder.received(flow.path(), bytes, 0, bytes.length, Records.callId(e));
            malformed(e, flow);
            return;
        }
        if (recorder.isOn())
            recorder.received(flow.path(), bytes, 0, bytes.length, Records.callId(message));
        whole(message, bytes.length, flow);
    }

    /// Takes a message whose first and last byte were found in a stream.
    void message(SipMessage message, int bytes, Flow flow) {
        if (recorder.isOn()) {
            var copy = message.toByteArray();
            recorder.received(flow.path(), copy, 0, copy.length, Records.callId(message));
        }
        whole(message, bytes, flow);
    }

    private void whole(SipMessage message, int bytes, Flow flow) {
        counters.countReceived(flow.transport(), bytes);
        try {
            switch (message) {
                case Request request -> {
                    ReasonableSyntax.check(request);
                    deliver(TopVia.completed(request, flow.remote()), flow);
                }
                case Response response -> {
                    ReasonableSyntax.check(response);
                    deliver(response, flow);
                }
            }
        } catch (MalformedMessage e) {
            malformed(e, flow);
        }
    }

    private int owner(SipMessage message) {
        return owner(message.headers().require(Header.CALL_ID).value(), shards.size());
    }

    private void deliver(SipMessage message, Flow flow) {
        int owner = owner(message);
        var shard = shards.get(owner);
        var handler = handlers.get(owner);
        boolean patient = isPatient(message);
        if (shard.isCurrent() && !patient) {
            try {
                handle(message, flow, handler);
            } catch (Throwable e) {
                shard.failed(e);
            }
            return;
        }
        try {
            Runnable task = () -> handle(message, flow, handler);
            if (patient) shard.executePatiently(task);
            else shard.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("dropped a message from {}: {}", flow.remote(), e.getMessage());
            recorder.remark(
                    Records.callId(message),
                    new Remark.Dropped(Records.label(message), "the shard's queue is full"));
        }
    }

    /// Nobody waits at a phone for these.
    private static boolean isPatient(SipMessage message) {
        return message instanceof Request request
                && request.method() instanceof Method.Known method
                && switch (method) {
                    case REGISTER, SUBSCRIBE, PUBLISH, MESSAGE, OPTIONS -> true;
                    case INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, REFER, INFO, NOTIFY -> false;
                };
    }

    private static void handle(SipMessage message, Flow flow, MessageHandler handler) {
        switch (message) {
            case Request request -> handler.request(request, flow);
            case Response response -> handler.response(response, flow);
        }
    }

    /// Records bytes of a stream that are no message.
    void unread(byte[] bytes, int from, int to, String callId, Flow flow) {
        recorder.received(flow.path(), bytes, from, to - from, callId);
    }

    /// Answers what can be answered, without keeping anything of it.
    void malformed(MalformedMessage cause, Flow flow) {
        var answer = cause.answer();
        counters.count(answer.isPresent() ? Malformed.ANSWERED : Malformed.UNANSWERABLE);
        LOG.debug("malformed message from {}: {}", flow.remote(), cause.text());
        recorder.remark(
                Records.callId(cause),
                new Remark.Malformed(
                        Optional.of(flow.path()),
                        cause.isCutShort() ? Remark.Defect.CUT_SHORT : Remark.Defect.GRAMMAR,
                        cause.text(),
                        answer.map(Records::status).orElse(0)));
        answer.ifPresent(response -> answer(response, flow));
    }

    /// Answers the message in which the framing of a stream was lost.
    void lost(String cause, Optional<Response> answer, Flow flow) {
        counters.count(answer.isPresent() ? Malformed.ANSWERED : Malformed.UNANSWERABLE);
        LOG.debug("framing lost from {}: {}", flow.remote(), cause);
        recorder.remark(
                answer.map(Records::callId).orElse(""),
                new Remark.Malformed(
                        Optional.of(flow.path()),
                        Remark.Defect.GRAMMAR,
                        cause,
                        answer.map(Records::status).orElse(0)));
        answer.ifPresent(response -> answer(response, flow));
    }

    /// Sends an error response that no transaction made, with a tag in To (RFC 3261 §8.2.6.2).
    void answer(Response response, Flow flow) {
        var complete = tagged(TopVia.completed(response, flow.remote()));
        var path = flow.forResponses(complete.headers().require(Header.VIA));
        path.send(complete, e -> LOG.debug("cannot answer {}", flow.remote(), e));
    }

    /// §8.2.7: the same request gets the same tag.
    private Response tagged(Response response) {
        try {
            if (response.headers().require(Header.TO).parameters().has("tag")) return response;
        } catch (MalformedField e) {
            return response;
        }
        long hash = tagKey * 31 + response.headers().require(Header.VIA).branch().hashCode();
        hash *= 0x9E3779B97F4A7C15L;
        String tag = Long.toHexString(hash ^ hash >>> 32);
        return response.with(h -> h.append(Header.TO, ";tag=" + tag));
    }
}
