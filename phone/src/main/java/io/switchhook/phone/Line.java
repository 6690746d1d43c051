package io.switchhook.phone;

import io.switchhook.phone.settings.AccountSettings;
import io.switchhook.phone.settings.Registrar;
import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Privacy;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.ua.CallSettings;
import io.switchhook.sip.ua.LocalUser;
import io.switchhook.sip.ua.RegistrationClient;
import io.switchhook.sip.ua.RegistrationSettings;
import io.switchhook.sip.ua.SessionTimerSettings;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
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

    private final Chassis phone;
    private final AccountSettings settings;
    private final Addressing addressing;
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
        addressing = new Addressing(settings);
        var login = settings.login();
        var place = ground.contact().apply(addressing.transport());
        user =
                new LocalUser(
                        addressing.user(),
                        Contact.of(NameAddr.of(addressing.contact(place))),
                        addressing.routes(),
                        addressing.server(),
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

    /// Who is called by a request: of a call to the phone's own address no proxy knows.
    LocalUser callee(Request request) {
        boolean isDirect = request.uri() instanceof SipUri uri && uri.user().isEmpty();
        return isDirect ? user().direct() : user();
    }

    /// Who stands in From: nobody, for an account that hides its user (RFC 3323 §4.1.1.3).
    LocalUser caller(Uri target) {
        var who =
                Addressing.isDirect(target, phone.settings().features()) ? user().direct() : user();
        if (!preferences.hidesCaller()) return who;
        return who.withAddress(
                Addressing.named("Anonymous", Uri.parse("sip:anonymous@anonymous.invalid")));
    }

    /// What a server is told of a user who hides (RFC 3325 §9.3).
    UnaryOperator<Headers.Editor> privacy() {
        if (!preferences.hidesCaller()) return h -> h;
        return h ->
                h.add(Header.PRIVACY, new Privacy(List.of("id")))
                        .add(Header.P_PREFERRED_IDENTITY, user.address());
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
        return addressing.target(dialed, phone.settings().features());
    }

    private Introduction introduction() {
        return new Introduction(settings, phone.settings());
    }

    /// What requests and responses say of this phone (RFC 3261 §20.5, §20.37).
    Headers.Editor describe(Headers.Editor headers) {
        return introduction().describe(headers);
    }

    /// What requests outside of a dialog have besides.
    Headers.Editor require(Headers.Editor headers) {
        return introduction().require(headers);
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
        proxies.outboundProxy().ifPresent(proxy -> servers.add(addressing.uri(proxy)));
        proxies.backupProxy().ifPresent(proxy -> servers.add(addressing.uri(proxy)));
        if (servers.isEmpty())
            for (var one : registrars) servers.add(addressing.uri(one.address()));
        var retry = proxies.retryInterval();
        return new RegistrationSettings(
                SipUri.of(addressing.domain()),
                servers,
                first.expires(),
                retry.isZero() ? SELDOM : retry,
                retry.compareTo(LONGEST_RETRY) > 0 ? SELDOM : LONGEST_RETRY,
                failback(first),
                patience(first.retries()),
                h -> introduction().introduce(h));
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
