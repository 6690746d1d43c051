package io.switchhook.callflow;

import io.switchhook.callflow.MessageForm.RequestForm;
import io.switchhook.sdp.Connection;
import io.switchhook.sdp.SessionDescription;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.SubscriptionState;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.TelUri;
import io.switchhook.sip.uri.Uri;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a message says by itself: whom it names, which way its audio goes, what its body reports.
final class Contents {
    private final Cast cast;

    /// The addresses that the phones themselves gave.
    private final Map<Party, Set<String>> contacts = new EnumMap<>(Party.class);

    Contents(Cast cast, List<Seen> seen) {
        this.cast = cast;
        for (var one : seen) {
            if (!one.isSent() || one.status() >= 300) continue;
            for (var contact : Seen.all(one.message(), Header.CONTACT))
                if (contact instanceof Contact.Address(var address))
                    address.sipUri().ifPresent(uri -> contactsOf(one.phone()).add(place(uri)));
        }
    }

    private Set<String> contactsOf(Party phone) {
        return contacts.computeIfAbsent(phone, _ -> new HashSet<>());
    }

    private static String place(SipUri uri) {
        return uri.user() + '@' + uri.hostPort();
    }

    /// What is wrong with a message as that of a step; empty for nothing.
    Optional<Finding> fault(Step step, Seen seen) {
        if (seen.isSent()
                && step.message() instanceof RequestForm form
                && form.isInitial()
                && seen.message() instanceof Request request
                && !form.method().name().equals("REGISTER")
                && !names(request, form.target()))
            return Optional.of(
                    new Finding(
                            "RFC 3261 §8.1.1.1",
                            "a Request-URI for " + form.target(),
                            uri(request),
                            "somebody else was called"));
        for (var property : step.message().properties()) {
            if (holds(property, seen.message())) continue;
            return Optional.of(
                    new Finding(
                            property.kind().section(),
                            expected(property),
                            instead(property, seen.message()),
                            seen.isSent()
                                    ? seen.phone() + " does not do what the script says"
                                    : "P changed it, or passed on another message"));
        }
        return Optional.empty();
    }

    private static String uri(Request request) {
        try {
            return request.uri().toString();
        } catch (MalformedValue e) {
            return "one that cannot be read";
        }
    }

    private boolean names(Request request, String target) {
        try {
            return names(request.uri(), target);
        } catch (MalformedValue e) {
            return false;
        }
    }

    /// Whether a URI is the address of a phone, or one that the phone gave as its own.
    boolean names(Uri uri, String target) {
        return switch (uri) {
            case SipUri sip ->
                    sip.decodedUser().equals(cast.numberOf(target))
                            || (!target.equals(MessageForm.NOBODY)
                                    && contactsOf(Party.valueOf(target)).contains(place(sip)));
            case TelUri tel -> tel.number().equals(cast.numberOf(target));
            default -> false;
        };
    }

    private boolean holds(Property property, SipMessage message) {
        return switch (property.kind()) {
            case HOLD -> sdp(message).filter(sdp -> !receives(sdp)).isPresent();
            case HELD -> sdp(message).filter(sdp -> !sends(sdp)).isPresent();
            case ACTIVE -> sdp(message).filter(sdp -> sends(sdp) && receives(sdp)).isPresent();
            case SDP -> sdp(message).isPresent();
            case OFFERLESS -> message.body().isEmpty();
            case REFER_TO ->
                    Seen.first(message, Header.REFER_TO)
                            .filter(to -> names(to.uri(), property.argument()))
                            .isPresent();
            case REFERRED_BY ->
                    Seen.first(message, Header.REFERRED_BY)
                            .map(by -> names(by.uri(), property.argument()))
                            .orElse(true);
            case CONTACT ->
                    contact(message)
                            .filter(contact -> names(contact.uri(), property.argument()))
                            .isPresent();
            case BECAUSE -> reason(message).map(it -> it.equals(property.argument())).orElse(true);
            case SIPFRAG -> isRefer(message) && fragment(message) == property.number();
            case TERMINATED ->
                    Seen.first(message, Header.SUBSCRIPTION_STATE)
                            .filter(SubscriptionState::isTerminated)
                            .isPresent();
            case EXPIRES -> expires(message).filter(it -> it == property.number()).isPresent();
            case BOUND -> contact(message).isPresent();
            case CHALLENGE ->
                    message.headers().has(HeaderName.Known.WWW_AUTHENTICATE)
                            || message.headers().has(HeaderName.Known.PROXY_AUTHENTICATE);
            case CREDENTIALS ->
                    message.headers().has(HeaderName.Known.AUTHORIZATION)
                            || message.headers().has(HeaderName.Known.PROXY_AUTHORIZATION);
            // A matter of the dialogs of a call.
            case REPLACES -> true;
        };
    }

