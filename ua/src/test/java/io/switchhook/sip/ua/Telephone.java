package io.switchhook.sip.ua;

import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A user agent on a simulated host that writes down what happens to it. It rings when it is called.
final class Telephone implements UserAgent.Callee, OutgoingCall.User, Session.User {
    final SimulatedNode node;
    final Timers timers;
    final TransactionLayer layer;
    final UserAgent agent;
    LocalUser user;

    /// What happened and was not yet looked at.
    private final List<String> heard = new ArrayList<>();

    final Deque<IncomingCall> incoming = new ArrayDeque<>();
    final Deque<Session> sessions = new ArrayDeque<>();

    /// The REFER that came last, not yet answered.
    Optional<Referral> referral = Optional.empty();

    /// What is said to the next re-INVITE.
    Session.Reply reply = new Session.Reply.Accepted(Body.of("answer"));

    /// What is said in the ACK of an answer to a call of ours.
    Body acknowledgement = Body.EMPTY;

    /// Whether that ACK waits until the test sends it.
    boolean postpones;

    Telephone(SimulatedNetwork network, String name, String address) {
        node = network.node(name, address);
        timers = new Timers(node.shard()::nanoTime);
        node.shard().attend(timers);
        var identifiers = new Identifiers(network.random());
        var made = new UserAgent[1];
        layer =
                new TransactionLayer(
                        node.shard(),
                        timers,
                        TimerValues.DEFAULT,
                        TransactionLimits.DEFAULT,
                        identifiers,
                        new TransactionCounters(),
                        self ->
                                made[0] =
                                        new UserAgent(
                                                self,
                                                timers,
                                                new UacCore(
                                                        self, timers, node.shard(), node, node, 4),
                                                identifiers,
                                                network.random(),
                                                new UserAgentLimits(
                                                        2, List.of("timer", "replaces")),
                                                this));
        agent = made[0];
        node.handler(layer);
        user =
                new LocalUser(
                        NameAddr.of(Uri.parse("sip:" + name + "@example.com")),
                        Contact.of(NameAddr.of(SipUri.of(name, HostPort.of(address)))),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new DigestClient(name, "secret", network.random()));
    }

    OutgoingCall call(String uri) {
        return call(uri, Body.of("offer"));
    }

    OutgoingCall call(String uri, Body offer) {
        return agent.call(user, Uri.parse(uri), UnaryOperator.identity(), offer, this);
    }

    /// Answers the call that came last.
    Session answer() {
        var session = incoming.getLast().answer(Body.of("answer"), this).orElseThrow();
        sessions.add(session);
        return session;
    }

    Session session() {
        return sessions.getLast();
    }

    /// What happened since this was asked for the last time.
    List<String> heard() {
        var since = List.copyOf(heard);
        heard.clear();
        return since;
    }

    boolean isIdle() {
        return agent.sessions() + agent.ringing() + timers.size() == 0
                && layer.clientTransactions() + layer.serverTransactions() == 0;
    }

    @Override
    public Optional<LocalUser> local(Request request) {
        boolean mine =
                request.uri() instanceof SipUri uri
                        && uri.user().equals(((SipUri) user.address().uri()).user());
        return mine ? Optional.of(user) : Optional.empty();
    }

    @Override
    public void invited(IncomingCall call) {
        incoming.add(call);
        heard.add("invited with " + call.request().body());
        if (call.replaced().isPresent()) {
            answer();
            call.replaced().get().leave();
        } else call.ring();
    }

    @Override
    public Session.Reply updated(IncomingCall call, Request request) {
        heard.add("early " + request.method().name() + " with " + request.body());
        return request.body().isEmpty() ? new Session.Reply.Accepted(Body.EMPTY) : reply;
    }

    @Override
    public Session.Reply offered(Request update) {
        heard.add("early " + update.method().name() + " with " + update.body());
        return update.body().isEmpty() ? new Session.Reply.Accepted(Body.EMPTY) : reply;
    }

    @Override
    public void acknowledged(IncomingCall call, Request prack) {
        heard.add("acknowledged by PRACK with " + prack.body());
    }

    @Override
    public void unacknowledged(IncomingCall call) {
        heard.add("unacknowledged");
    }

    @Override
    public Body prack(Response offer) {
        return Body.of("answer to " + offer.body());
    }

    @Override
    public void cancelled(IncomingCall call, Request cancel) {
        heard.add("cancelled");
    }

    @Override
    public void progress(Response response) {
        heard.add("progress " + response.status().value());
    }

    @Override
    public OutgoingCall.Taken answered(Response response) {
        heard.add("answered with " + response.body());
        if (postpones) return new OutgoingCall.Postponed(this);
        return new OutgoingCall.Accepted(this, acknowledgement);
    }

    @Override
    public void established(Session session) {
        sessions.add(session);
    }

    @Override
    public void failed(Response response) {
        heard.add("failed " + response.status().value());
    }

    @Override
    public Session.Reply reinvited(Request invite) {
        heard.add("reinvited with " + invite.body());
        return reply;
    }

    @Override
    public void acknowledged(Request ack) {
        heard.add("acknowledged");
    }

    @Override
    public void request(ServerTransaction transaction) {
        heard.add(transaction.request().method().name());
        if (transaction.request().method() == Method.REFER) {
            referral = Referral.of(session(), transaction);
            if (referral.isPresent()) return;
        }
        transaction.respond(layer.responseTo(transaction.request(), StatusCode.OK));
    }

    @Override
    public void ended(Session.Ending ending) {
        heard.add(
                switch (ending) {
                    case Session.Ending.ByPeer _ -> "ended by peer";
                    case Session.Ending.ByUs _ -> "ended";
                    case Session.Ending.Lost(var why) -> "lost: " + why;
                });
    }
}
