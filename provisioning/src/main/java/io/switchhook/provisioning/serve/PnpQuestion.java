package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.device.Mac;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.SubscriptionState;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.ReasonableSyntax;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.util.Locale;
import java.util.Optional;

/// A phone out of its box asks everybody where its files are: SUBSCRIBE to `sip:MAC%3a001565abcdef@224.0.1.75`, event package
/// `ua-profile` (RFC 6080 §4.1). It gets a 200, and a NOTIFY with a URL in its body.
///
/// @param contact what the NOTIFY is for
record PnpQuestion(Request request, Uri contact, Mac mac) {
    private static final String PACKAGE = "ua-profile";
    private static final String USER = "mac:";
    private static final MessageParser PARSER =
            new MessageParser(new MessageLimits(4096, 1024, 64), Leniencies.all());

    /// @return empty for everything else, which is not answered
    static Optional<PnpQuestion> of(byte[] datagram, int length) {
        try {
            if (!(PARSER.parseDatagram(datagram, 0, length) instanceof Request request))
                return Optional.empty();
            ReasonableSyntax.check(request);
            return of(request);
        } catch (MalformedMessage | MalformedField | MalformedValue e) {
            return Optional.empty();
        }
    }

    private static Optional<PnpQuestion> of(Request request) {
        if (request.method() != Method.SUBSCRIBE
                || !(request.uri() instanceof SipUri uri)
                || request.headers().get(Header.EVENT).filter(PnpQuestion::isProfile).isEmpty())
            return Optional.empty();
        var contacts = request.headers().all(Header.CONTACT);
        if (contacts.size() != 1 || !(contacts.getFirst() instanceof Contact.Address(var contact)))
            return Optional.empty();
        return mac(uri).map(mac -> new PnpQuestion(request, contact.uri(), mac));
    }

    private static boolean isProfile(Event event) {
        return event.type().equals(PACKAGE);
    }

    private static Optional<Mac> mac(SipUri uri) {
        String user = uri.decodedUser().toLowerCase(Locale.ROOT);
        return user.startsWith(USER) ? Mac.of(user.substring(USER.length())) : Optional.empty();
    }

    String callId() {
        return request.headers().require(Header.CALL_ID).value();
    }

    /// @param tag of this side of the dialog
    Response accepted(String tag) {
        return Response.to(request, StatusCode.OK, tag).with(h -> h.add(Header.EXPIRES, 0));
    }

    /// The only NOTIFY: it tells the URL and ends the subscription.
    ///
    /// @param local where it is sent from
    /// @param tag of [#accepted]
    Request told(String url, HostPort local, String branch, String tag) {
        var its = request.headers();
        var here = SipUri.of(local);
        var body = Body.of(url);
        return Request.of(
                Method.NOTIFY,
                contact,
                Headers.EMPTY.with(h ->
                        h.add(Header.VIA, Via.of("UDP", local, branch))
                                .add(Header.MAX_FORWARDS, 70)
                                .add(Header.FROM, tagged(its.require(Header.TO), tag))
                                .add(Header.TO, its.require(Header.FROM))
                                .add(Header.CALL_ID, its.require(Header.CALL_ID))
                                .add(Header.CSEQ, new CSeq(1, Method.NOTIFY))
                                .add(Header.CONTACT, Contact.of(NameAddr.of(here)))
                                .add(Header.EVENT, its.require(Header.EVENT))
                                .add(
                                        Header.SUBSCRIPTION_STATE,
                                        SubscriptionState.terminated("timeout"))
                                .add(Header.CONTENT_TYPE, MediaType.of("application", "url"))
                                .add(Header.CONTENT_LENGTH, body.length())),
                body);
    }

    private static NameAddr tagged(NameAddr to, String tag) {
        return to.parameters().has("tag") ? to : to.withTag(tag);
    }
}