    private static String expected(Property property) {
        return switch (property.kind()) {
            case HOLD -> "audio that is sendonly or inactive";
            case HELD -> "audio that is recvonly or inactive";
            case ACTIVE -> "audio both ways";
            case SDP -> "a session description";
            case OFFERLESS -> "no session description";
            case REFER_TO -> "a Refer-To that names " + property.argument();
            case REFERRED_BY -> "a Referred-By that names " + property.argument();
            case CONTACT -> "a Contact that names " + property.argument();
            case BECAUSE -> "a Diversion that says " + property.argument();
            case SIPFRAG ->
                    "Event: refer, a Subscription-State and a body that begins SIP/2.0 "
                            + property.argument();
            case TERMINATED -> "Subscription-State: terminated";
            case EXPIRES -> "a time of " + property.argument() + " s";
            case BOUND -> "a Contact that is bound";
            case CHALLENGE -> "a challenge";
            case CREDENTIALS -> "credentials";
            case REPLACES -> "Replaces";
        };
    }

    private static String instead(Property property, SipMessage message) {
        return switch (property.kind()) {
            case HOLD, HELD, ACTIVE, SDP ->
                    sdp(message)
                            .map(sdp -> "audio that is " + direction(sdp))
                            .orElse("no description that can be read");
            case OFFERLESS -> "a body of " + message.body().length() + " octets";
            case REFER_TO -> text(message, Header.REFER_TO, "Refer-To");
            case REFERRED_BY -> text(message, Header.REFERRED_BY, "Referred-By");
            case CONTACT, BOUND ->
                    contact(message).map(it -> "Contact: " + it).orElse("no Contact");
            case BECAUSE -> "one that says " + reason(message).orElse("nothing");
            case SIPFRAG -> body(message);
            case TERMINATED ->
                    Seen.first(message, Header.SUBSCRIPTION_STATE)
                            .map(it -> "Subscription-State: " + it.state())
                            .orElse("no Subscription-State");
            case EXPIRES -> expires(message).map(it -> "a time of " + it + " s").orElse("no time");
            case CHALLENGE -> "none";
            case CREDENTIALS -> "none";
            case REPLACES -> "another";
        };
    }

    private static String text(
            SipMessage message, io.switchhook.sip.header.HeaderType<NameAddr> type, String name) {
        return Seen.first(message, type).map(it -> name + ": " + it).orElse("no " + name);
    }

    private static String body(SipMessage message) {
        if (!isRefer(message)) return "a NOTIFY without Event: refer or Subscription-State";
        String body = message.body().toString().lines().findFirst().orElse("");
        return body.isEmpty() ? "no body" : "a body that begins " + body;
    }

    private static boolean isRefer(SipMessage message) {
        return Seen.first(message, Header.EVENT).map(Event::type).orElse("").equals("refer")
                && Seen.first(message, Header.SUBSCRIPTION_STATE).isPresent();
    }

    /// The status that a `message/sipfrag` reports; 0 for none.
    private static int fragment(SipMessage message) {
        String line = message.body().toString().lines().findFirst().orElse("");
        if (!line.startsWith("SIP/2.0 ") || line.length() < 11) return 0;
        int status = 0;
        for (char c : line.substring(8, 11).toCharArray()) {
            if (c < '0' || c > '9') return 0;
            status = status * 10 + c - '0';
        }
        return status;
    }

    private static Optional<NameAddr> contact(SipMessage message) {
        return Seen.first(message, Header.CONTACT)
                .flatMap(it ->
                        it instanceof Contact.Address(var address)
                                ? Optional.of(address)
                                : Optional.empty());
    }

    private static Optional<String> reason(SipMessage message) {
        return Seen.first(message, Header.DIVERSION)
                .flatMap(it -> it.parameters().get("reason"))
                .map(it -> it.toLowerCase(Locale.ROOT));
    }

    private static Optional<Integer> expires(SipMessage message) {
        var own = contact(message).map(it -> it.parameters().seconds("expires"));
        if (own.isPresent() && own.get().isPresent()) return Optional.of(own.get().getAsInt());
        return Seen.first(message, Header.EXPIRES);
    }

    private static Optional<SessionDescription> sdp(SipMessage message) {
        if (message.body().isEmpty()) return Optional.empty();
        try {
            return Optional.of(SessionDescription.parse(message.body().toString()))
                    .filter(sdp -> !sdp.media().isEmpty());
        } catch (MalformedValue e) {
            return Optional.empty();
        }
    }

    private static boolean sends(SessionDescription sdp) {
        return sdp.directionOf(sdp.media().getFirst()).sends();
    }

    /// RFC 2543 put a call on hold by an address to which nothing can be sent.
    private static boolean receives(SessionDescription sdp) {
        var audio = sdp.media().getFirst();
        return sdp.directionOf(audio).receives()
                && sdp.connectionOf(audio).filter(Connection::isUnspecified).isEmpty();
    }

    private static String direction(SessionDescription sdp) {
        return sdp.directionOf(sdp.media().getFirst()).name().toLowerCase(Locale.ROOT);
    }
}
