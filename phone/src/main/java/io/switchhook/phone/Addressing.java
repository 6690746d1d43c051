package io.switchhook.phone;

import io.switchhook.phone.settings.AccountSettings;
import io.switchhook.phone.settings.Features;
import io.switchhook.phone.settings.Registrar;
import io.switchhook.phone.settings.ServerAddress;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.TelUri;
import io.switchhook.sip.uri.Uri;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How an account writes itself, its servers and whom its user dials: RFC 3261 §19.1.
final class Addressing {
    private final AccountSettings account;
    private final Transport transport;
    private final HostPort domain;

    Addressing(AccountSettings account) {
        this.account = account;
        transport = Transports.of(account.registration().transport());
        domain = domain(account);
    }

    Transport transport() {
        return transport;
    }

    HostPort domain() {
        return domain;
    }

    /// The account's user, as others see him.
    NameAddr user() {
        return named(account.displayName(), SipUri.of(account.login().userName(), domain));
    }

    private static HostPort domain(AccountSettings account) {
        var registrars = account.registration().registrars();
        if (registrars.isEmpty()) return HostPort.of("anonymous.invalid");
        return HostPort.of(registrars.getFirst().address().host());
    }

    /// Quotes what a user typed.
    static NameAddr named(String name, Uri uri) {
        if (name.isEmpty()) return NameAddr.of(uri);
        String quoted = '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return new NameAddr(quoted, uri, Parameters.EMPTY);
    }

    /// Where requests for the user arrive.
    SipUri contact(HostPort place) {
        var uri = SipUri.of(account.login().userName(), place);
        return transport == Transport.UDP ? uri : uri.withParameters(over(Parameters.EMPTY));
    }

    private Parameters over(Parameters parameters) {
        return transport == Transport.UDP
                ? parameters
                : parameters.with("transport", transport.name().toLowerCase(Locale.ROOT));
    }

    /// Through the outbound proxy, if there is one.
    List<NameAddr> routes() {
        return account.registration().outboundProxy().stream()
                .map(proxy -> uri(proxy))
                .map(uri -> uri.withParameters(uri.parameters().with("lr")))
                .map(NameAddr::of)
                .toList();
    }

    SipUri uri(ServerAddress address) {
        boolean isDefault =
                address.port() == 0
                        || (account.registration().transport()
                                        == io.switchhook.phone.settings.Transport.DNS_SRV
                                && address.port() == 5060);
        var hostPort =
                isDefault
                        ? HostPort.of(address.host())
                        : HostPort.of(address.host(), address.port());
        var uri = SipUri.of(hostPort);
        return uri.withParameters(over(uri.parameters()));
    }

    /// The first server.
    Optional<SipUri> server() {
        return account.registration().registrars().stream()
                .findFirst()
                .map(Registrar::address)
                .map(this::uri);
    }

    /// What a number, or an address, that was dialed is as a URI.
    ///
    /// @throws io.switchhook.sip.grammar.MalformedValue if it is no URI
    Uri target(String dialed, Features features) {
        if (dialed.startsWith("sip:") || dialed.startsWith("sips:") || dialed.startsWith("tel:"))
            return Uri.parse(dialed);
        if (dialed.indexOf('@') >= 0) return Uri.parse("sip:" + dialed);
        if (dialed.indexOf('.') > 0 && isDirect(host(dialed), features)) return host(dialed);
        if (features.dialsTel()
                && !dialed.isEmpty()
                && dialed.chars().allMatch(Addressing::isDialable))
            return Uri.parse("tel:" + dialed + ";phone-context=" + domain.host());
        String user = features.escapesPound() ? dialed.replace("#", "%23") : dialed;
        return Uri.parse("sip:" + user + '@' + domain);
    }

    private static Uri host(String dialed) {
        return Uri.parse("sip:" + dialed);
    }

    private static boolean isDialable(int c) {
        return c >= '0' && c <= '9' || c == '*' || c == '#' || c == '+';
    }

    /// Where a further call of this line goes.
    static String text(Uri uri) {
        return switch (uri) {
            case SipUri sip -> sip.decodedUser().isEmpty() ? sip.host() : sip.decodedUser();
            case TelUri tel -> tel.toString().substring("tel:".length());
            default -> uri.toString();
        };
    }

    /// Whether a call goes to another phone itself, by its address.
    static boolean isDirect(Uri target, Features features) {
        return target instanceof SipUri sip
                && sip.user().isEmpty()
                && features.allowsDirectCalls()
                && isAddress(sip.host());
    }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return !host.isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
