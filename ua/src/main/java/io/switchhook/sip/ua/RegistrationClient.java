package io.switchhook.sip.ua;

import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.uri.SipUri;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps somebody registered until it is stopped: RFC 3261 §10.2, and RFC 5626 §4.5 for what to do about failures. For its
/// shard's thread.
///
/// A server that does not answer, or answers 503, is passed over for the next one. When all have failed, it waits, half to the
/// whole of a time that doubles, or as long as the last Retry-After asks for, if that is not too long.
public final class RegistrationClient {
    private static final int MAX_FORWARDS = 70;
    private static final int MOST_CHALLENGES = 2;

    /// A short binding is refreshed after half its time, a long one this long before its end.
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final UacCore uac;
    private final Timers timers;
    private final Backoff backoff;
    private final LocalUser local;
    private final RegistrationSettings settings;
    private final Listener listener;
    private final NameAddr from;
    private final CallId callId;
    private Duration expires;
    private long number;
    private int server;

    /// How many servers in turn said nothing.
    private int silent;

    private int challenges;
    private boolean running;
    private boolean registered;

    /// The request that waits for its answer; what comes to others is late.
    private @Nullable Request asked;

    private Timers.@Nullable Handle next;
    private Timers.@Nullable Handle failback;

    /// Ends when the server that was asked has been silent for too long.
    private Timers.@Nullable Handle patience;

    /// What becomes of it. Called on the shard.
    public interface Listener {
        /// Registered, or registered again.
        ///
        /// @param server the one that accepted
        /// @param expires what it granted
        /// @param serviceRoute what requests are to take from now on (RFC 3608)
        void registered(SipUri server, Duration expires, List<NameAddr> serviceRoute);

        /// No server accepted.
        ///
        /// @param retry when it is tried again
        void failed(Response response, Duration retry);

        /// The binding was removed, as [#stop] asked for, or could not be.
        void unregistered();
    }

    /// @param identifiers makes the From tag and the Call-ID, which stay the same
    public RegistrationClient(
            UacCore uac,
            Timers timers,
            RandomGenerator random,
            Identifiers identifiers,
            LocalUser local,
            RegistrationSettings settings,
            Listener listener) {
        this.uac = uac;
        this.timers = timers;
        this.backoff = new Backoff(random, settings.retry(), settings.longestRetry());
        this.local = local;
        this.settings = settings;
        this.listener = listener;
        this.expires = settings.expires();
        this.from = local.address().withTag(identifiers.tag());
        this.callId = new CallId(identifiers.tag() + identifiers.tag());
    }

    public boolean isRegistered() {
        return registered;
    }

    /// Begins. Does nothing if it has begun.
    public void start() {
        if (running) return;
        running = true;
        backoff.reset();
        server = 0;
        register();
    }

    /// Registers at once, whenever it would be due.
    public void again() {
        cancelTimers();
        running = true;
        register();
    }

    /// Removes the binding and ends.
    public void stop() {
        if (!running) return;
        running = false;
        cancelTimers();
        asked = null;
        if (registered) send(Duration.ZERO);
        else listener.unregistered();
        registered = false;
    }

    private void cancelTimers() {
        if (next != null) next.cancel();
        if (failback != null) failback.cancel();
        failback = null;
        forgetPatience();
    }

    private void register() {
        if (!running) return;
        challenges = 0;
        send(expires);
    }

    private void send(Duration asking) {
        send(local.credentials().authorize(request(asking)));
    }

    private Request request(Duration asking) {
        number++;
        var headers =
                Headers.EMPTY.with(h ->
                        settings.edits()
                                .apply(
                                        h.add(Header.MAX_FORWARDS, MAX_FORWARDS)
                                                .add(Header.FROM, from)
                                                .add(Header.TO, local.address())
                                                .add(Header.CALL_ID, callId)
                                                .add(Header.CSEQ, new CSeq(number, Method.REGISTER))
                                                .add(Header.CONTACT, local.contact())
                                                .add(
                                                        Header.EXPIRES,
                                                        Math.toIntExact(asking.toSeconds())))
                                .add(Header.CONTENT_LENGTH, 0));
        return Request.of(Method.REGISTER, settings.registrar(), headers, Body.EMPTY);
    }

