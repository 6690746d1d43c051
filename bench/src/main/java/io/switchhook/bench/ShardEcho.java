package io.switchhook.bench;

import io.switchhook.ladder.Recorder;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transport.Doorkeeper;
import io.switchhook.sip.transport.EventLoopShard;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Listener;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.transport.TransportCounters;
import io.switchhook.sip.transport.TransportLayer;
import io.switchhook.sip.transport.TransportLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// Our ground floor with one shard, and a timer for each request, as its transaction has.
final class ShardEcho implements Echo {
    private static final int QUEUE = 1024;
    private static final int LADDER_BYTES = 32 << 20;

    /// Long enough to be waited for while others go on, and short enough to be over in a warm-up.
    private static final long LINGER = 2_000_000_000;

    private final EventLoopShard shard;
    private final TransportLayer layer;
    private final Timers timers;
    private final Thread thread;

    /// @param recording whether ladders are kept, as a server does
    ShardEcho(boolean recording) throws IOException {
        var counters = new TransportCounters();
        shard = new EventLoopShard(0, QUEUE, System::nanoTime, counters);
        timers = new Timers(shard::nanoTime);
        shard.add(timers);
        layer =
                new TransportLayer(
                        List.of(Listener.of(Transport.UDP, new InetSocketAddress("127.0.0.1", 0))),
                        List.of(shard),
                        new MessageParser(MessageLimits.DEFAULT, Leniencies.all()),
                        TransportLimits.DEFAULT,
                        counters,
                        System::nanoTime,
                        new Random(1),
                        Doorkeeper.ABSENT,
                        recording
                                ? new Recorder(LADDER_BYTES, 1, System::nanoTime)
                                : Recorder.NONE);
        var runner = new CompletableFuture<Thread>();
        shard.execute(() -> runner.complete(Thread.currentThread()));
        shard.start();
        thread = runner.join();
        layer.start(List.of(new Echoing()));
    }

    private final class Echoing implements MessageHandler {
        @Override
        public void request(Request request, Flow flow) {
            timers.start(LINGER, () -> {});
            flow.send(request, _ -> {});
        }

        @Override
        public void response(Response response, Flow flow) {}
    }

    @Override
    public InetSocketAddress address() {
        return layer.listening().getFirst().address();
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public void close() {
        layer.close();
        shard.close();
    }
}
