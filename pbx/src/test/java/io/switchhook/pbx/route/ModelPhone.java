package io.switchhook.pbx.route;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ClientTransaction;
import io.switchhook.sip.transaction.ClientTransactionUser;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transaction.TransactionUser;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A phone of the model: real transactions below, and above them somebody who does by chance whatever a phone may do, and
/// some of what it may not.
final class ModelPhone implements TransactionUser {
    private static final int[] FAILURES = {302, 401, 404, 408, 480, 486, 488, 500, 503, 600, 603};

    /// How often a 2xx is sent without an ACK (RFC 3261 §13.3.1.4).
    private static final int REPETITIONS = 10;

    private final Party party;
    private final SimulatedOffice office;
    private final RandomGenerator random;
    private final VirtualClock clock;
    private final List<String> users;
    private final TransactionLayer layer;
    private final Timers timers;
    private final Map<ServerTransaction, Boolean> ringing = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();
    private Flow out;
    private int cseq = 1;

    ModelPhone(SimulatedOffice office, RandomGenerator random, int number, List<String> users) {
        this.office = office;
        this.random = random;
        this.users = users;
        clock = office.network.clock();
        var transports =
                new Transport[] {Transport.UDP, Transport.UDP, Transport.TCP, Transport.WS};
        var transport = transports[random.nextInt(transports.length)];
        party = office.phone("p" + number, "192.0.2." + (10 + number), transport);
        out = party.outbound();
        timers = new Timers(party.node().shard()::nanoTime);
        party.node().shard().attend(timers);
        layer =
                new TransactionLayer(
                        party.node().shard(),
                        timers,
                        TimerValues.DEFAULT,
                        TransactionLimits.DEFAULT,
                        new Identifiers(office.network.random()),
                        new TransactionCounters(),
                        _ -> this);
        party.node().handler(layer);
    }

    // What it does by itself

