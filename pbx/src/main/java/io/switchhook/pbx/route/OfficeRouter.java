package io.switchhook.pbx.route;

import io.switchhook.ladder.Remark;
import io.switchhook.ladder.Remark.Forward;
import io.switchhook.pbx.directory.Account;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.sip.auth.Role;
import io.switchhook.sip.event.Notifier;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.proxy.Forwarding;
import io.switchhook.sip.proxy.LaterTargets;
import io.switchhook.sip.proxy.Route;
import io.switchhook.sip.proxy.Router;
import io.switchhook.sip.proxy.Target;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.registrar.Gruu;
import io.switchhook.sip.registrar.Gruus;
import io.switchhook.sip.registrar.LocationService;
import io.switchhook.sip.registrar.Reachability;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The office's policy: who may call, and where a call goes.
///
/// 1. A REGISTER for one of our domains goes to the registrar.
/// 2. A SUBSCRIBE for an event that the server knows goes to its notifier.
/// 3. What else names the server itself is answered by the server.
/// 4. Everything else must come from an account of ours, proven by its certificate or digest, and From must name that
///    account.
/// 5. A call for one who wants it elsewhere goes there, and one for who does not want to be disturbed goes nowhere.
/// 6. A user of ours is found by the location service; nothing is relayed to anybody else.
public final class OfficeRouter implements Router {
    private static final int DRAIN_SECONDS = 10;

    /// What the office knows, shared by the routers of all shards.
    ///
    /// @param everyUserExists as `authentication: none` has it
    /// @param redirects what becomes of a 3xx, where the account says nothing
    /// @param ringing hears of registrations, for calls that ring
    /// @param draining whether nothing new may begin, since the server is about to end
    public record Office(
            Domains domains,
            Admission admission,
            Directory directory,
            boolean everyUserExists,
            Redirects redirects,
            LocationService locations,
            Reachability reachability,
            Gruus gruus,
            RingingCalls ringing,
            InstantSource clock,
            BooleanSupplier draining) {}

    private final Office office;
    private final Consumer<ServerTransaction> registrar;
    private final SubscriptionPolicy subscriptions;
    private final ServerCore serverCore;

    /// @param registrar takes the registrations
    /// @param notifier takes the subscriptions; that of the router's shard
    /// @param responses makes a response with a To tag
    public OfficeRouter(
            Office office,
            Consumer<ServerTransaction> registrar,
            Notifier notifier,
            BiFunction<Request, StatusCode, Response> responses) {
        this.office = office;
        this.registrar = registrar;
        this.subscriptions = new SubscriptionPolicy(office, notifier);
        this.serverCore = new ServerCore(responses, notifier::allowEvents);
    }

    @Override
    public Route route(Request request, Flow flow) {
        if (office.draining.getAsBoolean()) return tryLater();
        var called = office.domains.recordOf(request.uri());
        if (request.method() == Method.REGISTER) return registration(called);
        if (request.method() == Method.SUBSCRIBE && called.isPresent()) {
            var served = subscriptions.route(request, flow, called.get());
            if (served.isPresent()) return served.get();
        }
        if (called.isPresent() && called.get().user().isEmpty())
            return new Route.Serve(serverCore::answer, "addressed to the server itself");
        return switch (office.admission.admit(request, flow, Role.PROXY)) {
            case Admission.Refused(var answer) -> answer;
            case Admission.Admitted(var by, var edits) ->
                    toUser(called, request.uri(), request, List.of(), by, edits);
        };
    }

    @Override
    public Route redirected(Request request, SipUri uri, Flow flow) {
        return toUser(
                recordOf(uri), uri, request, List.of(), "a redirection", UnaryOperator.identity());
    }

    private Route registration(Optional<AddressOfRecord> domain) {
        return domain.isPresent()
                ? new Route.Serve(registrar, "a registration")
                : reject(
                        StatusCode.FORBIDDEN,
                        "a registration for a domain that is not served here");
    }

    /// Without credentials: the request belongs to a dialog that was admitted.
    @Override
    public Optional<Target> instance(SipUri gruu) {
        return office.domains
                .recordOf(gruu)
                .flatMap(called -> office.gruus.read(gruu, called))
                .flatMap(its ->
                        targets(its.contacts(bindings(its.addressOfRecord()))).stream()
                                .findFirst());
    }

    Optional<AddressOfRecord> recordOf(Uri uri) {
        return office.domains.recordOf(uri);
    }

    /// @param diverters who had the call forwarded before, the first one first
    Route toUser(
            Optional<AddressOfRecord> called,
            Uri uri,
            Request request,
            List<AddressOfRecord> diverters,
            String by,
            UnaryOperator<Headers.Editor> edits) {
        if (called.isEmpty())
            return reject(
                    StatusCode.FORBIDDEN,
                    uri + " is not served here, and nothing is relayed elsewhere");
        if (uri instanceof SipUri sip && Gruus.isGruu(sip)) {
            var gruu = office.gruus.read(sip, called.get());
            if (gruu.isEmpty()) return reject(StatusCode.NOT_FOUND, "there is no GRUU " + uri);
            return toUser(gruu.get().addressOfRecord(), gruu, request, diverters, by, edits);
        }
        return toUser(called.get(), Optional.empty(), request, diverters, by, edits);
    }

