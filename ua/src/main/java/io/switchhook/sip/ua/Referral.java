package io.switchhook.sip.ua;

import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.SubscriptionState;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.uri.Parameters;
import java.util.Optional;

/// A REFER of the other end: RFC 3515 §2.4. Whoever accepts it calls [#target] and reports what becomes of that.
public final class Referral {
    private static final MediaType SIPFRAG =
            new MediaType("message", "sipfrag", Parameters.EMPTY.with("version", "2.0"));

    /// In seconds; §2.4.4 leaves it to who is referred. A phone rings no longer.
    private static final int DURATION = 180;

    private final Session session;
    private final ServerTransaction transaction;
    private final NameAddr target;
    private final Event event;
    private boolean over;

    private Referral(Session session, ServerTransaction transaction, NameAddr target) {
        this.session = session;
        this.transaction = transaction;
        this.target = target;
        // §2.4.6: so that two of one dialog can be told apart
        var number = transaction.request().headers().require(Header.CSEQ).number();
        this.event = new Event("refer", Parameters.EMPTY.with("id", Long.toString(number)));
    }

    /// Reads a REFER that came in a session. Empty if it has no Refer-To, or more than one, which §2.4.1 and §2.4.2 answer
    /// with 400.
    ///
    /// @throws io.switchhook.sip.message.MalformedField if Refer-To cannot be read
    public static Optional<Referral> of(Session session, ServerTransaction transaction) {
        var targets = transaction.request().headers().all(Header.REFER_TO);
        return targets.size() == 1
                ? Optional.of(new Referral(session, transaction, targets.getFirst()))
                : Optional.empty();
    }

    /// Who is to be called, perhaps with header fields of the INVITE in its URI, such as Replaces.
    public NameAddr target() {
        return target;
    }

    /// Who asks for it (RFC 3892), to be told to who is called.
    public Optional<NameAddr> referredBy() {
        return transaction.request().headers().get(Header.REFERRED_BY);
    }

    /// Says to who is called that somebody asked for it: Referred-By as it came (RFC 3892 §2.2), if it did.
    ///
    /// @param invite the one to [#target]
    public Headers.Editor introduce(Headers.Editor invite) {
        return invite.copy(transaction.request().headers(), Known.REFERRED_BY);
    }

    /// Agrees, and tells that the call is tried: §2.4.4.
    public void accept() {
        transaction.respond(session.response(transaction, StatusCode.of(202)));
        notify(StatusCode.TRYING);
    }

    /// Does not agree.
    ///
    /// @param status 300 to 699
    public void reject(StatusCode status) {
        over = true;
        transaction.respond(session.response(transaction, status));
    }

    /// Tells how the call stands: §2.4.5. A final status is the last one that is told.
    public void notify(StatusCode status) {
        if (over) return;
        over = status.isFinal();
        var state =
                over
                        ? SubscriptionState.terminated("noresource")
                        : SubscriptionState.active(DURATION);
        var line = "SIP/2.0 " + status.value() + ' ' + status.reasonPhrase() + "\r\n";
        session.send(
                Method.NOTIFY,
                h ->
                        h.add(Header.EVENT, event)
                                .add(Header.SUBSCRIPTION_STATE, state)
                                .add(Header.CONTACT, session.contact())
                                .remove(Known.CONTENT_TYPE)
                                .add(Header.CONTENT_TYPE, SIPFRAG),
                Body.of(line),
                _ -> {});
    }
}
