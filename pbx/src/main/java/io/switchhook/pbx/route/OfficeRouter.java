package io.switchhook.pbx.route;

import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.proxy.Route;
import io.switchhook.sip.proxy.Router;
import io.switchhook.sip.proxy.Target;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.registrar.LocationService;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The office's policy: who may call, and where a call goes.
///
/// 1. A REGISTER for one of our domains goes to the registrar.
/// 2. What names the server itself is answered by the server.
/// 3. Everything else must come from an account of ours, proven by its certificate or digest, and From must name that
///    account.
/// 4. A user of ours is found by the location service; nothing is relayed to anybody else.
public final class OfficeRouter implements Router {
    private static final int DRAIN_SECONDS = 10;

    /// What the office knows, shared by the routers of all shards.
    ///
    /// @param everyUserExists as `authentication: none` has it
    /// @param redirects what becomes of a 3xx, where the account says nothing
    /// @param draining whether nothing new may begin, since the server is about to end
    public record Office(
            Domains domains,
            Admission admission,
            Directory directory,
            boolean everyUserExists,
            Redirects redirects,
            LocationService locations,
            InstantSource clock,
            BooleanSupplier draining) {}

    private final Office office;
    private final Consumer<ServerTransaction> registrar;
    private final ServerCore serverCore;

    /// @param registrar takes the registrations
    /// @param responses makes a response with a To tag
    public OfficeRouter(
            Office office,
            Consumer<ServerTransaction> registrar,
            BiFunction<Request, StatusCode, Response> responses) {
        this.office = office;
        this.registrar = registrar;
        this.serverCore = new ServerCore(responses);
    }

    @Override
    public Route route(Request request, Flow flow) {
        if (office.draining.getAsBoolean()) return tryLater();
        var called = office.domains.recordOf(request.uri());
        if (request.method() == Method.REGISTER) return registration(called);
        if (called.isPresent() && called.get().user().isEmpty())
            return new Route.Serve(serverCore::answer, "addressed to the server itself");
        return switch (office.admission.admit(request, flow)) {
            case Admission.Refused(var answer) -> answer;
            case Admission.Admitted(var by, var edits) -> toUser(called, request.uri(), by, edits);
        };
    }

    @Override
    public Route redirected(Request request, SipUri uri, Flow flow) {
        return toUser(office.domains.recordOf(uri), uri, "a redirection", UnaryOperator.identity());
    }

    private Route registration(Optional<AddressOfRecord> domain) {
        return domain.isPresent()
                ? new Route.Serve(registrar, "a registration")
                : reject(
                        StatusCode.FORBIDDEN,
                        "a registration for a domain that is not served here");
    }

    private Route toUser(
            Optional<AddressOfRecord> called,
            Uri uri,
            String by,
            UnaryOperator<Headers.Editor> edits) {
        if (called.isEmpty())
            return reject(
                    StatusCode.FORBIDDEN,
                    uri + " is not served here, and nothing is relayed elsewhere");
        String user = called.get().user();
        var account = office.directory.account(user);
        if (account.isEmpty() && !office.everyUserExists)
            return reject(StatusCode.NOT_FOUND, "there is no user " + user);
        var targets = targets(called.get());
        if (targets.isEmpty())
            return reject(
                    StatusCode.TEMPORARILY_UNAVAILABLE, "no phone of " + user + " is registered");
        var redirects = account.flatMap(its -> its.redirects()).orElse(office.redirects);
        return new Route.Fork(
                targets,
                redirects == Redirects.RECURSE,
                edits,
                targets.size()
                        + (targets.size() == 1 ? " binding" : " bindings")
                        + " of "
                        + user
                        + ", for "
                        + by);
    }

    private List<Target> targets(AddressOfRecord called) {
        var bindings = office.locations.bindings(called, office.clock.instant()).all();
        var targets = new ArrayList<Target>(bindings.size());
        for (var binding : bindings) target(binding).ifPresent(targets::add);
        return targets;
    }

    /// Contacts of other schemes can be fetched, but not called.
    private static Optional<Target> target(Binding binding) {
        return binding.contact()
                .sipUri()
                .map(uri -> new Target(uri, binding.q(), binding.flow(), binding.path()));
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
