package io.switchhook.pbx.route;

import io.switchhook.pbx.route.OfficeRouter.Office;
import io.switchhook.sip.auth.Role;
import io.switchhook.sip.event.Notifier;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.proxy.Route;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Who may subscribe here: a user to what is about himself, and nobody to anything else. The server is the user agent that
/// is asked, so it challenges as one, with 401 (RFC 6665 §4.2.1.3).
final class SubscriptionPolicy {
    private final Office office;
    private final Notifier notifier;

    SubscriptionPolicy(Office office, Notifier notifier) {
        this.office = office;
        this.notifier = notifier;
    }

    /// What becomes of a SUBSCRIBE; empty if it is for a user's phones, which may know events that the server does not.
    ///
    /// @param called the user that the Request-URI names; the server itself where that is what it names
    Optional<Route> route(Request subscribe, Flow flow, AddressOfRecord called) {
        var event = subscribe.headers().get(Header.EVENT);
        boolean isServed = event.isPresent() && notifier.serves(event.get());
        if (!called.user().isEmpty())
            return isServed ? Optional.of(ofUser(subscribe, flow, called)) : Optional.empty();
        if (!subscribe.headers().require(Header.TO).tag().isEmpty())
            return Optional.of(inDialog(subscribe, flow));
        return Optional.of(
                isServed
                        ? reject(StatusCode.NOT_FOUND, "a subscription to nobody")
                        : new Route.Serve(notifier::refuse, "an event not served here"));
    }

    private Route ofUser(Request subscribe, Flow flow, AddressOfRecord called) {
        return admitted(
                subscribe,
                flow,
                identity ->
                        identity.equals(called.user())
                                ? new Route.Serve(
                                        transaction ->
                                                notifier.subscribe(transaction, called, identity),
                                        "a subscription")
                                : reject(
                                        StatusCode.FORBIDDEN,
                                        identity + " may not watch " + called.user()));
    }

    /// Our Contact in the dialog of a subscription names the server itself.
    private Route inDialog(Request subscribe, Flow flow) {
        return admitted(
                subscribe,
                flow,
                identity ->
                        new Route.Serve(
                                transaction -> notifier.resubscribe(transaction, identity),
                                "a subscription's refresh"));
    }

    private Route admitted(Request subscribe, Flow flow, Function<String, Route> then) {
        return switch (office.admission().admit(subscribe, flow, Role.REGISTRAR)) {
            case Admission.Refused(var answer) -> answer;
            case Admission.Admitted(var by, _) ->
                    then.apply(office.everyUserExists() ? claimed(subscribe) : by);
        };
    }

    /// Where nobody is asked who he is, he is who he says.
    private String claimed(Request subscribe) {
        return office.domains()
                .recordOf(subscribe.headers().require(Header.FROM).uri())
                .map(AddressOfRecord::user)
                .orElse("");
    }

    private static Route reject(StatusCode status, String reason) {
        return new Route.Reject(status, UnaryOperator.identity(), reason);
    }
}
