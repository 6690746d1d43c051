package io.switchhook.phone;

import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.MessageHandler;
import java.io.IOException;
import java.util.function.Consumer;

/// A flow that tells a [Wiretap] what passes it.
record TappedFlow(Flow flow, Wiretap tap) implements WrappedFlow {
    /// All that comes in, tapped.
    static MessageHandler handler(MessageHandler above, Wiretap tap) {
        return new MessageHandler() {
            @Override
            public void request(Request request, Flow flow) {
                tap.received(request, flow.transport().name(), flow.remote());
                above.request(request, new TappedFlow(flow, tap));
            }

            @Override
            public void response(Response response, Flow flow) {
                tap.received(response, flow.transport().name(), flow.remote());
                above.response(response, new TappedFlow(flow, tap));
            }
        };
    }

    @Override
    public void send(SipMessage message, Consumer<IOException> failed) {
        tap.sent(message, transport().name(), remote());
        flow.send(message, failed);
    }

    @Override
    public Flow forResponses(Via top) {
        return new TappedFlow(flow.forResponses(top), tap);
    }
}
