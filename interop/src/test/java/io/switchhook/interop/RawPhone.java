package io.switchhook.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The least that can register and call over UDP: messages are text, and nothing is sent twice.
final class RawPhone implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static int count;

    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private final String domain;
    private final String user;
    private final String callId = "raw-" + ProcessHandle.current().pid() + "-" + ++count;
    private int cseq;

    RawPhone(String user, String domain, int serverPort) throws IOException {
        this.user = user;
        this.domain = domain;
        var loopback = InetAddress.getByName("127.0.0.1");
        this.socket = new DatagramSocket(0, loopback);
        this.server = new InetSocketAddress(loopback, serverPort);
    }

    /// Registers, with digest if challenged, and returns the final response.
    String register(String password) throws IOException {
        var request = request("REGISTER", "sip:" + domain, user, contact() + "Expires: 600\r\n");
        var response = exchange(request);
        if (!isStatus(401).test(response)) {
            return response;
        }
        var credentials = "Authorization: " + digest(response, "REGISTER", password) + "\r\n";
        return exchange(
                request(
                        "REGISTER",
                        "sip:" + domain,
                        user,
                        contact() + "Expires: 600\r\n" + credentials));
    }

    /// Sends a request and returns its final response.
    String exchange(String request) throws IOException {
        send(request);
        var cseq = header(request, "CSeq");
        return await(message ->
                message.startsWith("SIP/2.0 ")
                        && !message.startsWith("SIP/2.0 1")
                        && header(message, "CSeq").equals(cseq));
    }

    /// A request out of a dialog.
    String request(String method, String uri, String to, String more) {
        cseq++;
        return request(method, uri, "<sip:" + to + "@" + domain + ">", cseq, more);
    }

    /// A request with a To and CSeq of the caller's choice.
    String request(String method, String uri, String to, int number, String more) {
        return """
        %s %s SIP/2.0\r
        Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s-%d-%s;rport\r
        Max-Forwards: 70\r
        From: <sip:%s@%s>;tag=%s\r
        To: %s\r
        Call-ID: %s\r
        CSeq: %d %s\r
        %sContent-Length: 0\r
        \r
        """
                .formatted(
                        method,
                        uri,
                        socket.getLocalPort(),
                        callId,
                        number,
                        method,
                        user,
                        domain,
                        callId,
                        to,
                        callId,
                        number,
                        method,
                        more);
    }

    int port() {
        return socket.getLocalPort();
    }

    String contact() {
        return "Contact: <sip:%s@127.0.0.1:%d>\r\n".formatted(user, socket.getLocalPort());
    }

    /// A response to a request that came.
    static String response(String request, String status, String more) {
        var copied = new StringBuilder();
        request.lines()
                .filter(line -> line.matches("(?is)(Via|From|Call-ID|CSeq|Record-Route):.*"))
                .forEach(line -> copied.append(line).append("\r\n"));
        var to = header(request, "To");
        var tagged = to.contains("tag=") ? to : to + ";tag=raw";
        return "SIP/2.0 %s\r\n%sTo: %s\r\n%sContent-Length: 0\r\n\r\n"
                .formatted(status, copied, tagged, more);
    }

    void send(String message) throws IOException {
        send(message.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    /// The first message that comes and is wanted; others are dropped.
    String await(Predicate<String> wanted) throws IOException {
        var deadline = System.nanoTime() + SOON.toNanos();
        var packet = new DatagramPacket(new byte[65536], 65536);
        var others = new StringBuilder();
        for (var left = SOON.toMillis(); left > 0; ) {
            socket.setSoTimeout((int) left);
            try {
                packet.setLength(65536);
                socket.receive(packet);
            } catch (SocketTimeoutException _) {
                break;
            }
            var text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            if (wanted.test(text)) {
                return text;
            }
            others.append(text.lines().findFirst().orElse("")).append('\n');
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        throw new AssertionError("the message did not come, but:\n" + others);
    }

    static Predicate<String> isStatus(int status) {
        return message -> message.startsWith("SIP/2.0 " + status + " ");
    }

    /// The value of the first header of a name; empty if there is none.
    static String header(String message, String name) {
        return message.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private String digest(String response, String method, String password) {
        var challenge = header(response, "WWW-Authenticate");
        var realm = parameter(challenge, "realm");
        var nonce = parameter(challenge, "nonce");
        var uri = "sip:" + domain;
        var ha1 = md5(user + ":" + realm + ":" + password);
        var ha2 = md5(method + ":" + uri);
        return """
        Digest username="%s",realm="%s",nonce="%s",uri="%s",algorithm=MD5,qop=auth,nc=00000001,cnonce="c",response="%s\"\
        """
                .formatted(
                        user,
                        realm,
                        nonce,
                        uri,
                        md5(ha1 + ":" + nonce + ":00000001:c:auth:" + ha2));
    }

    private static String parameter(String challenge, String name) {
        var found = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
        if (!found.find()) {
            throw new AssertionError("no " + name + " in: " + challenge);
        }
        return found.group(1);
    }

    private static String md5(String text) {
        try {
            var md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
