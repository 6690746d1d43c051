package io.switchhook.testkit;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A SIP endpoint that does what the test says and nothing by itself: no retransmission, no automatic answer or ACK.
/// It keeps what it receives until the test expects it.
///
/// ```java
/// var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
/// var ringing = bob.expect(Method.INVITE);
/// bob.reply(ringing, 180);
/// bob.reply(ringing, 200, "Contact: <sip:bob@192.0.2.20>");
/// var ok = alice.expect(200);
/// alice.ack(ok);
/// ```
public final class Party implements MessageHandler {
    /// How long an expected message may take, in virtual time: longer than any transaction without a Timer C.
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final SimulatedNetwork network;
    private final SimulatedNode node;
    private final List<SipMessage> received = new ArrayList<>();
    private final List<SipMessage> unread = new ArrayList<>();
    private final Map<SipMessage, Flow> flows = new IdentityHashMap<>();
    private final Map<String, Request> sentByBranch = new HashMap<>();
    private Consumer<Request> onRequest = _ -> {};
    private @Nullable Flow outbound;
    private int count;

    Party(SimulatedNetwork network, SimulatedNode node) {
        this.network = network;
        this.node = node;
        node.unchecked(this);
    }

    /// Sends all requests there; a connection is made at once.
    public Party outbound(Transport transport, SimulatedNode to) {
        outbound = node.flow(transport, to);
        return this;
    }

    /// Where requests are sent.
    public Flow outbound() {
        return Objects.requireNonNull(outbound, "call outbound(transport, node) first");
    }

    public String name() {
        return node.name();
    }

    public SimulatedNode node() {
        return node;
    }

    /// Where this party wants to be reached, over the transport it sends on.
    public SipUri contact() {
        var uri = SipUri.of(name(), outbound().sentBy());
        if (outbound().transport() == Transport.UDP) return uri;
        var transport = outbound().transport().name().toLowerCase(java.util.Locale.ROOT);
        return uri.withParameters(uri.parameters().with("transport", transport));
    }

    /// Has something done with each request as it arrives, besides keeping it.
    public Party onRequest(Consumer<Request> action) {
        onRequest = action;
        return this;
    }

    // What it sends

    /// A request outside any dialog from `sip:name@example.com`, with all that §8.1.1 asks for.
    public Request request(Method method, String uri) {
        return request(method, uri, "sip:" + name() + "@example.com");
    }

    public Request request(Method method, String uri, String from) {
        var to = Uri.parse(uri);
        var callId = "call-" + ++count + "-" + name();
        return Request.of(
                method,
                to,
                Headers.EMPTY.with(h ->
                        h.push(Header.VIA, freshVia())
                                .add(Header.MAX_FORWARDS, 70)
                                .add(Header.FROM, NameAddr.of(Uri.parse(from)).withTag(tag(callId)))
                                .add(Header.TO, NameAddr.of(to))
                                .add(Header.CALL_ID, new CallId(callId))
                                .add(Header.CSEQ, new CSeq(1, method))
                                .add(Header.CONTACT, contactHeader())
                                .add(Header.CONTENT_LENGTH, 0)),
                Body.EMPTY);
    }

    Contact contactHeader() {
        return new Contact.Address(NameAddr.of(contact()));
    }

    Via freshVia() {
        var via =
                Via.of(
                        outbound().transport().name(),
                        outbound().sentBy(),
                        Via.MAGIC_COOKIE + name() + ++count);
        return via.with(via.parameters().with("rport"));
    }

    private String tag(String callId) {
        return name() + '-' + Integer.toHexString(callId.hashCode());
    }

    /// The same request once more, as after a challenge: next CSeq, fresh branch, and more header lines.
    public Request again(Request request, String more) {
        var cseq = request.headers().require(Header.CSEQ);
        var next =
                request.with(h ->
                        h.set(Header.VIA, freshVia())
                                .set(Header.CSEQ, new CSeq(cseq.number() + 1, cseq.method())));
        return (Request) SipText.with(next, more);
    }

    /// Sends it, and sends the same bytes when called again.
    public Request send(Request request) {
        sentByBranch.put(request.headers().require(Header.VIA).branch(), request);
        outbound().send(request, SimulatedFlow.ignoring());
        return request;
    }

    /// Sends text as a message, malformed or not, to where requests are sent.
    public void send(String block) {
        send(SipText.bytes(block));
    }

    public void send(byte[] bytes) {
        try {
            if (SipText.message(new String(bytes, java.nio.charset.StandardCharsets.UTF_8))
                    instanceof Request request)
                request.headers()
                        .get(Header.VIA)
                        .ifPresent(via -> sentByBranch.put(via.branch(), request));
        } catch (MalformedMessage | io.switchhook.sip.message.MalformedField e) {
            // Sent as it is: what the receiver makes of it is the test.
        }
        ((SimulatedFlow) outbound()).send(bytes, SimulatedFlow.ignoring());
    }

    public Response reply(Request request, int status) {
        return reply(request, status, "");
    }

    /// Answers over the flow the request came, with a To tag for all but 100, and a Contact where a dialog begins.
    ///
    /// @param more header lines, and behind a blank line a body
    public Response reply(Request request, int status, String more) {
        var callId = request.headers().require(Header.CALL_ID).value();
        var response =
                Response.to(request, StatusCode.of(status), status == 100 ? "" : tag(callId));
        if (request.method() == Method.INVITE && status > 100 && status < 300)
            response = response.with(h -> h.copy(request.headers(), Known.RECORD_ROUTE));
        boolean contact = request.method() == Method.INVITE && status > 100 && status < 300;
        if (contact && !more.contains("Contact:"))
            response = response.with(h -> h.add(Header.CONTACT, contactOver(flow(request))));
        return send((Response) SipText.with(response, more), flow(request));
    }

