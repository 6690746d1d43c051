package io.switchhook.phone;

import io.switchhook.phone.settings.AccountSettings;
import io.switchhook.phone.settings.Registrar;
import io.switchhook.phone.settings.ServerAddress;
import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Privacy;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.ua.CallSettings;
import io.switchhook.sip.ua.LocalUser;
import io.switchhook.sip.ua.RegistrationClient;
import io.switchhook.sip.ua.RegistrationSettings;
import io.switchhook.sip.ua.SessionTimerSettings;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.TelUri;
import io.switchhook.sip.uri.Uri;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One account of a phone. For the phone's shard.
final class Line {
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(30);

    /// A phone that is told not to try again tries once in a day.
    private static final Duration SELDOM = Duration.ofDays(1);

    private static final List<Method> METHODS =
            List.of(
                    Method.INVITE,
                    Method.ACK,
                    Method.CANCEL,
                    Method.BYE,
                    Method.OPTIONS,
                    Method.REFER,
                    Method.NOTIFY,
                    Method.INFO,
                    Method.MESSAGE,
                    Method.UPDATE);

    private static final HeaderType<String> MAC = text("Mac");
    private static final HeaderType<String> LINE = text("Line");

    private static HeaderType<String> text(String name) {
        return new HeaderType<>(
                new HeaderName.Extension(name), false, Scanner::rest, ByteSink::put);
    }

    private final Chassis phone;
    private final AccountSettings settings;
    private final Transport transport;
    private final HostPort domain;
    private final TrustedServers trusted;
    private final KeepAlive keepAlive;
    private volatile AccountPreferences preferences;
    private LocalUser user;
    private @Nullable RegistrationClient registration;
    private volatile boolean registered;
    private String server = "";
    private Optional<SipUri> home = Optional.empty();

    Line(Chassis phone, AccountSettings settings, Ground ground) {
        this.phone = phone;
        this.settings = settings;
        preferences = AccountPreferences.of(settings);
        trusted = new TrustedServers(ground);
        keepAlive = new KeepAlive(phone, this, ground);
        transport = Transports.of(settings.registration().transport());
        domain = domain(settings);
        var login = settings.login();
        user =
                new LocalUser(
                        named(settings.displayName(), SipUri.of(login.userName(), domain)),
                        Contact.of(NameAddr.of(contact(ground.contact().apply(transport)))),
                        routes(),
                        server(),
                        Optional.empty(),
                        new DigestClient(login.authName(), login.password(), ground.random()));
    }

    /// RFC 3262 and RFC 4028 where the account has them, and whether dialogs keep to the proxy.
    private CallSettings calls() {
        var timer = settings.sessionTimer();
        var refresher =
                switch (timer.refresher()) {
                    case UAC -> SessionTimerSettings.Refresher.UAC;
                    case UAS -> SessionTimerSettings.Refresher.UAS;
                };
        return new CallSettings(
                settings.reliableProvisionals(),
                timer.enabled()
                        ? Optional.of(
                                new SessionTimerSettings(timer.expires(), Optional.of(refresher)))
                        : Optional.empty(),
                phone.settings().features().usesProxyInDialogs());
    }

    /// What requests and responses say of this phone (RFC 3261 §20.5, §20.37).
    Headers.Editor describe(Headers.Editor headers) {
        for (var method : METHODS) headers.add(Header.ALLOW, method);
        if (settings.reliableProvisionals()) headers.add(Header.ALLOW, Method.PRACK);
        for (var extension : Stack.EXTENSIONS) headers.add(Header.SUPPORTED, extension);
        if (settings.reliableProvisionals()) headers.add(Header.SUPPORTED, "100rel");
        if (settings.sessionTimer().enabled()) headers.add(Header.SUPPORTED, "timer");
        return headers.add(Header.USER_AGENT, phone.settings().profile().userAgent());
    }