    private void send(Request request) {
        asked = request;
        var sent =
                uac.send(
                        request,
                        settings.servers().get(server),
                        local.flow(),
                        response -> {
                            if (request != asked) return;
                            forgetPatience();
                            if (response.status().isFinal()) heard(request, response);
                        });
        forgetPatience();
        if (running && hasAnother())
            patience = timers.start(settings.patience(), () -> giveUp(request, sent));
    }

    /// Whether there is a server that was not asked in vain.
    private boolean hasAnother() {
        return silent + 1 < settings.servers().size();
    }

    private void giveUp(Request request, UacCore.Sent sent) {
        if (request != asked) return;
        sent.abandon();
        heard(request, Response.to(request, StatusCode.REQUEST_TIMEOUT, ""));
    }

    private void forgetPatience() {
        if (patience != null) patience.cancel();
        patience = null;
    }

    private void heard(Request request, Response response) {
        asked = null;
        try {
            if (isChallenge(response) && answer(request, response)) return;
            if (!running) listener.unregistered();
            else if (response.status().isSuccess()) accepted(response);
            else if (response.status().equals(StatusCode.INTERVAL_TOO_BRIEF)) tooBrief(response);
            else refused(response);
        } catch (MalformedField e) {
            refused(Response.to(request, StatusCode.BAD_REQUEST, ""));
        }
    }

    private static boolean isChallenge(Response response) {
        return response.status().equals(StatusCode.UNAUTHORIZED)
                || response.status().equals(StatusCode.PROXY_AUTHENTICATION_REQUIRED);
    }

    private boolean answer(Request request, Response response) {
        var again =
                ++challenges > MOST_CHALLENGES
                        ? Optional.<Request>empty()
                        : local.credentials().answer(request, response);
        again.ifPresent(credentials ->
                send(
                        credentials.with(
                                h -> h.set(Header.CSEQ, new CSeq(++number, Method.REGISTER)))));
        return again.isPresent();
    }

    private void accepted(Response response) {
        var granted = granted(response);
        registered = true;
        backoff.reset();
        silent = 0;
        listener.registered(
                settings.servers().get(server),
                granted,
                response.headers().all(Header.SERVICE_ROUTE));
        var half = granted.dividedBy(2);
        var late = granted.minus(MARGIN);
        next = timers.start(late.compareTo(half) > 0 ? late : half, this::register);
        if (server == 0) {
            if (failback != null) failback.cancel();
            failback = null;
        } else if (failback == null) {
            failback = timers.start(settings.failback(), this::backToTheFirst);
        }
    }

    private void backToTheFirst() {
        failback = null;
        if (next != null) next.cancel();
        server = 0;
        register();
    }

    /// §10.2.4: of our Contact, else of all, else as asked.
    private Duration granted(Response response) {
        var headers = response.headers();
        for (var contact : headers.all(Header.CONTACT))
            if (contact instanceof Contact.Address(var address) && isOurs(address)) {
                var own = address.parameters().get("expires").flatMap(RegistrationClient::seconds);
                if (own.isPresent()) return own.get();
            }
        return headers.get(Header.EXPIRES)
                .map(seconds -> Duration.ofSeconds(seconds))
                .orElse(expires);
    }

    private static Optional<Duration> seconds(String text) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(1, Integer.parseInt(text))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isOurs(NameAddr address) {
        return local.contact() instanceof Contact.Address(var own)
                && own.uri().equals(address.uri());
    }

    /// §10.2.8.
    private void tooBrief(Response response) {
        var least =
                response.headers()
                        .get(Header.MIN_EXPIRES)
                        .map(seconds -> Duration.ofSeconds(seconds));
        if (least.isEmpty() || least.get().compareTo(expires) <= 0) {
            refused(response);
            return;
        }
        expires = least.get();
        send(expires);
    }

    private void refused(Response response) {
        registered = false;
        if (isSilence(response) && hasAnother()) {
            silent++;
            server = (server + 1) % settings.servers().size();
            register();
            return;
        }
        server = 0;
        silent = 0;
        var wait = backoff.next(Backoff.asked(response));
        listener.failed(response, wait);
        next = timers.start(wait, this::register);
    }

    /// Whether another server may do better: RFC 3263 §4.3.
    private static boolean isSilence(Response response) {
        return response.status().equals(StatusCode.REQUEST_TIMEOUT)
                || response.status().equals(StatusCode.SERVICE_UNAVAILABLE);
    }
}
