package io.switchhook.sip.transport;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A transport layer on loopback whose floor above answers each request with 200 and keeps what came.
final class TestServer implements AutoCloseable {
    record Arrival(SipMessage message, Flow flow, String thread) {}

    static final MessageLimits SMALL = new MessageLimits(4096, 8192, 64);

    final TransportCounters counters = new TransportCounters();
    final List<EventLoopShard> shards = new ArrayList<>();
    final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    final BlockingQueue<Flow> keepAlives = new LinkedBlockingQueue<>();
    final TransportLayer layer;

    /// Whether the door is shut to everybody.
    volatile boolean shut;

    final BlockingQueue<InetAddress> turnedAway = new LinkedBlockingQueue<>();

    private TestServer(List<Listener> listeners, int shardCount, TransportLimits limits)
            throws IOException {
        for (int i = 0; i < shardCount; i++)
            shards.add(new EventLoopShard(i, 1024, System::nanoTime, counters));
        var parser = new MessageParser(SMALL, Leniencies.all());
        layer =
                new TransportLayer(
                        listeners,
                        shards,
                        parser,
                        limits,
                        counters,
                        System::nanoTime,
                        new Random(1),
                        source -> !shut || !turnedAway.add(source));
        shards.forEach(EventLoopShard::start);
    }

    static TestServer start(Listener... listeners) throws IOException {
        return start(1, TransportLimits.DEFAULT, listeners);
    }

    static TestServer start(int shards, TransportLimits limits, Listener... listeners)
            throws IOException {
        var server = new TestServer(List.of(listeners), shards, limits);
        var handlers = new ArrayList<MessageHandler>();
        for (int i = 0; i < shards; i++) handlers.add(server.new Answering());
        try {
            server.layer.start(handlers);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server;
    }

    static Listener on(Transport transport) {
        return Listener.of(transport, loopback(0));
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    InetSocketAddress address(int listener) {
        return layer.listening().get(listener).address();
    }

    Arrival arrival() throws InterruptedException {
        var arrival = arrivals.poll(10, TimeUnit.SECONDS);
        if (arrival == null) throw new AssertionError("nothing came");
        return arrival;
    }

    Request request() throws InterruptedException {
        return (Request) arrival().message();
    }

    private final class Answering implements MessageHandler {
        @Override
        public void request(Request request, Flow flow) {
            arrivals.add(new Arrival(request, flow, Thread.currentThread().getName()));
            var via = request.headers().require(Header.VIA);
            if (request.headers().require(Header.CALL_ID).value().startsWith("explode"))
                throw new IllegalStateException("as asked");
            flow.forResponses(via).send(Response.to(request, StatusCode.OK, "t"), _ -> {});
        }

        @Override
        public void response(Response response, Flow flow) {
            arrivals.add(new Arrival(response, flow, Thread.currentThread().getName()));
        }

        @Override
        public void keepAlive(Flow flow) {
            keepAlives.add(flow);
        }
    }

    @Override
    public void close() {
        layer.close();
        shards.forEach(EventLoopShard::close);
    }
}
