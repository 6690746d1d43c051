package io.switchhook.sip.ua;

import static java.util.stream.Collectors.joining;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.dialog.DialogId;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionUser;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// The core of a phone: RFC 3261 §8.1, §8.2. Makes calls, is called, and finds the session of each request. For its shard's
/// thread.
public final class UserAgent implements TransactionUser {
    static final int MAX_FORWARDS = 70;
    private static final StatusCode BUSY_HERE = StatusCode.of(486);
    private static final StatusCode NOT_ACCEPTABLE_HERE = StatusCode.of(488);
    private static final StatusCode DECLINE = StatusCode.of(603);
    private static final HeaderType<String> ALLOW = line(Known.ALLOW);
    private static final HeaderType<String> SUPPORTED = line(Known.SUPPORTED);
    private static final MediaType SDP = MediaType.of("application", "sdp");

    private static HeaderType<String> line(Known name) {
        return new HeaderType<>(name, false, Scanner::rest, ByteSink::put);
    }

    private final TransactionLayer layer;
    private final Timers timers;
    private final UacCore uac;
    private final Identifiers identifiers;
    private final RandomGenerator random;
    private final UserAgentLimits limits;
    private final Callee callee;

    /// The methods of the limits, as one line.
    private final String allowed;

    private final Map<DialogId, Session> sessions = new HashMap<>();
    private final Map<ServerTransaction, IncomingCall> ringing = new HashMap<>();

    /// By Call-ID and our tag.
    private final Map<DialogId, SubscriptionClient.Attempt> subscriptions = new HashMap<>();

    /// Bounded by the calls of both ends, each with few dialogs.
    private final Map<DialogId, EarlyUsage> early = new HashMap<>();

    /// Who is called. On the shard.
    public interface Callee {
        /// Whose call it is; empty for nobody here, which is answered with 404.
        Optional<LocalUser> local(Request request);

        /// A call; to be answered or refused, now or later.
        void invited(IncomingCall call);

        /// The caller gave up, and was answered.
        void cancelled(IncomingCall call, Request cancel);

        /// The caller wants to change the session before it is answered, by UPDATE or with its PRACK (RFC 3311 §5.2, RFC 3262 §5).
        default Session.Reply updated(IncomingCall call, Request request) {
            return request.body().isEmpty()
                    ? new Session.Reply.Accepted(Body.EMPTY)
                    : new Session.Reply.Refused(NOT_ACCEPTABLE_HERE);
        }

        /// The caller acknowledged a provisional response, and answered the offer in it if its INVITE had none (RFC 3262 §5).
        default void acknowledged(IncomingCall call, Request prack) {}

        /// The caller did not acknowledge a provisional response, and was refused (RFC 3262 §3).
        default void unacknowledged(IncomingCall call) {}

        /// A request outside of a dialog other than INVITE, such as a NOTIFY that nobody asked for; to be answered.
        void request(ServerTransaction transaction);
    }

    /// @param identifiers makes tags and Call-IDs
    /// @param callee who is called
    public UserAgent(
            TransactionLayer layer,
            Timers timers,
            UacCore uac,
            Identifiers identifiers,
            RandomGenerator random,
            UserAgentLimits limits,
            Callee callee) {
        this.layer = layer;
        this.timers = timers;
        this.uac = uac;
        this.identifiers = identifiers;
        this.random = random;
        this.limits = limits;
        this.callee = callee;
        this.allowed = limits.methods().stream().map(Method::name).collect(joining(", "));
    }

    /// Calls somebody: §13.2.1.
    ///
    /// @param edits further header fields of the INVITE
    /// @param offer a session description, or nothing to be offered one
    public OutgoingCall call(
            LocalUser local,
            Uri callee,
            UnaryOperator<Headers.Editor> edits,
            Body offer,
            OutgoingCall.User user) {
        var said =
                Headers.EMPTY.with(h -> {
                    for (var route : local.routes()) h.add(Header.ROUTE, route);
                    h.add(Header.MAX_FORWARDS, MAX_FORWARDS)
                            .add(Header.FROM, local.address().withTag(tag()))
                            .add(Header.TO, NameAddr.of(callee))
                            .add(Header.CALL_ID, callId())
                            .add(Header.CSEQ, new CSeq(1, Method.INVITE))
                            .add(Header.CONTACT, local.contact());
                    return edits.apply(SessionTimer.ask(h, local, 0));
                });
        var headers =
                said.with(h ->
                        describe(abilities(h, said, local), offer)
                                .add(Header.CONTENT_LENGTH, offer.length()));
        var invite = Request.of(Method.INVITE, callee, headers, offer);
        var call = new OutgoingCall(this, local, invite, user);
        call.send();
        return call;
    }

