package io.switchhook.sip.transaction;

import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.TransactionKey.Branch;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.transport.Shard;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The transactions of one shard: RFC 3261 §17. Finds the transaction of each message, or opens one for a new request and
/// hands it to the core above.
///
/// The table is bounded by [TransactionLimits], and nothing stays in it for ever: a request that the core does not answer
/// is ended by Timer X after 64*T1 (RFC 4320 §4.2), an INVITE by a 500 after [TransactionLimits#patience].
///
/// For its shard's thread alone.
public final class TransactionLayer implements MessageHandler {
    /// How many nanoseconds late what is absorbed may end.
    private static final long EXPIRY_INTERVAL = 250_000_000;

    /// Reads answers that were read before, or were made here.
    private static final MessageParser ANSWERS =
            new MessageParser(
                    new MessageLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE),
                    Leniencies.all());

    private static final int RETRY_AFTER_LEAST = 5;
    private static final int RETRY_AFTER_MOST = 15;

    private final Shard shard;
    private final Timers timers;
    private final Timing reliable;
    private final Timing unreliable;
    private final TransactionLimits limits;
    private final Identifiers identifiers;
    private final TransactionKeys keys;
    private final TransactionCounters counters;
    private final Gate gate;
    private final Recorder recorder;
    private final TransactionUser user;
    private final Map<TransactionKey, ServerEntry<?>> servers = new HashMap<>();
    private final Map<TransactionKey, ClientEntry<?>> clients = new HashMap<>();

    /// Those that are over but for what comes again, each with where its answer goes. An INVITE after its 2xx has none, for its
    /// user repeats that (RFC 6026 §7.1).
    private final Absorbing<Flow> absorbingServers;

    /// The same, each with where a late 2xx to an INVITE goes on.
    private final Absorbing<Flow> absorbingClients;

    /// Empty but while an answer is written.
    private final ByteSink text = new ByteSink(1024);

    private Timers.@Nullable Handle expiry;

    /// @param timers the shard's, which it runs
    /// @param gate asked before a transaction is opened
    /// @param recorder told of what nobody answers, and of what answers nothing
    /// @param user makes the core above, which gets to know this layer so that it can send
    public TransactionLayer(
            Shard shard,
            Timers timers,
            TimerValues values,
            TransactionLimits limits,
            Identifiers identifiers,
            TransactionCounters counters,
            Gate gate,
            Recorder recorder,
            Function<TransactionLayer, TransactionUser> user) {
        this.shard = shard;
        this.timers = timers;
        this.reliable = values.over(true);
        this.unreliable = values.over(false);
        this.limits = limits;
        this.identifiers = identifiers;
        this.keys = identifiers.keys();
        this.counters = counters;
        this.gate = gate;
        this.recorder = recorder;
        this.absorbingServers = new Absorbing<>(unreliable.timeout().toNanos());
        this.absorbingClients = new Absorbing<>(unreliable.timeout().toNanos());
        this.user = user.apply(this);
    }

    /// As above, with a gate that is open to all and nothing recorded.
    public TransactionLayer(
            Shard shard,
            Timers timers,
            TimerValues values,
            TransactionLimits limits,
            Identifiers identifiers,
            TransactionCounters counters,
            Function<TransactionLayer, TransactionUser> user) {
        this(shard, timers, values, limits, identifiers, counters, Gate.OPEN, Recorder.NONE, user);
    }

    // What the core above calls

    /// Sends a request in a transaction of its own, with our Via pushed on top.
    ///
    /// @param user told what becomes of it, but never before this returns
    public ClientTransaction send(Request request, Flow flow, ClientTransactionUser user) {
        var sent = withVia(request, flow);
        if (clients.size() < limits.clientTransactions()) return start(sent, flow, user);
        counters.rejected.increment();
        var refused = new RefusedClientTransaction(sent, flow, user);
        shard.execute(refused::tell);
        return refused;
    }

    /// Sends a request that nobody answers, the ACK for a 2xx (§13.2.2.4), with our Via pushed on top.
    public void sendStateless(Request request, Flow flow) {
        send(withVia(request, flow), flow);
    }

    /// Answers without a transaction: §8.2.7.
    ///
    /// @param flow the one the request came over
    public void respondStateless(Request request, Flow flow, Response response) {
        var path = flow.forResponses(request.headers().require(Header.VIA));
        send(response, path);
    }

    /// Sends a response once: a late 2xx, to where [ServerTransaction#path] said.
    public void sendStateless(Response response, Flow path) {
        send(response, path);
    }

    private void send(SipMessage message, Flow path) {
        path.send(message, cause -> undelivered(callId(message), path, cause));
    }

    /// A response made here, with a To tag that is the same each time for this request, its CANCEL and its ACK.
    public Response responseTo(Request request, StatusCode status) {
        return Response.to(request, status, identifiers.toTag(request));
    }

    /// The same with a reason phrase of its own.
    public Response responseTo(Request request, StatusCode status, String reasonPhrase) {
        return Response.to(request, status, reasonPhrase, identifiers.toTag(request));
    }

    /// How many server transactions there are on this shard.
    public int serverTransactions() {
        return servers.size() + absorbingServers.size();
    }

    /// How many client transactions there are on this shard.
    public int clientTransactions() {
        return clients.size() + absorbingClients.size();
    }

    private Request withVia(Request request, Flow flow) {
        var via = Via.of(flow.transport().name(), flow.sentBy(), identifiers.branch());
        return request.with(h -> h.push(Header.VIA, via));
    }

    /// Starts the transaction of a request that has our Via already.
    ClientTransaction start(Request request, Flow flow, ClientTransactionUser user) {
        var key = keys.of(request.headers().require(Header.VIA), request.method());
        boolean invite = request.method() == Method.INVITE;
        var client =
                invite
                        ? new InviteClientEntry(this, key, request, flow, user)
                        : new NonInviteClientEntry(this, key, request, flow, user);
        (invite ? counters.inviteClients : counters.nonInviteClients).increment();
        counters.clientsLive.increment();
        clients.put(key, client);
        if (clientTransactions() > limits.clientTransactions())
            counters.clientsLive.add(-absorbingClients.forgetFirst());
        return client;
    }

    // What comes from the network

    @Override
    public void request(Request request, Flow flow) {
        var key = keys.of(request);
        var server = servers.get(key);
        if (request.method() == Method.ACK) {
            acknowledged(server instanceof InviteServerEntry invite ? invite : null, request, flow);
        } else if (server != null) {
            counters.retransmissionsReceived.increment();
            server.retransmitted(request);
        } else if (answersAgain(key)) {
            counters.retransmissionsReceived.increment();
        } else if (request.method() == Method.CANCEL) {
            cancel(key, request, flow);
        } else if (servers.size() < limits.serverTransactions()) {
            enter(key, request, flow);
        } else {
            turnAway(request, flow);
        }
    }

    /// Gives a request that was answered what its repetitions get, and says whether it was one.
    private boolean answersAgain(TransactionKey key) {
        var path = absorbingServers.get(key);
        if (path == null) return false;
        byte[] answer = absorbingServers.text(key);
        if (answer.length > 0) send(ANSWERS.parseDatagram(answer, 0, answer.length), path);
        return true;
    }

    /// A CANCEL takes no more room than its INVITE did, and makes room. One without an INVITE takes none (§9.2).
    private void cancel(TransactionKey key, Request request, Flow flow) {
        boolean known =
                servers.containsKey(key.ofInvite()) || absorbingServers.get(key.ofInvite()) != null;
        if (known) open(key, request, flow);
        else respondStateless(request, flow, responseTo(request, StatusCode.CALL_DOES_NOT_EXIST));
    }

    private void enter(TransactionKey key, Request request, Flow flow) {
        double load = (double) servers.size() / limits.serverTransactions();
        switch (gate.ask(request, flow, load)) {
            case Gate.Simple.GRANTED -> open(key, request, flow);
            case Gate.Simple.IGNORED -> {}
            case Gate.Answered(var status, var edits) ->
                    respondStateless(request, flow, responseTo(request, status).with(edits));
        }
    }

    /// An ACK for a response other than 2xx ends in the INVITE's machine; one for a 2xx belongs to the core above. One that
    /// has a To tag of ours is for a response that left no transaction.
    private void acknowledged(@Nullable InviteServerEntry invite, Request ack, Flow flow) {
        if (invite != null && invite.isAcknowledgedBy(ack)) invite.acknowledged(ack, flow);
        else if (identifiers.madeToTag(ack)) counters.strayAcks.increment();
        else user.ack(ack, flow);
    }

    private void turnAway(Request request, Flow flow) {
        counters.rejected.increment();
        int seconds = identifiers.between(RETRY_AFTER_LEAST, RETRY_AFTER_MOST);
        var response =
                responseTo(request, StatusCode.SERVICE_UNAVAILABLE)
                        .with(h -> h.add(Header.RETRY_AFTER, RetryAfter.seconds(seconds)));
        respondStateless(request, flow, response);
    }

    private void open(TransactionKey key, Request request, Flow flow) {
        boolean invite = request.method() == Method.INVITE;
        var server =
                invite
                        ? new InviteServerEntry(this, key, request, flow)
                        : new NonInviteServerEntry(this, key, request, flow);
        (invite ? counters.inviteServers : counters.nonInviteServers).increment();
        counters.serversLive.increment();
        servers.put(key, server);
        if (serverTransactions() > limits.serverTransactions())
            counters.serversLive.add(-absorbingServers.forgetFirst());
        if (server.heard() == null) return;
        if (request.method() == Method.CANCEL) canceled(server, key);
        else hand(server);
    }

    /// A core that fails on a request owes its sender an answer all the same.
    private void hand(ServerEntry<?> server) {
        try {
            user.request(server);
        } catch (RuntimeException bug) {
            if (!server.isAnswered())
                server.respond(responseTo(server.request(), StatusCode.SERVER_INTERNAL_ERROR));
            throw bug;
        }
    }

    /// §9.2: the CANCEL is answered here; the core above answers the INVITE.
    private void canceled(ServerEntry<?> cancel, TransactionKey key) {
        var invite = servers.get(key.ofInvite());
        cancel.respond(responseTo(cancel.request(), StatusCode.OK));
        if (invite != null && !invite.isAnswered()) user.cancelled(invite, cancel.request());
    }

    @Override
    public void response(Response response, Flow flow) {
        var via = response.headers().require(Header.VIA);
        var method = response.headers().require(Header.CSEQ).method();
        var key = keys.of(via, method);
        var client = clients.get(key);
        if (client != null) {
            client.received(response);
            return;
        }
        var upstream = absorbingClients.get(key);
        if (upstream == null) stray(response, method, isOurs(via, flow), flow);
        else if (method == Method.INVITE && response.status().isSuccess())
            user.lateSuccess(response, upstream);
    }

    /// §18.1.2: a response whose top Via another put there is dropped.
    private static boolean isOurs(Via via, Flow flow) {
        var ours = flow.sentBy();
        int port = flow.transport().defaultPort();
        return via.sentBy().sameHost(ours) && via.sentBy().portOr(port) == ours.portOr(port);
    }

    private void stray(Response response, Method method, boolean isOurs, Flow flow) {
        counters.strayResponses.increment();
        recorder.remark(
                callId(response),
                new Remark.Stray(response.status().value() + " to " + method.name()));
        if (isOurs && method == Method.INVITE && response.status().isSuccess())
            user.strayResponse(response, flow);
    }

    static String callId(SipMessage message) {
        return message.headers().require(Header.CALL_ID).value();
    }

    // What the entries call

    /// Somebody did not answer in time.
    void timedOut(String timer, String callId, String waitedFor, Flow over) {
        counters.timeouts.increment();
        if (recorder.isOn())
            recorder.remark(callId, new Remark.TimedOut(timer, waitedFor, over.path()));
    }

    /// Something could not be sent.
    void undelivered(String callId, Flow over, IOException cause) {
        counters.undelivered.increment();
        if (recorder.isOn())
            recorder.remark(
                    callId,
                    new Remark.Undelivered(over.path(), String.valueOf(cause.getMessage())));
    }

    void remove(ServerEntry<?> server) {
        if (servers.remove(server.key, server)) counters.serversLive.decrement();
    }

    void remove(ClientEntry<?> client) {
        if (clients.remove(client.key, client)) counters.clientsLive.decrement();
    }

    /// From now on there is nothing of a transaction but its key and what repetitions get. One without the magic cookie
    /// stays as it is.
    ///
    /// @param answer null for silence
    void absorb(ServerEntry<?> server, Flow path, @Nullable Response answer) {
        if (!(server.key instanceof Branch key) || !servers.remove(key, server)) return;
        server.stopAll();
        if (answer != null) answer.writeTo(text);
        absorbingServers.add(key, path, text, shard.nanoTime());
        text.clear();
        awaitExpiry();
    }

    /// As [#absorb(ServerEntry, Flow, Response)].
    void absorb(ClientEntry<?> client, Flow upstream) {
        if (!(client.key instanceof Branch key) || !clients.remove(key, client)) return;
        client.stopAll();
        absorbingClients.add(key, upstream, text, shard.nanoTime());
        awaitExpiry();
    }

    private void awaitExpiry() {
        if (expiry != null && expiry.isRunning()) return;
        long next = Math.min(absorbingServers.nextDeadline(), absorbingClients.nextDeadline());
        if (next == Long.MAX_VALUE) return;
        long wait = Math.max(next - shard.nanoTime(), EXPIRY_INTERVAL);
        expiry = timers.start(wait, this::expire);
    }

    private void expire() {
        long now = shard.nanoTime();
        counters.serversLive.add(-absorbingServers.expire(now));
        counters.clientsLive.add(-absorbingClients.expire(now));
        awaitExpiry();
    }

    Timing timing(Flow flow) {
        return flow.transport().isReliable() ? reliable : unreliable;
    }

    Duration patience() {
        return limits.patience();
    }

    Shard shard() {
        return shard;
    }

    Timers timers() {
        return timers;
    }

    TransactionCounters counters() {
        return counters;
    }

    TransactionUser user() {
        return user;
    }
}