    /// @param gruu the one phone of the user that is meant; empty for all
    private Route toUser(
            AddressOfRecord called,
            Optional<Gruu> gruu,
            Request request,
            List<AddressOfRecord> diverters,
            String by,
            UnaryOperator<Headers.Editor> edits) {
        String user = called.user();
        var account = office.directory.account(user);
        if (account.isEmpty() && !office.everyUserExists)
            return new Route.Reject(
                    StatusCode.NOT_FOUND,
                    UnaryOperator.identity(),
                    "there is no user " + user,
                    Optional.of(new Remark.UnknownUser(user)));
        boolean rings =
                account.isEmpty() || account.get().features().isNone() || !isNewCall(request);
        if (rings) return toPhones(called, gruu, account, Forwarding.NONE, by, edits);
        var features = account.get().features();
        var forwards = new Forwards(this, account.get(), called, request, by, diverters);
        // RFC 5627 §6.1: who calls one phone does not want to be forwarded.
        if (gruu.isEmpty() && features.always().isPresent())
            return forwards.to(features.always().get(), Forward.ALWAYS, edits);
        if (features.doNotDisturb()) return doNotDisturb(user);
        boolean isForwarded =
                gruu.isEmpty() && (features.busy().isPresent() || features.noAnswer().isPresent());
        if (!isForwarded) return toPhones(called, gruu, account, Forwarding.NONE, by, edits);
        var route = toPhones(called, gruu, account, forwards, by, edits);
        if (route instanceof Route.Fork || features.noAnswer().isEmpty()) return route;
        return forwards.to(features.noAnswer().get(), Forward.UNAVAILABLE, edits);
    }

    /// Whether it is for a person, and not for a phone that has a call already: RFC 3891, RFC 3911.
    private static boolean isNewCall(Request request) {
        var headers = request.headers();
        return request.method() == Method.INVITE
                && headers.require(Header.TO).tag().isEmpty()
                && !headers.has(Known.REPLACES)
                && !headers.has(Known.JOIN);
    }

    private static Route doNotDisturb(String user) {
        return new Route.Reject(
                StatusCode.TEMPORARILY_UNAVAILABLE,
                "Do Not Disturb",
                UnaryOperator.identity(),
                user + " does not want to be disturbed",
                Optional.of(new Remark.DoNotDisturb(user)));
    }

    /// @param gruu the one phone of the user that is meant; empty for all
    private Route toPhones(
            AddressOfRecord called,
            Optional<Gruu> gruu,
            Optional<Account> account,
            Forwarding forwarding,
            String by,
            UnaryOperator<Headers.Editor> edits) {
        String user = called.user();
        var known = bindings(called);
        var targets = targets(gruu.map(its -> its.contacts(known)).orElse(known));
        if (targets.isEmpty() && gruu.isPresent() && !gruu.get().outlivesItsContacts())
            return reject(StatusCode.NOT_FOUND, "the temporary GRUU has ended");
        if (targets.isEmpty())
            return new Route.Reject(
                    StatusCode.TEMPORARILY_UNAVAILABLE,
                    UnaryOperator.identity(),
                    "no phone of " + user + " is registered",
                    Optional.of(new Remark.NoBinding(user)));
        var redirects = account.flatMap(its -> its.redirects()).orElse(office.redirects);
        return new Route.Fork(
                targets,
                redirects == Redirects.RECURSE,
                edits,
                later(called, gruu, known),
                forwarding,
                targets.size()
                        + (targets.size() == 1 ? " phone" : " phones")
                        + " of "
                        + user
                        + ", for "
                        + by);
    }

    private List<Binding> bindings(AddressOfRecord called) {
        return office.locations.bindings(called, office.clock.instant()).all();
    }

    private List<Target> targets(List<Binding> bindings) {
        return Phones.targets(bindings, it -> office.reachability.silentSince(it).isPresent());
    }

    /// What registers from now on, and what did while the targets were looked up.
    ///
    /// @param gruu the one phone of the user that is meant; empty for all
    private LaterTargets later(AddressOfRecord called, Optional<Gruu> gruu, List<Binding> known) {
        return found -> {
            Consumer<Binding> phone =
                    binding -> {
                        boolean isMeant =
                                gruu.map(its -> !its.contacts(List.of(binding)).isEmpty())
                                        .orElse(true);
                        if (isMeant && !Phones.isAnotherWay(binding, known))
                            Phones.target(binding).ifPresent(found);
                    };
            var end = office.ringing.watch(called, phone);
            for (var binding : bindings(called))
                if (!known.contains(binding)) phone.accept(binding);
            return end;
        };
    }

    private static Route tryLater() {
        return new Route.Reject(
                StatusCode.SERVICE_UNAVAILABLE,
                h -> h.add(Header.RETRY_AFTER, RetryAfter.seconds(DRAIN_SECONDS)),
                "the server is about to end");
    }

    private static Route reject(StatusCode status, String reason) {
        return new Route.Reject(status, UnaryOperator.identity(), reason);
    }
}
