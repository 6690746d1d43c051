package io.switchhook.bench;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
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
import io.switchhook.sip.transaction.TransactionUser;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Shard;
import java.util.Random;

/// One INVITE server transaction from its opening to its end, over UDP and in virtual time: INVITE, 180, 486, ACK,
/// Timer I.
final class ServedInvite {
    private static final long UNTIL_TIMER_I = 6_000_000_000L;

    private final Clock clock = new Clock();
    private final Timers timers = new Timers(clock::nanoTime);
    private final TransactionCounters counters = new TransactionCounters();
    private final QuietFlow flow = new QuietFlow();
    private final Request invite = new ProxyHop().checked();
    private final Response ringing = Response.to(invite, StatusCode.RINGING, "8765");
    private final Response busy = Response.to(invite, StatusCode.of(486), "8765");
    private final Request ack = ack();
    private final TransactionLayer layer =
            new TransactionLayer(
                    clock,
                    timers,
                    TimerValues.DEFAULT,
                    TransactionLimits.DEFAULT,
                    new Identifiers(new Random(1)),
                    counters,
                    _ -> new Busy());

    private Request ack() {
        long number = invite.headers().require(Header.CSEQ).number();
        return Request.of(Method.ACK, invite.uri(), invite.headers(), invite.body())
                .with(h ->
                        h.append(Header.TO, ";tag=8765")
                                .set(Header.CSEQ, new CSeq(number, Method.ACK)));
    }

    /// The bytes it sent.
    long whole() {
        long before = flow.sent();
        layer.request(invite, flow);
        layer.request(ack, flow);
        clock.now += UNTIL_TIMER_I;
        timers.runDue(clock.now);
        return flow.sent() - before;
    }

    TransactionCounters counters() {
        return counters;
    }

    private static final class Clock implements Shard {
        private long now;

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public long nanoTime() {
            return now;
        }
    }

    private final class Busy implements TransactionUser {
        @Override
        public void request(ServerTransaction transaction) {
            transaction.respond(ringing);
            transaction.respond(busy);
        }

        @Override
        public void cancelled(ServerTransaction cancelled, Request cancel) {}

        @Override
        public void ack(Request stray, Flow from) {}

        @Override
        public void strayResponse(Response response, Flow from) {}
    }
}
