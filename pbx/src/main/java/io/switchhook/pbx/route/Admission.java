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
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.SipUri;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/// Whether a request may use this server, by whose authority: RFC 3261 §22.3.
public interface Admission {

    /// What was found.
    sealed interface Finding {}

    /// @param edits what to change before the request is forwarded
    record Admitted(String by, UnaryOperator<Headers.Editor> edits) implements Finding {}

    record Refused(Route.Reject answer) implements Finding {}

    /// @param role as whom the server asks for credentials
    Finding admit(Request request, Role role);

    /// Everybody: for tests and benches on loopback.
    static Admission everybody() {
        var admitted = new Admitted("nobody was asked", UnaryOperator.identity());
        return (_, _) -> admitted;
    }

    /// Accounts that prove who they are. Who somebody is comes from the credentials; a From that claims another is
    /// refused, and one that hides behind RFC 3323's anonymous URI is not.
    static Admission accounts(
            Directory directory,
            DigestAuthenticator authenticator,
            Domains domains,
            InstantSource clock) {
        return (request, role) ->
                switch (authenticator.authenticate(
                        request, role, directory.realm(), directory::ha1s, clock.instant())) {
                    case Verdict.Authenticated(var user) ->
                            mayCallAs(request, user, domains)
                                    ? new Admitted(
                                            user, h -> role.removeCredentials(h, directory.realm()))
                                    : refused(StatusCode.FORBIDDEN, "From is not " + user);
                    case Verdict.Challenged challenged ->
                            new Refused(
                                    new Route.Reject(
                                            role.status(), challenged::addTo, challenged.reason()));
                    case Verdict.BadRequest bad -> refused(StatusCode.BAD_REQUEST, bad.reason());
                };
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
