package io.switchhook.pbx.route;

import io.switchhook.pbx.directory.Directory;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.Role;
import io.switchhook.sip.auth.Verdict;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.proxy.Route;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.SipUri;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Whether a request may use this server, by whose authority: RFC 3261 §22.3.
public interface Admission {

    /// What was found.
    sealed interface Finding {}

    /// @param edits what to change before the request is forwarded
    record Admitted(String by, UnaryOperator<Headers.Editor> edits) implements Finding {}

    record Refused(Route.Reject answer) implements Finding {}

    /// @param flow that the request came over
    Finding admit(Request request, Flow flow);

    /// Everybody: for tests and benches on loopback.
    static Admission everybody() {
        var admitted = new Admitted("nobody was asked", UnaryOperator.identity());
        return (_, _) -> admitted;
    }

    /// Accounts that prove who they are. Who somebody is comes from the certificate of the connection, if that names the
    /// account in From, else from the credentials; a From that claims another is refused, and one that hides behind
    /// RFC 3323's anonymous URI is not.
    static Admission accounts(
            Directory directory,
            DigestAuthenticator authenticator,
            Domains domains,
            InstantSource clock) {
        return (request, flow) -> {
            var certified = certified(request, flow, domains);
            return certified.isPresent() && directory.account(certified.get()).isPresent()
                    ? admitted(certified.get(), directory)
                    : byDigest(request, directory, authenticator, domains, clock);
        };
    }

    /// The user in From, if the peer's certificate is that user's (RFC 5922).
    private static Optional<String> certified(Request request, Flow flow, Domains domains) {
        var identities = flow.identities();
        if (identities.isEmpty()) return Optional.empty();
        var from = domains.recordOf(request.headers().require(Header.FROM).uri());
        for (var identity : identities)
            if (from.isPresent() && domains.recordOf(identity).equals(from))
                return from.map(AddressOfRecord::user);
        return Optional.empty();
    }

    private static Finding byDigest(
            Request request,
            Directory directory,
            DigestAuthenticator authenticator,
            Domains domains,
            InstantSource clock) {
        return switch (authenticator.authenticate(
                request, Role.PROXY, directory.realm(), directory::ha1s, clock.instant())) {
            case Verdict.Authenticated(var user) ->
                    mayCallAs(request, user, domains)
                            ? admitted(user, directory)
                            : refused(StatusCode.FORBIDDEN, "From is not " + user);
            case Verdict.Challenged challenged ->
                    new Refused(
                            new Route.Reject(
                                    Role.PROXY.status(), challenged::addTo, challenged.reason()));
            case Verdict.BadRequest bad -> refused(StatusCode.BAD_REQUEST, bad.reason());
        };
    }

    private static Admitted admitted(String user, Directory directory) {
        return new Admitted(user, h -> Role.PROXY.removeCredentials(h, directory.realm()));
    }

    private static boolean mayCallAs(Request request, String user, Domains domains) {
        var from = request.headers().require(Header.FROM).uri();
        if (from instanceof SipUri sip && sip.host().equalsIgnoreCase("anonymous.invalid"))
            return true;
        return domains.recordOf(from).map(AddressOfRecord::user).filter(user::equals).isPresent();
    }

    private static Refused refused(StatusCode status, String reason) {
        return new Refused(new Route.Reject(status, UnaryOperator.identity(), reason));
    }
}
