package io.switchhook.sip.registrar;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.MessageHandler;

/// Tells [Reachability] of all that comes in, on its way to the floor above.
///
/// @param next who takes the messages
public record SignsOfLife(Reachability reachability, MessageHandler next)
        implements MessageHandler {
    @Override
    public void request(Request request, Flow flow) {
        reachability.heard(flow);
        next.request(request, flow);
    }

    @Override
    public void response(Response response, Flow flow) {
        reachability.heard(flow);
        next.response(response, flow);
    }

    @Override
    public void keepAlive(Flow flow) {
        reachability.heard(flow);
        next.keepAlive(flow);
    }
}