    void act() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> register();
            case 3, 4, 5, 6, 7, 8 -> call();
            case 9 -> send(request(Method.MESSAGE, "sip:" + user() + "@example.com"), IGNORE);
            case 10 -> send(request(Method.OPTIONS, "sip:example.com"), IGNORE);
            default -> crash();
        }
    }

    private String user() {
        return users.get(random.nextInt(users.size()));
    }

    private void register() {
        var contact = "<" + party.contact() + ">;expires=" + (random.nextInt(5) == 0 ? 0 : 120);
        if (random.nextBoolean()) contact += ";q=0." + (1 + random.nextInt(3));
        // Now and then a contact that leads back to the office.
        if (random.nextInt(12) == 0)
            contact = "<sip:" + user() + "@192.0.2.1;n=" + random.nextInt(4) + ">;expires=60";
        var value = Contact.of(NameAddr.parse(io.switchhook.sip.grammar.Scanner.of(contact)));
        var user = "sip:" + user() + "@example.com";
        var to = NameAddr.of(Uri.parse(user));
        send(
                request(Method.REGISTER, "sip:example.com")
                        .with(h -> h.set(Header.TO, to).set(Header.CONTACT, value)),
                IGNORE);
    }

    private void call() {
        var invite = request(Method.INVITE, "sip:" + user() + "@example.com");
        if (random.nextInt(4) == 0) {
            var directives = new String[] {"no-fork", "sequential", "no-recurse", "no-cancel"};
            var directive = directives[random.nextInt(directives.length)];
            invite = invite.with(h -> h.add(Header.REQUEST_DISPOSITION, directive));
        }
        if (random.nextInt(8) == 0) {
            int breadth = random.nextInt(3);
            invite = invite.with(h -> h.set(Header.MAX_BREADTH, breadth));
        }
        var call = new Call();
        var transaction = send(invite, call);
        if (random.nextInt(3) == 0) after(20_000, () -> transaction.cancel(h -> h));
    }

    /// Nothing reaches it for a while; a stream is made anew.
    private void crash() {
        party.node().stop();
        after(
                40_000,
                () -> {
                    party.node().restart();
                    if (out.transport().isReliable()) {
                        party.outbound(out.transport(), office.node);
                        out = party.outbound();
                    }
                });
    }

    /// Closes its connections for good.
    void leave() {
        party.node().stop();
    }

    private void after(int millis, Runnable action) {
        clock.schedule(Duration.ofMillis(1 + random.nextInt(millis)), action);
    }

    private Request request(Method method, String uri) {
        return party.request(method, uri).with(h -> h.pop(Header.VIA));
    }

    private ClientTransaction send(Request request, ClientTransactionUser user) {
        return layer.send(request, out, user);
    }

    private static final ClientTransactionUser IGNORE =
            new ClientTransactionUser() {
                @Override
                public void response(ClientTransaction transaction, Response response) {}

                @Override
                public void timedOut(ClientTransaction transaction) {}

                @Override
                public void transportFailed(ClientTransaction transaction, IOException cause) {}
            };

    /// A call it makes: each 2xx is acknowledged, and most of the dialogs are ended.
    private final class Call implements ClientTransactionUser {
        @Override
        public void response(ClientTransaction transaction, Response response) {
            if (!response.status().isSuccess()) return;
            layer.sendStateless(inDialog(response, Method.ACK, 1), out);
            if (!acknowledged.add(response.headers().require(Header.TO).tag())) return;
            if (random.nextInt(3) == 0)
                after(9_000, () -> send(inDialog(response, Method.INVITE, ++cseq), IGNORE));
            if (random.nextInt(3) > 0)
                after(30_000, () -> send(inDialog(response, Method.BYE, ++cseq), IGNORE));
        }

        @Override
        public void timedOut(ClientTransaction transaction) {}

        @Override
        public void transportFailed(ClientTransaction transaction, IOException cause) {}
    }

    private static Request inDialog(Response made, Method method, int cseq) {
        var headers = made.headers();
        var target = headers.get(Header.CONTACT);
        var uri =
                target.isPresent() && target.get() instanceof Contact.Address(var address)
                        ? address.uri()
                        : headers.require(Header.TO).uri();
        return Request.of(
                method,
                uri,
                Headers.EMPTY.with(h -> {
                    for (var route : new ArrayList<>(headers.all(Header.RECORD_ROUTE)).reversed())
                        h.add(Header.ROUTE, route);
                    return h.add(Header.MAX_FORWARDS, 70)
                            .copy(headers, Known.FROM)
                            .copy(headers, Known.TO)
                            .copy(headers, Known.CALL_ID)
                            .add(Header.CSEQ, new CSeq(cseq, method))
                            .add(Header.CONTENT_LENGTH, 0);
                }),
                Body.EMPTY);
    }

    // What others want of it

    @Override
    public void request(ServerTransaction transaction) {
        if (transaction.request().method() == Method.INVITE) rung(transaction);
        else if (random.nextInt(10) > 0)
            after(900, () -> answer(transaction, random.nextInt(4) == 0 ? failure() : 200));
    }

    private void rung(ServerTransaction transaction) {
        ringing.put(transaction, true);
        for (int i = random.nextInt(3); i > 0; i--)
            after(3_000, () -> provisional(transaction, random.nextBoolean() ? 180 : 183));
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> after(25_000, () -> accept(transaction));
            case 4, 5, 6 -> after(15_000, () -> decline(transaction, failure()));
            // Never, unless it is canceled.
            default -> after(3_000, () -> provisional(transaction, 180));
        }
    }

    private void provisional(ServerTransaction transaction, int status) {
        if (ringing.containsKey(transaction)) transaction.respond(response(transaction, status));
    }

    private void decline(ServerTransaction transaction, int status) {
        if (ringing.remove(transaction) != null) answer(transaction, status);
    }

    private void accept(ServerTransaction transaction) {
        if (ringing.remove(transaction) == null) return;
        var response = response(transaction, 200);
        transaction.respond(response);
        repeat(transaction, response, 1);
    }

    private void repeat(ServerTransaction transaction, Response response, int times) {
        if (times > REPETITIONS) return;
        var tag = response.headers().require(Header.TO).tag();
        clock.schedule(
                Duration.ofMillis(Math.min(500L << times - 1, 4000)),
                () -> {
                    if (acknowledged.contains(tag)) return;
                    transaction.respond(response);
                    repeat(transaction, response, times + 1);
                });
    }

    private int failure() {
        return FAILURES[random.nextInt(FAILURES.length)];
    }

    private void answer(ServerTransaction transaction, int status) {
        transaction.respond(response(transaction, status));
    }

    private Response response(ServerTransaction transaction, int status) {
        var request = transaction.request();
        var response = layer.responseTo(request, StatusCode.of(status));
        if (request.method() != Method.INVITE) return response;
        return switch (status) {
            case 180, 183, 200 ->
                    response.with(h ->
                            h.copy(request.headers(), Known.RECORD_ROUTE)
                                    .add(Header.CONTACT, contact(party.contact())));
            case 302 ->
                    response.with(h ->
                            h.add(
                                    Header.CONTACT,
                                    contact(Uri.parse("sip:" + user() + "@example.com"))));
            default -> response;
        };
    }

    private static Contact contact(Uri uri) {
        return Contact.of(NameAddr.of(uri));
    }

    @Override
    public void cancelled(ServerTransaction invite, Request cancel) {
        // One in ten forgets to give up, and one answers all the same.
        switch (random.nextInt(10)) {
            case 0 -> {}
            case 1 -> accept(invite);
            default -> decline(invite, 487);
        }
    }

    @Override
    public void ack(Request ack, Flow flow) {
        acknowledged.add(ack.headers().require(Header.TO).tag());
    }

    @Override
    public void strayResponse(Response response, Flow flow) {}
}