    /// Subscribes to somebody's state until it is stopped: RFC 6665 §4.1.
    public SubscriptionClient subscribe(
            LocalUser local, SubscriptionSettings settings, SubscriptionClient.Listener listener) {
        var client = new SubscriptionClient(this, local, settings, listener);
        client.start();
        return client;
    }

    /// The session that a Replaces or a Target-Dialog names, as seen from here.
    public Optional<Session> session(DialogId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /// How many calls were answered and are not over.
    public int sessions() {
        return sessions.size();
    }

    /// How many calls wait for an answer of ours.
    public int ringing() {
        return ringing.size();
    }

    /// Ends all calls.
    public void end() {
        for (var call : new ArrayList<>(ringing.values()))
            call.reject(StatusCode.TEMPORARILY_UNAVAILABLE, UnaryOperator.identity());
        for (var session : new ArrayList<>(sessions.values()))
            session.bye(UnaryOperator.identity());
    }

    @Override
    public void request(ServerTransaction transaction) {
        var request = transaction.request();
        try {
            if (!request.headers().require(Header.TO).tag().isEmpty()) inDialog(transaction);
            else if (isMerged(request)) respond(transaction, StatusCode.LOOP_DETECTED);
            else if (request.method() == Method.INVITE) invited(transaction);
            else callee.request(transaction);
        } catch (MalformedField e) {
            respond(transaction, StatusCode.BAD_REQUEST);
        }
    }

    private void inDialog(ServerTransaction transaction) {
        var id = DialogId.of(transaction.request());
        var session = sessions.get(id);
        var usage = early.get(id);
        var subscription = subscriptions.get(new DialogId(id.callId(), id.localTag(), ""));
        if (session != null) session.request(transaction);
        else if (usage != null) usage.request(transaction);
        else if (subscription != null) subscription.request(transaction);
        else respond(transaction, StatusCode.CALL_DOES_NOT_EXIST);
    }

    /// §8.2.2.2: the same request by another way, since somebody forked it to the same place twice.
    private boolean isMerged(Request request) {
        return ringing.values().stream().anyMatch(call -> isMerged(call.request(), request));
    }

    private static boolean isMerged(Request one, Request other) {
        var a = one.headers();
        var b = other.headers();
        return a.require(Header.CALL_ID).equals(b.require(Header.CALL_ID))
                && a.require(Header.CSEQ).equals(b.require(Header.CSEQ))
                && a.require(Header.FROM).tag().equals(b.require(Header.FROM).tag());
    }

    private void invited(ServerTransaction transaction) {
        var request = transaction.request();
        var unsupported = new ArrayList<>(request.headers().all(Header.REQUIRE));
        var target = Dialog.remoteTarget(request);
        var local = callee.local(request);
        unsupported.removeAll(extensions(local));
        if (!unsupported.isEmpty()) refuse(transaction, unsupported);
        else if (target.isEmpty()) respond(transaction, StatusCode.BAD_REQUEST);
        else if (local.isEmpty()) respond(transaction, StatusCode.NOT_FOUND);
        else if (isTimedTooBriefly(transaction, local.get())) return;
        else if (request.headers().get(Header.REPLACES).isPresent())
            replace(transaction, local.get(), target.get());
        else if (sessions.size() + ringing.size() >= limits.calls())
            respond(transaction, BUSY_HERE);
        else ring(transaction, local.get(), target.get(), Optional.empty());
    }

    /// RFC 4028 §9; it was answered then.
    private boolean isTimedTooBriefly(ServerTransaction transaction, LocalUser local) {
        return SessionTimer.refuses(this, transaction, understands(CallSettings.TIMER, local));
    }

    /// RFC 3891 §3.
    private void replace(ServerTransaction transaction, LocalUser local, SipUri remoteTarget) {
        var headers = transaction.request().headers();
        var replaces = headers.require(Header.REPLACES);
        var id = new DialogId(replaces.callId(), replaces.toTag(), replaces.fromTag());
        var answered = session(id);
        if (headers.has(Header.JOIN.name())) respond(transaction, StatusCode.BAD_REQUEST);
        else if (answered.isEmpty() && early.get(id) instanceof EarlyDialog dialog)
            ring(transaction, local, remoteTarget, Optional.of(new Replaced.Early(dialog.call())));
        else if (answered.isEmpty()) respond(transaction, StatusCode.CALL_DOES_NOT_EXIST);
        else if (answered.get().isEnded()) respond(transaction, DECLINE);
        else if (replaces.isEarlyOnly()) respond(transaction, BUSY_HERE);
        else ring(transaction, local, remoteTarget, answered.map(Replaced.Answered::new));
    }

    private void ring(
            ServerTransaction transaction,
            LocalUser local,
            SipUri remoteTarget,
            Optional<Replaced> replaced) {
        var call = new IncomingCall(this, local, transaction, remoteTarget, replaced);
        ringing.put(transaction, call);
        callee.invited(call);
    }

    /// §8.2.2.3.
    private void refuse(ServerTransaction transaction, List<String> unsupported) {
        transaction.respond(
                response(transaction, StatusCode.BAD_EXTENSION)
                        .with(h -> {
                            for (var extension : unsupported) h.add(Header.UNSUPPORTED, extension);
                            return h;
                        }));
    }

    @Override
    public void cancelled(ServerTransaction invite, Request cancel) {
        var call = ringing.get(invite);
        if (call != null) cancelled(call, cancel);
    }

    /// @param cancel or a BYE
    void cancelled(IncomingCall call, Request cancel) {
        if (call.cancelled(cancel)) callee.cancelled(call, cancel);
    }

    @Override
    public void ack(Request ack, Flow flow) {
        var session = sessions.get(DialogId.of(ack));
        if (session != null) session.acknowledged(ack);
    }

    @Override
    public void strayResponse(Response response, Flow flow) {
        var session = sessions.get(DialogId.of(response));
        if (session != null) session.acknowledgeAgain(response);
    }

    void remember(Session session) {
        sessions.put(session.dialog().id(), session);
    }

    void forget(Session session) {
        sessions.remove(session.dialog().id(), session);
    }

    void remember(SubscriptionClient.Attempt subscription) {
        subscriptions.put(subscription.key(), subscription);
    }

    void forget(SubscriptionClient.Attempt subscription) {
        subscriptions.remove(subscription.key(), subscription);
    }

    void remember(EarlyUsage usage) {
        early.put(usage.id(), usage);
    }

    void forget(EarlyUsage usage) {
        early.remove(usage.id(), usage);
    }

    void forget(ServerTransaction invite) {
        ringing.remove(invite);
    }

    CallId callId() {
        return new CallId(identifiers.tag() + identifiers.tag());
    }

    String tag() {
        return identifiers.tag();
    }

    Timers timers() {
        return timers;
    }

    Callee callee() {
        return callee;
    }

    UacCore uac() {
        return uac;
    }

    RandomGenerator random() {
        return random;
    }

    Response response(ServerTransaction transaction, StatusCode status) {
        return layer.responseTo(transaction.request(), status);
    }

    void respond(ServerTransaction transaction, StatusCode status) {
        transaction.respond(response(transaction, status));
    }

    private List<String> extensions(Optional<LocalUser> local) {
        return local.map(it -> it.calls().extensions(limits.extensions()))
                .orElse(limits.extensions());
    }

    boolean understands(String extension, LocalUser local) {
        return extensions(Optional.of(local)).contains(extension);
    }

    /// Says what is understood here: §20.5, §20.37.
    Headers.Editor abilities(Headers.Editor headers, LocalUser local) {
        return abilities(headers, Headers.EMPTY, local);
    }

    /// The same, without what was said.
    Headers.Editor abilities(Headers.Editor headers, Headers said, LocalUser local) {
        var extensions = new ArrayList<>(extensions(Optional.of(local)));
        extensions.removeAll(said.all(Header.SUPPORTED));
        if (!extensions.isEmpty()) headers.add(SUPPORTED, String.join(", ", extensions));
        return said.has(Known.ALLOW) ? headers : headers.add(ALLOW, allowed);
    }

    /// Says what a body is, if there is one.
    Headers.Editor describe(Headers.Editor headers, Body body) {
        return body.isEmpty() ? headers : headers.add(Header.CONTENT_TYPE, SDP);
    }

    Response described(Response response, Body body) {
        return response.with(h -> describe(h, body)).withBody(body);
    }
}
