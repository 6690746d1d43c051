package io.switchhook.ladder;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Entries made up: what phones say to the server, what it says to them, and what it remarks.
final class Scene {
    static final Timeline TIMELINE = new Timeline(0, Instant.parse("2026-03-01T08:00:00Z"));
    static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 5060);
    static final Path A = path("UDP", "10.0.0.7:5062");
    static final Path B = path("UDP", "10.0.0.8:5064");
    static final Path C = path("UDP", "10.0.0.9:5066");

    private final List<Entry> entries = new ArrayList<>();
    private String callId = "call-1@10.0.0.7";
    private long nanos;

    static Path path(String transport, String remote) {
        int colon = remote.lastIndexOf(':');
        return new Path(
                transport,
                SERVER,
                new InetSocketAddress(
                        remote.substring(0, colon), Integer.parseInt(remote.substring(colon + 1))));
    }

    Scene call(String id) {
        callId = id;
        return this;
    }

    Scene after(int milliseconds) {
        nanos += milliseconds * 1_000_000L;
        return this;
    }

    /// The first line, and others if they differ from the usual ones; a blank line and a body may follow.
    Scene from(Path path, String text) {
        byte[] bytes = bytes(text);
        entries.add(
                new Entry(
                        nanos++,
                        Recorder.key(callId),
                        new Entry.Received(path, bytes, bytes.length)));
        return this;
    }

    Scene to(Path path, String text) {
        byte[] bytes = bytes(text);
        entries.add(
                new Entry(
                        nanos++, Recorder.key(callId), new Entry.Sent(path, bytes, bytes.length)));
        return this;
    }

    Scene remark(Remark remark) {
        entries.add(new Entry(nanos++, Recorder.key(callId), new Entry.Remarked(remark)));
        return this;
    }

    Scene remarkOfNoCall(Remark remark) {
        entries.add(new Entry(nanos++, 0, new Entry.Remarked(remark)));
        return this;
    }

    Scene raw(Path path, byte[] bytes) {
        entries.add(new Entry(nanos++, 0, new Entry.Received(path, bytes, bytes.length)));
        return this;
    }

    /// Lines that are not said are added: Call-ID, From, To, CSeq, Via, Content-Length.
    private byte[] bytes(String text) {
        int blank = text.indexOf("\n\n");
        String body = blank < 0 ? "" : text.substring(blank + 2).stripTrailing() + "\n";
        String head = (blank < 0 ? text : text.substring(0, blank)).stripTrailing() + "\n";
        body = body.replace("\n", "\r\n");
        String method =
                head.startsWith("SIP/2.0") ? "INVITE" : head.substring(0, head.indexOf(' '));
        head = with(head, "Via", "SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-" + method + "-1");
        head = with(head, "From", "\"User A\" <sip:1001@office.example>;tag=a");
        head = with(head, "To", "\"User B\" <sip:1002@office.example>");
        head = with(head, "Call-ID", callId);
        head = with(head, "CSeq", "1 " + (method.equals("ACK") ? "ACK" : method));
        if (!body.isEmpty()) head = with(head, "Content-Type", "application/sdp");
        head = with(head, "Content-Length", String.valueOf(body.length()));
        return (head.replace("\n", "\r\n") + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    private static String with(String head, String name, String value) {
        return head.contains("\n" + name + ":") ? head : head + name + ": " + value + "\n";
    }

    static String sdp(String address, int port, String... attributes) {
        return "\n\nv=0\no=- 1 1 IN IP4 "
                + address
                + "\ns=-\nc=IN IP4 "
                + address
                + "\nt=0 0\nm=audio "
                + port
                + " RTP/AVP 8\na=rtpmap:8 PCMA/8000\n"
                + String.join("\n", attributes);
    }

    List<Entry> entries() {
        return entries.stream().sorted(Comparator.comparingLong(Entry::nanos)).toList();
    }

    List<Ladder> ladders() {
        return Joining.ladders(entries(), TIMELINE, nanos);
    }

    Ladder ladder() {
        return ladders().getLast();
    }

    /// `Digest` with all that belongs to it.
    static String credentials(String header) {
        return header
                + ": Digest username=\"1001\", realm=\"office.example\", nonce=\"abc\","
                + " uri=\"sip:1002@office.example\", response=\"0123456789abcdef0123456789abcdef\","
                + " cnonce=\"c0ffee\", qop=auth, nc=00000001, algorithm=SHA-256";
    }

    /// A call that is challenged, made, answered and talked in.
    static Scene talking() {
        String to = "\nTo: \"User B\" <sip:1002@office.example>;tag=b";
        String two = "\nCSeq: 2 INVITE\nVia: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-a2";
        String ours =
                "\nCSeq: 2 INVITE\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK-p2, SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-a2";
        return new Scene()
                .from(A, "INVITE sip:1002@office.example SIP/2.0" + sdp("10.0.0.7", 11780))
                .remark(
                        new Remark.Challenged(
                                Remark.Credentials.NONE, "office.example", "SHA-256, MD5"))
                .to(
                        A,
                        "SIP/2.0 407 Proxy Authentication Required\nProxy-Authenticate: Digest realm=\"office.example\", nonce=\"abc\""
                                + to.replace("=b", "=p"))
                .after(20)
                .from(A, "ACK sip:1002@office.example SIP/2.0" + to.replace("=b", "=p"))
                .from(
                        A,
                        "INVITE sip:1002@office.example SIP/2.0\n"
                                + credentials("Proxy-Authorization")
                                + two
                                + sdp("10.0.0.7", 11780))
                .remark(new Remark.Authenticated("1001", "SHA-256"))
                .to(A, "SIP/2.0 100 Trying" + two)
                .remark(new Remark.Targeted("sip:1002@10.0.0.8:5064", 1000, Optional.of(B), false))
                .after(1)
                .to(B, "INVITE sip:1002@10.0.0.8:5064 SIP/2.0" + ours + sdp("10.0.0.7", 11780))
                .after(118)
                .from(B, "SIP/2.0 180 Ringing" + ours + to)
                .to(A, "SIP/2.0 180 Ringing" + two + to)
                .after(2000)
                .from(B, "SIP/2.0 200 OK" + ours + to + sdp("10.0.0.8", 11790))
                .to(A, "SIP/2.0 200 OK" + two + to + sdp("10.0.0.8", 11790))
                .after(3)
                .from(
                        A,
                        "ACK sip:1002@10.0.0.8:5064 SIP/2.0\nCSeq: 2 ACK\nVia: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-a3"
                                + to)
                .to(
                        B,
                        "ACK sip:1002@10.0.0.8:5064 SIP/2.0\nCSeq: 2 ACK\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK-p3, SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-a3"
                                + to);
    }

    /// [#talking] with another Call-ID.
    static List<Entry> talkingAs(String callId) {
        return talking().entries().stream()
                .map(entry ->
                        new Entry(
                                entry.nanos(), Recorder.key(callId), renamed(entry.what(), callId)))
                .toList();
    }

    private static Entry.Happening renamed(Entry.Happening what, String callId) {
        return switch (what) {
            case Entry.Received(var path, var bytes, _) -> {
                byte[] named = renamed(bytes, callId);
                yield new Entry.Received(path, named, named.length);
            }
            case Entry.Sent(var path, var bytes, _) -> {
                byte[] named = renamed(bytes, callId);
                yield new Entry.Sent(path, named, named.length);
            }
            case Entry.Remarked _ -> what;
        };
    }

    private static byte[] renamed(byte[] message, String callId) {
        return new String(message, StandardCharsets.UTF_8)
                .replace("call-1@10.0.0.7", callId)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// A request within the call that goes from one end to the other and is agreed to.
    Scene within(Path from, Path to, int cseq, String method, String offer, String answer) {
        boolean byA = from.equals(A);
        String a = "<sip:1001@office.example>;tag=a";
        String b = "<sip:1002@office.example>;tag=b";
        String ends = "\nFrom: " + (byA ? a : b) + "\nTo: " + (byA ? b : a);
        String first = "\nVia: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-" + method + cseq + byA;
        String second =
                first.replace(
                        "Via: ",
                        "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK-p"
                                + method
                                + cseq
                                + byA
                                + ", ");
        String number = "\nCSeq: " + cseq + ' ' + method;
        from(from, method + " sip:x@10.0.0.9 SIP/2.0" + number + ends + first + offer);
        to(to, method + " sip:x@10.0.0.9 SIP/2.0" + number + ends + second + offer);
        from(to, "SIP/2.0 200 OK" + number + ends + second + answer);
        to(from, "SIP/2.0 200 OK" + number + ends + first + answer);
        if (!method.equals("INVITE")) return this;
        String ack = "\nCSeq: " + cseq + " ACK";
        from(from, "ACK sip:x@10.0.0.9 SIP/2.0" + ack + ends + first + "k");
        return to(to, "ACK sip:x@10.0.0.9 SIP/2.0" + ack + ends + second + "k");
    }
}
