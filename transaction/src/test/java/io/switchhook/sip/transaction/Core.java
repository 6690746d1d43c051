package io.switchhook.sip.transaction;

import io.switchhook.ladder.Recorder;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.Flow;
import io.switchhook.testkit.SimulatedNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A core on a node that writes down what it hears and does what the test says.
final class Core implements TransactionUser, ClientTransactionUser {
    final SimulatedNode node;
    final Timers timers;
    final TransactionCounters counters = new TransactionCounters();
    final TransactionLayer layer;
    final List<String> heard = new ArrayList<>();
    final List<ServerTransaction> servers = new ArrayList<>();
    Consumer<ServerTransaction> onRequest = _ -> {};
    Consumer<Response> onResponse = _ -> {};
    Gate gate = Gate.OPEN;

    Core(SimulatedNode node, TransactionLimits limits) {
        this.node = node;
        var shard = node.shard();
        timers = new Timers(shard::nanoTime);
        shard.attend(timers);
        layer =
                new TransactionLayer(
                        shard,
                        timers,
                        TimerValues.DEFAULT,
                        limits,
                        new Identifiers(new Random(node.name().hashCode())),
                        counters,
                        (request, flow, load) -> gate.ask(request, flow, load),
                        Recorder.NONE,
                        _ -> this);
        node.handler(layer);
    }

    Core(SimulatedNode node) {
        this(node, TransactionLimits.DEFAULT);
    }

    /// The transaction of the last request.
    ServerTransaction last() {
        return servers.getLast();
    }

    void answer(ServerTransaction server, int status) {
        server.respond(layer.responseTo(server.request(), StatusCode.of(status)));
    }

    void answer(int status) {
        answer(last(), status);
    }

    ClientTransaction send(Request request, Flow flow) {
        int before = heard.size();
        var sent = layer.send(request, flow, this);
        if (heard.size() > before) throw new AssertionError("told inside send: " + heard);
        return sent;
    }

    static UnaryOperator<io.switchhook.sip.message.Headers.Editor> plain() {
        return h -> h;
    }

    /// What it heard since it was asked last.
    List<String> news() {
        var news = List.copyOf(heard);
        heard.clear();
        return news;
    }

    boolean isEmpty() {
        return layer.serverTransactions() == 0
                && layer.clientTransactions() == 0
                && timers.size() == 0
                && counters.serversLive() == 0
                && counters.clientsLive() == 0;
    }

    @Override
    public void request(ServerTransaction transaction) {
        heard.add(transaction.request().method().name());
        servers.add(transaction);
        onRequest.accept(transaction);
    }

    @Override
    public void cancelled(ServerTransaction invite, Request cancel) {
        heard.add("cancelled " + invite.request().method().name());
    }

    @Override
    public void ack(Request ack, Flow flow) {
        heard.add("ack");
    }

    @Override
    public void lateSuccess(Response response, Flow upstream) {
        heard.add("late " + response.status().value() + " to " + upstream.remote().getPort());
    }

    @Override
    public void strayResponse(Response response, Flow flow) {
        heard.add("stray " + response.status().value());
    }

    @Override
    public void response(ClientTransaction transaction, Response response) {
        heard.add(Integer.toString(response.status().value()));
        onResponse.accept(response);
    }

    @Override
    public void timedOut(ClientTransaction transaction) {
        heard.add("timed out");
    }

    @Override
    public void transportFailed(ClientTransaction transaction, IOException cause) {
        heard.add("failed");
    }
}
