package io.switchhook.phone;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.MessageHandler;

/// Takes what arrives. Who is not a server of an account that trusts nobody else hears 403; what belongs to a dialog or a
/// transaction passes.
final class Gatekeeper implements MessageHandler {
    private final Chassis phone;
    private final TransactionLayer layer;

    Gatekeeper(Chassis phone, TransactionLayer layer) {
        this.phone = phone;
        this.layer = layer;
    }

    @Override
    public void request(Request request, Flow from) {
        var flow = new CompactFlow(from, phone);
        if (isWelcome(request, flow)) layer.request(request, flow);
        else if (request.method() != Method.ACK)
            layer.respondStateless(request, flow, layer.responseTo(request, StatusCode.FORBIDDEN));
    }

    private boolean isWelcome(Request request, Flow flow) {
        var asked = phone.lineFor(request);
        return asked.isEmpty()
                || !asked.get().settings().registration().trustsServersOnly()
                || asked.get().trusted().contain(flow);
    }

    @Override
    public void response(Response response, Flow flow) {
        layer.response(response, new CompactFlow(flow, phone));
    }
}
