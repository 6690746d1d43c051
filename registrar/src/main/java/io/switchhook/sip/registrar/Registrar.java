package io.switchhook.sip.registrar;

import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.Login;
import io.switchhook.sip.auth.Role;
import io.switchhook.sip.auth.Verdict;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers REGISTER: RFC 3261 §10.3. Shared by all shards.
///
/// A user registers himself and nobody else: the certificate of the connection or the credentials must be those of the user
/// in To.
public final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

    /// The extensions that a registrar here may be required to know.
    private static final Set<String> KNOWN = Set.of("path", Outbound.OPTION, "gruu");

    /// Who is asked for what.
    ///
    /// @param realm the first domain
    /// @param logins what a user name of the realm stands for; must not block
    public record Authentication(
            DigestAuthenticator authenticator,
            String realm,
            Function<String, Optional<Login>> logins) {}

    /// What is ours.
    ///
    /// @param isOurs whether a host in lower case is one of our domains
    /// @param canonical puts an address-of-record of any of our domains under the first one
    public record Domains(Predicate<String> isOurs, UnaryOperator<AddressOfRecord> canonical) {}

    /// Why a REGISTER is not served; made into a response at one place.
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Response response;

        Refusal(Response response, String reason) {
            super(reason, null, false, false);
            this.response = response;
        }
    }

    private final Registration registration;
    private final LocationService locations;
    private final Domains domains;
    private final Optional<Authentication> authentication;
    private final Optional<Gruus> gruus;
    private final InstantSource clock;
    private final InstantSource timeOfDay;
    private final Supplier<String> tags;
    private final Recorder recorder;

    /// @param authentication empty for none: every user of our domains exists
    /// @param gruus empty to give phones none
    /// @param clock what registrations are measured by; best one that nobody sets
    /// @param timeOfDay what Date tells, and phones set their clocks by
    /// @param tags makes the To tags
    /// @param recorder told what became of each registration
    public Registrar(
            RegistrarSettings settings,
            LocationService locations,
            Domains domains,
            Optional<Authentication> authentication,
            Optional<Gruus> gruus,
            InstantSource clock,
            InstantSource timeOfDay,
            Supplier<String> tags,
            Recorder recorder) {
        this.registration = new Registration(settings);
        this.locations = locations;
        this.domains = domains;
        this.authentication = authentication;
        this.gruus = gruus;
        this.clock = clock;
        this.timeOfDay = timeOfDay;
        this.tags = tags;
        this.recorder = recorder;
    }

    /// Answers a REGISTER, now or when its bindings are safe.
    ///
    /// @param shard that the transaction belongs to, and that this is called on
    public void serve(ServerTransaction transaction, Executor shard) {
        var request = transaction.request();
        try {
            var addressOfRecord = admitted(request, transaction.flow());
            inspectContacts(request);
            inspectOptions(request);
            var now = clock.instant();
            var flow = PhoneFlow.of(request, transaction.flow());
            locations.update(
                    addressOfRecord,
                    current -> registration.apply(now, current, request, flow),
                    shard,
                    outcome -> {
                        if (recorder.isOn()) record(request, outcome, now, flow);
                        transaction.respond(answer(request, outcome, now));
                    });
        } catch (Refusal e) {
            logRefusal(request, e.response.status(), String.valueOf(e.getMessage()));
            // Who is challenged is told of by who challenges.
            if (e.response.status().value() != 401)
                refused(request, e.response.status(), String.valueOf(e.getMessage()));
            transaction.respond(e.response);
        } catch (MalformedField e) {
            refused(request, StatusCode.BAD_REQUEST, e.text());
            transaction.respond(refusal(request, StatusCode.BAD_REQUEST, e.text()).response);
        } catch (MalformedValue e) {
            String reason = String.valueOf(e.getMessage());
            refused(request, StatusCode.BAD_REQUEST, reason);
            transaction.respond(refusal(request, StatusCode.BAD_REQUEST, reason).response);
        }
    }

    private void record(Request request, Outcome outcome, Instant now, Optional<Flow> flow) {
        switch (outcome) {
            case Outcome.Accepted(_, var events) -> {
                for (var event : events) remark(request, event, now);
                var behindNat = flow.filter(it -> !it.transport().isReliable());
                if (!events.isEmpty() && behindNat.isPresent())
                    remark(request, natFixed(events.getLast().binding(), behindNat.get()));
            }
            case Outcome.Rejected(var status, var reason, _) -> refused(request, status, reason);
        }
    }

    /// What becomes of bindings by themselves, [LocationRemarks] tells.
    private void remark(Request request, LocationEvent event, Instant now) {
        int seconds = (int) event.binding().secondsLeft(now);
        switch (event) {
            case LocationEvent.Registered _,
                    LocationEvent.Refreshed _,
                    LocationEvent.Unregistered _ ->
                    remark(request, LocationRemarks.of(event, seconds));
            case LocationEvent.Expired _,
                    LocationEvent.FlowLost _,
                    LocationEvent.Silent _,
                    LocationEvent.Heard _ -> {}
        }
    }

    private static Remark natFixed(Binding binding, Flow flow) {
        return new Remark.NatFixed(
                "the address of its phone",
                binding.contact().sipUri().map(it -> it.hostPort().toString()).orElse(""),
                flow.remote().getAddress().getHostAddress() + ":" + flow.remote().getPort());
    }

    private void refused(Request request, StatusCode status, String why) {
        remark(request, new Remark.Refused(status.value(), why, "RFC 3261 §10.3"));
    }

    private void remark(Request request, Remark remark) {
        recorder.remark(request.headers().require(Header.CALL_ID).value(), remark);
    }

    /// §10.3 items 1 to 5. What can be told from the request alone comes before the question for credentials.
    private AddressOfRecord admitted(Request request, Flow flow) {
        inspectRequestUri(request);
        inspectRequire(request);
        var addressOfRecord = addressOfRecord(request);
        if (authentication.isPresent() && !isCertified(addressOfRecord, flow)) {
            String user = authenticated(request, authentication.get());
            if (!user.equals(addressOfRecord.user()))
                throw refusal(request, StatusCode.FORBIDDEN, "To is another user");
        }
        return domains.canonical.apply(addressOfRecord);
    }

    /// Whether the certificate of the connection is that of the account (RFC 5922 §7.1).
    private boolean isCertified(AddressOfRecord addressOfRecord, Flow flow) {
        var identities = flow.identities();
        if (identities.isEmpty()) return false;
        var canonical = domains.canonical.apply(addressOfRecord);
        for (var identity : identities)
            if (isOurs(identity)
                    && domains.canonical.apply(AddressOfRecord.of(identity)).equals(canonical))
                return authentication
                        .flatMap(by -> by.logins.apply(canonical.user()))
                        .filter(login -> login.account().equals(canonical.user()))
                        .isPresent();
        return false;
    }

    private void inspectRequestUri(Request request) {
        if (!(request.uri() instanceof SipUri uri))
            throw refusal(request, StatusCode.UNSUPPORTED_URI_SCHEME, request.uri().scheme());
        if (!isOurs(uri))
            throw refusal(request, StatusCode.NOT_FOUND, "no domain of this registrar");
    }

    /// RFC 5627 §5.1: a contact that leads back here would be a loop.
    private void inspectContacts(Request request) {
        for (var contact : request.headers().all(Header.CONTACT))
            if (contact instanceof Contact.Address(var address)
                    && address.uri() instanceof SipUri uri
                    && Gruus.isGruu(uri)
                    && isOurs(uri))
                throw refusal(request, StatusCode.FORBIDDEN, "the contact is a GRUU of ours");
    }

    private boolean isOurs(SipUri uri) {
        return domains.isOurs.test(uri.host().toLowerCase(Locale.ROOT));
    }

    /// §8.2.2.3
    private void inspectRequire(Request request) {
        var unknown = new ArrayList<String>();
        for (String option : request.headers().all(Header.REQUIRE))
            if (!KNOWN.contains(option.toLowerCase(Locale.ROOT))) unknown.add(option);
        if (unknown.isEmpty()) return;
        var refusal = refusal(request, StatusCode.BAD_EXTENSION, "Bad Extension");
        throw new Refusal(
                refusal.response.with(h -> {
                    for (String option : unknown) h.add(Header.UNSUPPORTED, option);
                    return h;
                }),
                "requires " + unknown);
    }

    /// A To that is no SIP URI is a bad request (RFC 4475 §3.3.4).
    private AddressOfRecord addressOfRecord(Request request) {
        Uri to = request.headers().require(Header.TO).uri();
        if (!(to instanceof SipUri uri))
            throw refusal(request, StatusCode.BAD_REQUEST, "To is no SIP URI");
        if (!isOurs(uri) || uri.user().isEmpty())
            throw refusal(request, StatusCode.NOT_FOUND, "To is no user of this registrar");
        return AddressOfRecord.of(uri);
    }

    private String authenticated(Request request, Authentication by) {
        var verdict =
                by.authenticator.authenticate(
                        request, Role.REGISTRAR, by.realm, by.logins, clock.instant());
        return switch (verdict) {
            case Verdict.Authenticated(var user) -> user;
            case Verdict.Challenged challenged ->
                    throw new Refusal(challenged.answer(request, tags.get()), challenged.reason());
            case Verdict.BadRequest bad ->
                    throw new Refusal(bad.answer(request, tags.get()), bad.reason());
        };
    }

    /// A refusal that says why in its reason phrase.
    private Refusal refusal(Request request, StatusCode status, String reason) {
        String phrase = status.reasonPhrase();
        String full = reason.equals(phrase) ? phrase : phrase + " (" + reason + ")";
        return new Refusal(Response.to(request, status, full, tags.get()), reason);
    }

    /// Reads what the answer depends on while the request can still be refused: once the bindings are made, it is too
    /// late.
    private static void inspectOptions(Request request) {
        var headers = request.headers();
        headers.all(Header.SUPPORTED);
        headers.all(Header.REQUIRE);
        headers.all(Header.VIA);
        headers.all(Header.PATH);
    }

    private Response answer(Request request, Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Accepted(var bindings, _) ->
                    Response.to(request, StatusCode.OK, tags.get())
                            .with(h -> list(h, bindings, request, now))
                            .with(h -> agree(h, request));
            case Outcome.Rejected(var status, var reason, var fields) -> {
                logRefusal(request, status, reason);
                yield refusal(request, status, reason)
                        .response
                        .with(h -> {
                            fields.forEach(h::add);
                            return h;
                        });
            }
        };
    }

    /// §10.3 item 8, RFC 3327 §5.3, RFC 3608 §6.3, RFC 5627 §5.2.
    private Headers.Editor list(
            Headers.Editor edits, Bindings bindings, Request request, Instant now) {
        boolean wantsGruus = gruus.isPresent() && Outbound.has(request, Header.SUPPORTED, "gruu");
        for (var binding : bindings.all()) {
            var contact = binding.contact();
            if (wantsGruus) contact = withGruus(contact, bindings, binding, request);
            String left = Long.toString(binding.secondsLeft(now));
            edits.add(
                    Header.CONTACT,
                    Contact.of(contact.with(contact.parameters().with("expires", left))));
        }
        if (!bindings.isEmpty())
            for (var hop : registration.settings().serviceRoute())
                edits.add(Header.SERVICE_ROUTE, hop);
        return edits.copy(request.headers(), Known.PATH).add(Header.DATE, timeOfDay.instant());
    }

    private NameAddr withGruus(
            NameAddr contact, Bindings bindings, Binding binding, Request request) {
        boolean secure =
                request.headers().require(Header.TO).uri() instanceof SipUri to && to.secure();
        return gruus.orElseThrow().offered(contact, bindings.addressOfRecord(), binding, secure);
    }

    /// RFC 5626 §6: tells the phone that its flow counts, and how often it is to be kept alive.
    private Headers.Editor agree(Headers.Editor edits, Request request) {
        if (Outbound.of(request) != Outbound.AGREED) return edits;
        edits.add(Header.REQUIRE, Outbound.OPTION);
        var flowTimer = registration.settings().flowTimer();
        if (flowTimer.isZero() || !Outbound.isFirstHop(request)) return edits;
        return edits.add(Header.FLOW_TIMER, (int) flowTimer.toSeconds());
    }

    private static void logRefusal(Request request, StatusCode status, String reason) {
        boolean routine = status.equals(StatusCode.UNAUTHORIZED) && reason.equals("no credentials");
        if (routine && !LOG.isDebugEnabled()) return;
        LOG.atLevel(routine ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.INFO)
                .addKeyValue("status", status.value())
                .addKeyValue("to", request.headers().require(Header.TO).uri())
                .addKeyValue("reason", reason)
                .log("REGISTER refused");
    }
}
