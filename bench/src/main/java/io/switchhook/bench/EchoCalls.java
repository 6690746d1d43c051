package io.switchhook.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// Calls at a rate, for an [Echo]: in each, two phones send in turn, one what comes after what the other one got.
final class EchoCalls implements AutoCloseable {
    /// What a server gets of a call that is answered and ended: INVITE, 180, 200, ACK, BYE, 200.
    static final int DATAGRAMS = 6;

    private static final int PAIRS = 64;

    /// Longer than a call takes, for those that have lost a datagram.
    private static final long DRAIN_MILLIS = 200;

    private final LoadLoop loop = new LoadLoop();
    private final List<Pair> pairs;
    private int sent;
    private int received;

    EchoCalls(InetSocketAddress server) throws IOException, InterruptedException {
        pairs =
                loop.ask(() -> {
                    var made = new ArrayList<Pair>();
                    for (int i = 0; i < PAIRS; i++) made.add(new Pair(server, i));
                    return made;
                });
    }

    private final class Pair {
        private final Wire caller;
        private final Wire callee;
        private final String ofCaller;
        private final String ofCallee;
        private int left;

        Pair(InetSocketAddress server, int number) throws IOException {
            caller = loop.udp(server, _ -> next());
            callee = loop.udp(server, _ -> next());
            ofCaller = text(caller, 2 * number);
            ofCallee = text(callee, 2 * number + 1);
        }

        void begin() {
            left = DATAGRAMS;
            send();
        }

        private void next() {
            received++;
            if (left > 0) send();
        }

        private void send() {
            sent++;
            if (left-- % 2 == 0) caller.send(ofCaller);
            else callee.send(ofCallee);
        }
    }

    /// The INVITE of a phone, of 685 bytes or so.
    private static String text(Wire wire, int number) {
        return LoadText.head("INVITE", "sip:1002@office.example", wire, number, "1")
                + "From: <sip:1001@office.example>;tag=f"
                + number
                + "\r\nTo: <sip:1002@office.example>\r\n"
                + LoadText.dialog(number, 1, "INVITE")
                + "Contact: <"
                + wire.contact("1001")
                + ">\r\n"
                + LoadText.session(wire.place(), 1, "sendrecv");
    }

    /// @param sent by the phones
    /// @param received of them
    record Tally(int sent, int received) {}

    /// Returns when all calls are over.
    ///
    /// @param rate calls a second
    Tally play(double rate, int seconds) throws Exception {
        int calls = (int) (rate * seconds);
        loop.post(() -> {
            sent = 0;
            received = 0;
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                var pair = pairs.get(i % PAIRS);
                loop.at(start + (long) (i * 1e9 / rate), pair::begin);
            }
        });
        Thread.sleep(seconds * 1000L + DRAIN_MILLIS);
        return loop.ask(() -> new Tally(sent, received));
    }

    @Override
    public void close() {
        loop.close();
    }
}
