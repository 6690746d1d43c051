package io.switchhook.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Many phones behind one socket, which register at a steady pace: nine of ten requests register a phone that never did,
/// one removes a phone that did. It knows who got a 200 for what.
final class RegisterStorm implements AutoCloseable {
    private static final int LONGEST = 60;

    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    /// Users with a 200 for their last request, and whether that was to be registered.
    private final Map<String, Boolean> answered = new ConcurrentHashMap<>();

    /// Written by the one thread that hears.
    private volatile int heard;

    private volatile boolean over;
    private int phones;
    private int cseq;

    RegisterStorm(int serverPort) throws IOException {
        var loopback = InetAddress.getByName("127.0.0.1");
        socket = new DatagramSocket(0, loopback);
        socket.setReceiveBufferSize(4 << 20);
        server = new InetSocketAddress(loopback, serverPort);
    }

    /// Those that must be there.
    Set<String> registered() {
        return users(true);
    }

    /// Those that must not.
    Set<String> removed() {
        return users(false);
    }

    private Set<String> users(boolean there) {
        var users = new TreeSet<String>();
        answered.forEach((user, its) -> {
            if (its == there) {
                users.add(user);
            }
        });
        return users;
    }

    /// Sends requests at a pace until so many were answered, then does something at once, then hears the answers that are
    /// still on the way.
    void blow(int answers, int perSecond, Runnable then) {
        over = false;
        var enough = heard + answers;
        var hearing = Thread.ofVirtual().start(this::hear);
        var start = System.nanoTime();
        for (var i = 0; heard < enough; i++) {
            var due = start + TimeUnit.SECONDS.toNanos(i) / perSecond;
            for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            if (i > LONGEST * perSecond) {
                throw new AssertionError("only %d of %d answers".formatted(heard, enough));
            }
            sendNext();
        }
        then.run();
        over = true;
        try {
            hearing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendNext() {
        var leaves = ++cseq % 10 == 0;
        var user = leaves ? somebodyRegistered() : "s" + ++phones;
        // until this is answered, nothing is promised
        answered.remove(user);
        asked.put(user, cseq);
        send(
                request(
                        user,
                        "Contact: %s\r\nExpires: %d\r\n"
                                .formatted(contact(user), leaves ? 0 : 3600)));
    }

    /// Somebody who was told to be registered; a new user if there is nobody.
    private String somebodyRegistered() {
        for (var its : answered.entrySet()) {
            if (its.getValue()) {
                return its.getKey();
            }
        }
        return "s" + ++phones;
    }

    private static String contact(String user) {
        return "<sip:" + user + "@192.0.2.7>";
    }

    private String request(String user, String more) {
        return """
        REGISTER sip:%1$s SIP/2.0\r
        Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK%2$s-%4$d;rport\r
        Max-Forwards: 70\r
        From: <sip:%2$s@%1$s>;tag=%2$s\r
        To: <sip:%2$s@%1$s>\r
        Call-ID: storm-%2$s\r
        CSeq: %4$d REGISTER\r
        %3$sContent-Length: 0\r
        \r
        """
                .formatted(Config.DOMAIN, user, more, cseq);
    }

    private void send(String request) {
        var bytes = request.getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Until it is over and nothing comes any more.
    private void hear() {
        try {
            socket.setSoTimeout(500);
            while (true) {
                var last = over;
                try {
                    take(receive());
                } catch (SocketTimeoutException _) {
                    if (last) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String receive() throws IOException {
        var packet = new DatagramPacket(new byte[4096], 4096);
        while (true) {
            try {
                socket.receive(packet);
                return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            } catch (PortUnreachableException _) {
                // the server was killed
            }
        }
    }

    private void take(String response) {
        if (!RawPhone.isStatus(200).test(response)) {
            return;
        }
        heard = heard + 1;
        var user = RawPhone.header(response, "Call-ID").substring("storm-".length());
        var number = Integer.parseInt(RawPhone.header(response, "CSeq").split(" ")[0]);
        if (asked.getOrDefault(user, 0) == number) {
            answered.put(user, response.contains(contact(user)));
        }
    }

    /// Asks for the bindings of each of these users, again and again until all have answered, and returns those who have
    /// theirs.
    Set<String> whoIsThere(Set<String> users) {
        var there = new TreeSet<String>();
        var open = new TreeSet<>(users);
        for (var tries = 0; tries < 10 && !open.isEmpty(); tries++) {
            for (var some : inParts(List.copyOf(open))) {
                for (var user : some) {
                    cseq++;
                    send(request(user, ""));
                }
                hearQuery(some, open, there);
            }
        }
        if (!open.isEmpty()) {
            throw new AssertionError("no answer for " + open);
        }
        return there;
    }

    private static List<List<String>> inParts(List<String> all) {
        var parts = new ArrayList<List<String>>();
        for (var i = 0; i < all.size(); i += 100) {
            parts.add(all.subList(i, Math.min(i + 100, all.size())));
        }
        return parts;
    }

    private void hearQuery(List<String> asked, Set<String> open, Set<String> there) {
        try {
            socket.setSoTimeout(1000);
            while (asked.stream().anyMatch(open::contains)) {
                var response = receive();
                var user = RawPhone.header(response, "Call-ID").substring("storm-".length());
                if (RawPhone.isStatus(200).test(response) && open.remove(user)) {
                    if (response.contains(contact(user))) {
                        there.add(user);
                    }
                }
            }
        } catch (SocketTimeoutException _) {
            // some answers were lost; they are asked for again
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
