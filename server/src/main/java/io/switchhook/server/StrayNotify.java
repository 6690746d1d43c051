package io.switchhook.server;

import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.SubscriptionState;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.util.function.Consumer;

/// A NOTIFY that nobody has subscribed to, as phones take it for some events all the same. RFC 6665 has no such thing, but makers have it.
final class StrayNotify {
    private final Binding phone;
    private final Request request;

    /// @param domain in whose name it is sent
    /// @param callId of the shard that sends it
    StrayNotify(Binding phone, Event event, String domain, CallId callId, Identifiers identifiers) {
        this.phone = phone;
        var whom = uri(phone.contact());
        var here = SipUri.of(HostPort.of(domain));
        request =
                Request.of(
                        Method.NOTIFY,
                        whom,
                        Headers.EMPTY.with(h -> {
                            for (var hop : phone.path()) h.add(Header.ROUTE, hop);
                            return h.add(Header.MAX_FORWARDS, 70)
                                    .add(Header.FROM, NameAddr.of(here).withTag(identifiers.tag()))
                                    .add(Header.TO, NameAddr.of(whom))
                                    .add(Header.CALL_ID, callId)
                                    .add(Header.CSEQ, new CSeq(1, Method.NOTIFY))
                                    .add(Header.CONTACT, Contact.of(NameAddr.of(here)))
                                    .add(Header.EVENT, event)
                                    .add(
                                            Header.SUBSCRIPTION_STATE,
                                            SubscriptionState.terminated("timeout"))
                                    .add(Header.CONTENT_LENGTH, 0);
                        }),
                        Body.EMPTY);
    }

    private static Uri uri(NameAddr contact) {
        return contact.sipUri().<Uri>map(SipUri::asRequestUri).orElseGet(contact::uri);
    }

    /// On the shard of the Call-ID.
    void send(UacCore uac, Consumer<Response> answered) {
        var path = phone.path();
        var hop = path.isEmpty() ? phone.contact().uri() : path.getFirst().uri();
        uac.send(
                request,
                hop,
                phone.flow(),
                response -> {
                    if (response.status().isFinal()) answered.accept(response);
                });
    }

    /// What stands for an answer where it could not be sent.
    Response refused() {
        return Response.to(request, StatusCode.SERVICE_UNAVAILABLE, "");
    }
}
