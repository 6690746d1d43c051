package io.switchhook.pbx.route;

import io.switchhook.pbx.directory.Account;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.Role;
import io.switchhook.sip.auth.Verdict;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.proxy.Route;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Parameters;
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
    /// @param role as whom the server asks for credentials
    Finding admit(Request request, Flow flow, Role role);

    /// Everybody: for tests and benches on loopback.
    static Admission everybody() {
        var admitted = new Admitted("nobody was asked", UnaryOperator.identity());
        return (_, _, _) -> admitted;
    }

    /// Accounts that prove who they are. Who somebody is comes from the certificate of the connection, if that names the
    /// account in From, else from the credentials; a From that claims another is refused, and one that hides behind
    /// RFC 3323's anonymous URI is not. The phones that are called are told who calls by P-Asserted-Identity.
    static Admission accounts(
            Directory directory,
            DigestAuthenticator authenticator,
            Domains domains,
            InstantSource clock) {
        return (request, flow, role) -> {
            var certified = certified(request, flow, domains);
            if (certified.isPresent() && directory.account(certified.get()).isPresent())
                return admitted(request, certified.get(), role, directory, domains);
            return switch (authenticator.authenticate(
                    request, role, directory.realm(), directory::login, clock.instant())) {
                case Verdict.Authenticated(var user) ->
                        mayCallAs(request, user, domains)
                                ? admitted(request, user, role, directory, domains)
                                : refused(StatusCode.FORBIDDEN, "From is not " + user);
                case Verdict.Challenged challenged ->
                        new Refused(
                                new Route.Reject(
                                        role.status(),
                                        challenged::addTo,
                                        challenged.reason(),
                                        Optional.empty()));
                case Verdict.BadRequest bad -> refused(StatusCode.BAD_REQUEST, bad.reason());
            };
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

    private static Admitted admitted(
            Request request, String user, Role role, Directory directory, Domains domains) {
        return new Admitted(user, identified(request, user, role, directory, domains));
    }

    private static UnaryOperator<Headers.Editor> identified(
            Request request, String user, Role role, Directory directory, Domains domains) {
        boolean hidden = isHidden(request);
        return h -> {
            role.removeCredentials(h, directory.realm());
            return hidden
                    ? h
                    : h.add(Header.P_ASSERTED_IDENTITY, identity(user, directory, domains));
        };
    }

    private static NameAddr identity(String user, Directory directory, Domains domains) {
        var name = directory.account(user).map(Account::name).orElse("");
        // The users of accounts need no escapes.
        var uri = SipUri.of(user, HostPort.of(domains.first()));
        return new NameAddr(name.isEmpty() ? "" : Scanner.quote(name), uri, Parameters.EMPTY);
    }

    /// RFC 3325 §7: `id` keeps the identity from phones, since they are outside of the trust domain. One who asks in a way
    /// that cannot be read asks all the same.
    private static boolean isHidden(Request request) {
        try {
            return request.headers().get(Header.PRIVACY).map(it -> it.has("id")).orElse(false);
        } catch (MalformedField e) {
            return true;
        }
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
