package io.switchhook.server;

import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.proxy.ProxyEvents;
import io.switchhook.sip.registrar.Reachability;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.SipUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what the proxy does into the log and on the ladders, and tells whoever listens for calls.
final class CallWatch implements ProxyEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyEvents.class);

    private final CallListener listener;
    private final Reachability reachability;
    private final Recorder recorder;

    CallWatch(CallListener listener, Reachability reachability, Recorder recorder) {
        this.listener = listener;
        this.reachability = reachability;
        this.recorder = recorder;
    }

    @Override
    public void decided(Request request, String why) {
        if (LOG.isDebugEnabled())
            log(org.slf4j.event.Level.DEBUG, request, why).log("forwarded or served");
    }

    @Override
    public void refused(Request request, StatusCode status, String why) {
        boolean routine = status.equals(StatusCode.PROXY_AUTHENTICATION_REQUIRED);
        if (routine && !LOG.isDebugEnabled()) return;
        log(routine ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.INFO, request, why)
                .addKeyValue("status", status.value())
                .log("refused");
    }

    @Override
    public boolean isRecorded() {
        return recorder.isOn();
    }

    @Override
    public void remark(Request request, Remark remark) {
        if (recorder.isOn()) recorder.remark(callId(request), remark);
    }

    private static org.slf4j.spi.LoggingEventBuilder log(
            org.slf4j.event.Level level, Request request, String why) {
        return LOG.atLevel(level)
                .addKeyValue("method", request.method().name())
                .addKeyValue("uri", request.uri())
                .addKeyValue("call", callId(request))
                .addKeyValue("reason", why);
    }

    @Override
    public void started(Request invite) {
        if (listener == CallListener.NONE) return;
        listener.call(
                new CallEvent.Started(
                        callId(invite), party(invite, Header.FROM), party(invite, Header.TO)));
    }

    @Override
    public void ringing(Request invite, Response provisional) {
        if (listener != CallListener.NONE) listener.call(new CallEvent.Ringing(callId(invite)));
    }

    @Override
    public void answered(Request invite, Response success) {
        if (listener != CallListener.NONE) listener.call(new CallEvent.Answered(callId(invite)));
    }

    @Override
    public void failed(Request invite, Response failure) {
        if (listener != CallListener.NONE)
            listener.call(
                    new CallEvent.Failed(
                            callId(invite), failure.status().value(), failure.reasonPhrase()));
    }

    @Override
    public void unanswered(Flow flow) {
        reachability.unanswered(flow);
    }

    @Override
    public void ended(Request bye) {
        if (listener != CallListener.NONE)
            listener.call(new CallEvent.Ended(callId(bye), party(bye, Header.FROM)));
    }

    private static String callId(Request request) {
        return request.headers().require(Header.CALL_ID).value();
    }

    private static String party(Request request, HeaderType<NameAddr> header) {
        var uri = request.headers().require(header).uri();
        return uri instanceof SipUri sip && !sip.user().isEmpty()
                ? sip.decodedUser()
                : uri.toString();
    }
}