    private Contact contactOver(Flow flow) {
        return outbound == null
                ? new Contact.Address(NameAddr.of(SipUri.of(name(), flow.sentBy())))
                : contactHeader();
    }

    private Response send(Response response, Flow flow) {
        flow.forResponses(response.headers().require(Header.VIA))
                .send(response, SimulatedFlow.ignoring());
        return response;
    }

    /// Sends a response again, as a user agent does with a 2xx until the ACK comes.
    public void resend(Request request, Response response) {
        send(response, flow(request));
    }

    /// Acknowledges the final response to an INVITE: as §13.2.2.4 says for a 2xx, as §17.1.1.3 says for others.
    public Request ack(Response response) {
        var invite = requestOf(response);
        if (response.status().isSuccess()) return send(new Leg(this, invite, response).ack());
        var ack =
                Request.of(
                        Method.ACK,
                        invite.uri(),
                        Headers.EMPTY.with(h ->
                                h.push(Header.VIA, invite.headers().require(Header.VIA))
                                        .add(Header.MAX_FORWARDS, 70)
                                        .copy(invite.headers(), Known.FROM)
                                        .copy(response.headers(), Known.TO)
                                        .copy(invite.headers(), Known.CALL_ID)
                                        .add(Header.CSEQ, cseq(invite, Method.ACK))
                                        .copy(invite.headers(), Known.ROUTE)
                                        .add(Header.CONTENT_LENGTH, 0)),
                        Body.EMPTY);
        outbound().send(ack, SimulatedFlow.ignoring());
        return ack;
    }

    /// Cancels an INVITE: §9.1.
    public Request cancel(Request invite) {
        var cancel =
                Request.of(
                        Method.CANCEL,
                        invite.uri(),
                        Headers.EMPTY.with(h ->
                                h.push(Header.VIA, invite.headers().require(Header.VIA))
                                        .add(Header.MAX_FORWARDS, 70)
                                        .copy(invite.headers(), Known.FROM)
                                        .copy(invite.headers(), Known.TO)
                                        .copy(invite.headers(), Known.CALL_ID)
                                        .add(Header.CSEQ, cseq(invite, Method.CANCEL))
                                        .copy(invite.headers(), Known.ROUTE)
                                        .add(Header.CONTENT_LENGTH, 0)),
                        Body.EMPTY);
        outbound().send(cancel, SimulatedFlow.ignoring());
        return cancel;
    }

    private static CSeq cseq(Request invite, Method method) {
        return new CSeq(invite.headers().require(Header.CSEQ).number(), method);
    }

    /// The caller's end of the dialog that a response to its INVITE made.
    public Leg leg(Response response) {
        return new Leg(this, requestOf(response), response);
    }

    /// The callee's end of the dialog that its response to an INVITE made.
    public Leg leg(Request invite, Response sent) {
        return new Leg(this, invite, sent, flow(invite));
    }

    private Request requestOf(Response response) {
        var branch = response.headers().require(Header.VIA).branch();
        return Objects.requireNonNull(sentByBranch.get(branch), () -> "nothing sent as " + branch);
    }

    // What it receives

    @Override
    public void request(Request request, Flow flow) {
        keep(request, flow);
        onRequest.accept(request);
    }

    @Override
    public void response(Response response, Flow flow) {
        keep(response, flow);
    }

    private void keep(SipMessage message, Flow flow) {
        received.add(message);
        unread.add(message);
        flows.put(message, flow);
    }

    /// The flow a message came over.
    public Flow flow(SipMessage message) {
        return Objects.requireNonNull(flows.get(message), "not received here");
    }

    /// All that ever came.
    public List<SipMessage> received() {
        return List.copyOf(received);
    }

    /// What came and was not yet expected.
    public List<SipMessage> unread() {
        return List.copyOf(unread);
    }

    /// Forgets what came and was not expected.
    public void ignoreUnread() {
        unread.clear();
    }

    /// Forgets all that ever came and went.
    public void forget() {
        received.clear();
        unread.clear();
        flows.clear();
        sentByBranch.clear();
    }

    /// Takes the first unread request of the method, letting time pass until there is one.
    public Request expect(Method method) {
        return (Request)
                expect(
                        message -> message instanceof Request r && r.method().equals(method),
                        method.name());
    }

    /// Takes the first unread response of the status, letting time pass until there is one.
    public Response expect(int status) {
        return (Response)
                expect(
                        message -> message instanceof Response r && r.status().value() == status,
                        Integer.toString(status));
    }

    /// Takes the first unread response of the status to a request of the method.
    public Response expect(int status, Method method) {
        return (Response)
                expect(
                        message ->
                                message instanceof Response r
                                        && r.status().value() == status
                                        && r.headers().require(Header.CSEQ).method().equals(method),
                        status + " to " + method.name());
    }

    private SipMessage expect(Predicate<SipMessage> wanted, String what) {
        network.clock().advanceUntil(() -> unread.stream().anyMatch(wanted), PATIENCE);
        for (var message : unread) {
            if (wanted.test(message)) {
                unread.remove(message);
                return message;
            }
        }
        throw new AssertionError(
                name() + " expected " + what + " and has " + unread + "\n\n" + network.ladder());
    }

    /// Lets a while pass in which nothing may come; what is unread already does not count.
    public void expectNothingFor(Duration a) {
        int before = received.size();
        network.clock().advance(a);
        if (received.size() > before)
            throw new AssertionError(
                    name()
                            + " expected nothing and got "
                            + received.subList(before, received.size())
                            + "\n\n"
                            + network.ladder());
    }

    @Override
    public String toString() {
        return name();
    }
}
