package io.switchhook.callflow;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A registrar and proxy over UDP that does one thing wrong, if any. It asks for no password, and repeats nothing: on
/// loopback nothing is lost.
final class SmallProxy implements AutoCloseable {
    static final String DOMAIN = "office.test";
    private static final SipUri NOWHERE = SipUri.parse("sip:127.0.0.1:9");
    private static final MessageParser PARSER =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.all());

    /// An INVITE that was passed on.
    ///
    /// @param received with the Via of the caller on top
    private record Leg(Request received, Request sent, InetSocketAddress target) {}

    private final DatagramSocket socket;
    private final Breakage breakage;
    private final HostPort self;
    private final Map<String, SipUri> bindings = new HashMap<>();

    /// By the branch of the caller.
    private final Map<String, Leg> calls = new HashMap<>();

    /// By the branch that was put on top.
    private final Map<String, Leg> legs = new HashMap<>();

    private int branches;

    SmallProxy(InetAddress address, Breakage breakage) throws IOException {
        this.breakage = breakage;
        socket = new DatagramSocket(0, address);
        self = HostPort.of(address.getHostAddress(), socket.getLocalPort());
        Thread.ofVirtual().name("small-proxy").start(this::listen);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void listen() {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                var bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                if (bytes.length < 10) continue;
                switch (PARSER.parseDatagram(bytes, 0, bytes.length)) {
                    case Request request -> take(request);
                    case Response response -> take(response);
                }
            } catch (IOException e) {
                if (!socket.isClosed()) throw new AssertionError(e);
            }
        }
    }

    private void take(Request request) throws IOException {
        if (!(request.method() instanceof Method.Known method)) return;
        switch (method) {
            case REGISTER -> register(request);
            case CANCEL -> cancel(request);
            case ACK -> acknowledge(request);
            case REFER -> refer(request);
            case INVITE -> invite(request);
            default -> passOn(request, Optional.empty());
        }
    }

    private void register(Request request) throws IOException {
        String user = user(request.headers().require(Header.TO).uri());
        boolean isEnd = request.headers().get(Header.EXPIRES).orElse(3600) == 0;
        var contact = request.headers().require(Header.CONTACT);
        if (isEnd || !(contact instanceof Contact.Address(var address))) bindings.remove(user);
        else bindings.put(user, (SipUri) address.uri());
        var ok = Response.to(request, StatusCode.OK, "registrar");
        reply(isEnd ? ok : ok.with(h -> h.set(Header.CONTACT, contact).set(Header.EXPIRES, 3600)));
    }

    private void invite(Request request) throws IOException {
        if (calls.containsKey(branch(request))) return;
        if (breakage == Breakage.ANSWERS_INVITE) {
            answer(request);
            return;
        }
        reply(Response.to(request, StatusCode.TRYING, ""));
        if (breakage == Breakage.CALLS_ANOTHER_PHONE_TOO && isInitial(request))
            passOn(request, Optional.ofNullable(bindings.get("1003")));
        passOn(request, Optional.empty());
    }

    /// With what the caller offers: no phone is asked.
    private void answer(Request request) throws IOException {
        reply(
                Response.to(request, StatusCode.OK, "small-proxy")
                        .with(h ->
                                h.set(Header.CONTACT, Contact.of(NameAddr.of(NOWHERE)))
                                        .copy(request.headers(), Known.CONTENT_TYPE))
                        .withBody(request.body()));
    }

    private void refer(Request request) throws IOException {
        boolean both = breakage == Breakage.ANSWERS_REFER_AND_PASSES_IT_ON;
        if (breakage == Breakage.ANSWERS_REFER || both)
            reply(Response.to(request, StatusCode.of(202), ""));
        // longer than the 202 takes
        if (both) LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        if (breakage != Breakage.ANSWERS_REFER) passOn(request, Optional.empty());
    }

    /// RFC 3261 §16.10.
    private void cancel(Request request) throws IOException {
        reply(Response.to(request, StatusCode.OK, "small-proxy"));
        var leg = calls.get(branch(request));
        if (leg != null) send(ofOneHop(leg, Method.CANCEL, leg.sent().headers()), leg.target());
    }

    private void acknowledge(Request request) throws IOException {
        boolean ofFailure = calls.containsKey(branch(request));
        if (!ofFailure) passOn(request, Optional.empty());
        else if (breakage == Breakage.PASSES_ON_THE_ACK_OF_A_FAILURE)
            passOn(request, Optional.of((SipUri) leg(request).sent().uri()));
    }

    private Leg leg(Request request) {
        return Objects.requireNonNull(calls.get(branch(request)));
    }

    /// An ACK or CANCEL for an INVITE that was passed on (§9.1, §17.1.1.3).
    private static Request ofOneHop(Leg leg, Method method, Headers to) {
        var invite = leg.sent();
        return Request.of(method, invite.uri(), Headers.EMPTY, Body.EMPTY)
                .with(h ->
                        h.set(Header.VIA, invite.headers().require(Header.VIA))
                                .set(Header.MAX_FORWARDS, 70)
                                .copy(invite.headers(), Known.FROM)
                                .copy(to, Known.TO)
                                .copy(invite.headers(), Known.CALL_ID)
                                .set(
                                        Header.CSEQ,
                                        new CSeq(
                                                invite.headers().require(Header.CSEQ).number(),
                                                method))
                                .set(Header.CONTENT_LENGTH, 0));
    }

    /// RFC 3261 §16.6.
    ///
    /// @param chosen where it goes; empty for where it says
    private void passOn(Request request, Optional<SipUri> chosen) throws IOException {
        var uri = chosen.or(() -> target(request));
        if (uri.isEmpty()) {
            reply(Response.to(request, StatusCode.TEMPORARILY_UNAVAILABLE, "small-proxy"));
            return;
        }
        boolean isInvite = request.method().equals(Method.INVITE);
        var via = Via.of("UDP", self, Via.MAGIC_COOKIE + "small" + branches++);
        var passed =
                request.withUri(uri.get())
                        .with(h -> {
                            h.push(Header.VIA, via);
                            h.set(
                                    Header.MAX_FORWARDS,
                                    request.headers().get(Header.MAX_FORWARDS).orElse(70) - 1);
                            if (request.headers().has(Known.ROUTE)) h.pop(Header.ROUTE);
                            if (isInvite && breakage != Breakage.STAYS_OUT_OF_THE_DIALOG)
                                h.push(
                                        Header.RECORD_ROUTE,
                                        NameAddr.of(Uri.parse("sip:" + self + ";lr")));
                            return h;
                        });
        var target = new InetSocketAddress(uri.get().host(), uri.get().hostPort().portOr(5060));
        if (isInvite) {
            var leg = new Leg(request, passed, target);
            calls.put(branch(request), leg);
            legs.put(via.branch(), leg);
        }
        var broken = breakage.of(passed);
        if (broken != null) send(broken, target);
    }

    /// Where a phone is registered, or the contact that the request names.
    private Optional<SipUri> target(Request request) {
        var uri = (SipUri) request.uri();
        if (!uri.host().equals(DOMAIN)) return Optional.of(uri);
        String user = uri.user();
        boolean wrong = breakage == Breakage.CALLS_THE_WRONG_PHONE && user.equals("1002");
        return Optional.ofNullable(bindings.get(wrong ? "1003" : user));
    }

    private static boolean isInitial(Request request) {
        return request.headers().require(Header.TO).tag().isEmpty();
    }

    /// RFC 3261 §16.7.
    private void take(Response response) throws IOException {
        if (response.headers().require(Header.CSEQ).method().equals(Method.CANCEL)) return;
        var leg = legs.get(branch(response));
        int status = response.status().value();
        if (leg != null && status >= 300 && breakage != Breakage.PASSES_ON_THE_ACK_OF_A_FAILURE)
            send(ofOneHop(leg, Method.ACK, response.headers()), leg.target());
        if (status == 100 && breakage != Breakage.PASSES_ON_THE_100) return;
        if (leg != null && status == 302 && breakage == Breakage.FOLLOWS_REDIRECTIONS) {
            var contact = (Contact.Address) response.headers().require(Header.CONTACT);
            passOn(
                    leg.received(),
                    Optional.ofNullable(bindings.get(user(contact.address().uri()))));
            return;
        }
        boolean leaves = breakage == Breakage.LEAVES_ITS_VIA && status == 200;
        var popped = response.with(h -> h.pop(Header.VIA));
        var broken = breakage.of(leaves ? response : popped);
        if (broken != null) send(broken, sentBy(popped));
    }

    private void reply(Response response) throws IOException {
        send(response, sentBy(response));
    }

    private static InetSocketAddress sentBy(Response response) {
        var sentBy = response.headers().require(Header.VIA).sentBy();
        return new InetSocketAddress(sentBy.host(), sentBy.portOr(5060));
    }

    private static String branch(SipMessage message) {
        return message.headers().require(Header.VIA).branch();
    }

    private static String user(Uri uri) {
        return ((SipUri) uri).user();
    }

    private void send(SipMessage message, InetSocketAddress to) throws IOException {
        var out = new ByteSink(2048);
        message.writeTo(out);
        socket.send(new DatagramPacket(out.toByteArray(), out.length(), to));
    }

    @Override
    public void close() {
        socket.close();
    }
}