    /// Whether a call goes to another phone itself, by its address.
    private boolean isDirect(Uri target) {
        return target instanceof SipUri sip
                && sip.user().isEmpty()
                && phone.settings().features().allowsDirectCalls()
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

    /// Who is called by a request: of a call to the phone's own address no proxy knows.
    LocalUser callee(Request request) {
        boolean isDirect = request.uri() instanceof SipUri uri && uri.user().isEmpty();
        return isDirect ? user().direct() : user();
    }

    /// Who stands in From: nobody, for an account that hides its user (RFC 3323 §4.1.1.3).
    LocalUser caller(Uri target) {
        var who = isDirect(target) ? user().direct() : user();
        if (!preferences.hidesCaller()) return who;
        return who.withAddress(named("Anonymous", Uri.parse("sip:anonymous@anonymous.invalid")));
    }

    /// What a server is told of a user who hides (RFC 3325 §9.3).
    UnaryOperator<Headers.Editor> privacy() {
        if (!preferences.hidesCaller()) return h -> h;
        return h ->
                h.add(Header.PRIVACY, new Privacy(List.of("id")))
                        .add(Header.P_PREFERRED_IDENTITY, user.address());
    }

    /// What requests outside of a dialog have besides.
    Headers.Editor require(Headers.Editor headers) {
        String required = settings.registration().proxyRequire();
        for (var extension : required.split("[ ,]+", -1))
            if (!extension.isEmpty()) headers.add(Header.PROXY_REQUIRE, extension);
        return headers;
    }

    /// What the maker's servers know phones by.
    private Headers.Editor introduce(Headers.Editor headers) {
        var registration = settings.registration();
        String mac = phone.settings().mac();
        if (registration.sendsMac() && !mac.isEmpty())
            headers.add(MAC, mac.replaceAll("(..)(?=.)", "$1:"));
        if (registration.sendsLine()) headers.add(LINE, Integer.toString(number()));
        return require(headers);
    }

    private static HostPort domain(AccountSettings settings) {
        var registrars = settings.registration().registrars();
        if (registrars.isEmpty()) return HostPort.of("anonymous.invalid");
        return HostPort.of(registrars.getFirst().address().host());
    }

    /// Quotes what a user typed.
    static NameAddr named(String name, Uri uri) {
        if (name.isEmpty()) return NameAddr.of(uri);
        String quoted = '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return new NameAddr(quoted, uri, Parameters.EMPTY);
    }

    private SipUri contact(HostPort place) {
        var uri = SipUri.of(settings.login().userName(), place);
        return transport == Transport.UDP ? uri : uri.withParameters(over(Parameters.EMPTY));
    }

    private Parameters over(Parameters parameters) {
        return transport == Transport.UDP
                ? parameters
                : parameters.with("transport", transport.name().toLowerCase(java.util.Locale.ROOT));
    }

    private List<NameAddr> routes() {
        return settings.registration().outboundProxy().stream()
                .map(proxy -> uri(proxy))
                .map(uri -> uri.withParameters(uri.parameters().with("lr")))
                .map(NameAddr::of)
                .toList();
    }

    private SipUri uri(ServerAddress address) {
        boolean isDefault =
                address.port() == 0
                        || (settings.registration().transport()
                                        == io.switchhook.phone.settings.Transport.DNS_SRV
                                && address.port() == 5060);
        var hostPort =
                isDefault
                        ? HostPort.of(address.host())
                        : HostPort.of(address.host(), address.port());
        var uri = SipUri.of(hostPort);
        return uri.withParameters(over(uri.parameters()));
    }

    private Optional<SipUri> server() {
        return settings.registration().registrars().stream()
                .findFirst()
                .map(Registrar::address)
                .map(this::uri);
    }

    int number() {
        return settings.number();
    }

    AccountSettings settings() {
        return settings;
    }

    LocalUser user() {
        return user.with(calls());
    }

    AccountPreferences preferences() {
        return preferences;
    }

    void prefer(AccountPreferences changed) {
        preferences = changed;
    }

    TrustedServers trusted() {
        return trusted;
    }

    boolean isRegistered() {
        return registered;
    }

    String address() {
        return user.address().uri().toString();
    }

    /// Whether a request for that user is for this account.
    boolean isFor(String userPart) {
        return settings.login().userName().equals(userPart);
    }

    /// What a number, or an address, that was dialed is as a URI.
    ///
    /// @throws io.switchhook.sip.grammar.MalformedValue if it is no URI
    Uri target(String dialed) {
        if (dialed.startsWith("sip:") || dialed.startsWith("sips:") || dialed.startsWith("tel:"))
            return Uri.parse(dialed);
        if (dialed.indexOf('@') >= 0) return Uri.parse("sip:" + dialed);
        var features = phone.settings().features();
        if (dialed.indexOf('.') > 0 && isDirect(host(dialed))) return host(dialed);
        if (features.dialsTel() && !dialed.isEmpty() && dialed.chars().allMatch(Line::isDialable))
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

    /// Registers, if there is where.
    ///
    /// @param wait before that
    void start(Ground ground, UacCore uac, Identifiers identifiers, Duration wait) {
        var registrars = settings.registration().registrars();
        if (registration != null) return;
        if (registrars.isEmpty()) {
            phone.watching().begin(this);
            return;
        }
        var asked = settings(registrars);
        var made =
                new RegistrationClient(
                        uac,
                        ground.timers(),
                        ground.random(),
                        identifiers,
                        user,
                        asked,
                        new Registrations());
        registration = made;
        for (var one : asked.servers()) trusted.learn(one);
        ground.timers().start(wait, made::start);
    }

    private RegistrationSettings settings(List<Registrar> registrars) {
        var first = registrars.getFirst();
        var servers = new ArrayList<SipUri>();
        var proxies = settings.registration();
        proxies.outboundProxy().ifPresent(proxy -> servers.add(uri(proxy)));
        proxies.backupProxy().ifPresent(proxy -> servers.add(uri(proxy)));
        if (servers.isEmpty()) for (var one : registrars) servers.add(uri(one.address()));
        var retry = proxies.retryInterval();
        return new RegistrationSettings(
                SipUri.of(domain),
                servers,
                first.expires(),
                retry.isZero() ? SELDOM : retry,
                retry.compareTo(LONGEST_RETRY) > 0 ? SELDOM : LONGEST_RETRY,
                failback(first),
                patience(first.retries()),
                this::introduce);
    }

    /// Until a request was sent again so often, and nobody answered the last time either (RFC 3261 §17.1.2.2).
    private Duration patience(int retries) {
        var timers = Stack.timers(phone.settings());
        var interval = timers.t1();
        var all = interval;
        for (int i = 0; i < retries; i++) {
            interval = interval.multipliedBy(2);
            if (interval.compareTo(timers.t2()) > 0) interval = timers.t2();
            all = all.plus(interval);
        }
        return all;
    }

    /// Back to the first server: with the next refresh, or after the time of the files.
    private static Duration failback(Registrar first) {
        if (first.failback() != Registrar.Failback.DURATION)
            return first.expires().dividedBy(2).plusSeconds(1);
        return first.failbackAfter().isZero() ? SELDOM : first.failbackAfter();
    }

    /// Requests go where the account is registered, until another server takes it.
    private LocalUser at(SipUri from, List<NameAddr> serviceRoute) {
        if (!serviceRoute.isEmpty()) return user.withRoutes(serviceRoute);
        if (settings.registration().outboundProxy().isEmpty()) return user.withServer(from);
        var route = from.withParameters(from.parameters().with("lr"));
        return user.withRoutes(List.of(NameAddr.of(route)));
    }

    /// Registers now, whenever it would be due.
    void register() {
        if (registration != null) registration.again();
    }

    void stop() {
        keepAlive.stop();
        if (registration != null) registration.stop();
    }

    /// The server that the account is registered with.
    Optional<SipUri> home() {
        return home;
    }

    private final class Registrations implements RegistrationClient.Listener {
        @Override
        public void registered(SipUri from, Duration expires, List<NameAddr> serviceRoute) {
            boolean isNews = !registered || !from.hostPort().toString().equals(server);
            registered = true;
            home = Optional.of(from);
            keepAlive.begin();
            server = from.hostPort().toString();
            user = at(from, serviceRoute);
            if (isNews) trusted.learn(from);
            if (isNews) phone.tell(new PhoneEvent.Registered(number(), address(), server, expires));
            phone.watching().begin(Line.this);
        }

        @Override
        public void failed(Response response, Duration retry) {
            registered = false;
            phone.tell(
                    new PhoneEvent.NotRegistered(
                            number(),
                            address(),
                            response.status().value(),
                            response.reasonPhrase(),
                            retry));
        }

        @Override
        public void unregistered() {
            registered = false;
            phone.tell(new PhoneEvent.Unregistered(number(), address()));
        }
    }
}
