package io.switchhook.sip.dialog;

import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;

/// Where we want the peer's requests in a dialog: RFC 3261 §12.1.1.
public final class LocalContact {
    private LocalContact() {}

    /// The server itself, over the transport that the first request took; `sips` where that request was (§8.1.1.8).
    public static Contact of(Request request, Flow flow) {
        boolean secure = request.uri() instanceof SipUri uri && uri.secure();
        var parameters =
                switch (flow.transport()) {
                    case UDP -> Parameters.EMPTY;
                    case TCP -> Parameters.EMPTY.with("transport", "tcp");
                    case TLS ->
                            secure ? Parameters.EMPTY : Parameters.EMPTY.with("transport", "tls");
                    case WS, WSS -> Parameters.EMPTY.with("transport", "ws");
                };
        return Contact.of(NameAddr.of(new SipUri(secure, "", flow.sentBy(), parameters, "")));
    }
}
