package io.switchhook.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A phone over one TLS connection, by the JDK: answers every call, and makes as many at once as asked. Trusts every server.
final class TlsPhone implements AutoCloseable {
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final TrustManager TRUSTING =
            new X509TrustManager() {
                @Override
                public void checkClientTrusted(X509Certificate[] chain, String type) {}

                @Override
                public void checkServerTrusted(X509Certificate[] chain, String type) {}

                @Override
                public X509Certificate[] getAcceptedIssuers() {
                    return new X509Certificate[0];
                }
            };

    private final String user;
    private final SSLSocket socket;
    private final Map<String, BlockingQueue<List<String>>> waiting = new ConcurrentHashMap<>();

    private TlsPhone(String user, SSLSocket socket) {
        this.user = user;
        this.socket = socket;
    }

    static TlsPhone connect(ListenAddress server, String user) throws Exception {
        var phone = deaf(server, user);
        Thread.startVirtualThread(phone::read);
        return phone;
    }

    /// One that takes nothing of what it is sent.
    static TlsPhone deaf(ListenAddress server, String user) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {TRUSTING}, new SecureRandom());
        var address = server.address();
        var plain = new Socket();
        plain.setTcpNoDelay(true);
        plain.setReceiveBufferSize(16 * 1024);
        plain.connect(address);
        var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(plain, "phone.invalid", address.getPort(), true);
        socket.startHandshake();
        return new TlsPhone(user, socket);
    }

    /// Whom the server's certificate names.
    String server() throws Exception {
        return socket.getSession().getPeerPrincipal().getName();
    }

    private void read() {
        try {
            var in = new BufferedInputStream(socket.getInputStream());
            var text = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                text.append((char) c);
                if (c != '\n' || !text.toString().endsWith("\r\n\r\n")) continue;
                took(text.toString().lines().toList());
                text.setLength(0);
            }
        } catch (IOException | UncheckedIOException e) {
            // It was closed.
        }
    }

    private void took(List<String> message) {
        if (message.getFirst().startsWith("SIP/2.0 1")) return;
        if (message.getFirst().startsWith("SIP/2.0 ")) {
            var queue = waiting.get(value(message, "Call-ID"));
            if (queue != null) queue.offer(message);
        } else if (!message.getFirst().startsWith("ACK ")) {
            send(answer(message));
        }
    }

    private String answer(List<String> request) {
        var lines = new ArrayList<>(List.of("SIP/2.0 200 OK"));
        for (var line : request)
            if (line.startsWith("Via:")
                    || line.startsWith("From:")
                    || line.startsWith("Call-ID:")
                    || line.startsWith("CSeq:")
                    || line.startsWith("Record-Route:")) lines.add(line);
            else if (line.startsWith("To:"))
                lines.add(line.contains(";tag=") ? line : line + ";tag=callee");
        lines.add(contact());
        return text(lines);
    }

    private String contact() {
        return "Contact: <sip:" + user + "@phone.invalid;transport=tls>";
    }

    private static String text(List<String> lines) {
        return String.join("\r\n", lines) + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static String value(List<String> message, String name) {
        for (var line : message)
            if (line.startsWith(name + ": ")) return line.substring(name.length() + 2);
        throw new IllegalStateException("no " + name + " in " + message);
    }

    void send(String text) {
        try {
            synchronized (this) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One REGISTER and its 200.
    void register() throws Exception {
        String id = "register-" + CALLS.incrementAndGet();
        var to = "<sip:%s@office.example>".formatted(user);
        ask(id, request("REGISTER", "sip:office.example", id, 1, to, List.of(contact())));
    }

    /// A call from its INVITE to the 200 of its BYE.
    void call(String callee) throws Exception {
        String id = "call-" + CALLS.incrementAndGet();
        String uri = "sip:" + callee + "@office.example";
        var ok = ask(id, request("INVITE", uri, id, 1, "<" + uri + ">", List.of(contact())));
        String to = value(ok, "To");
        String target = value(ok, "Contact").replaceAll("[<>]", "");
        var route = List.of("Route: " + value(ok, "Record-Route"));
        send(request("ACK", target, id, 1, to, route));
        ask(id, request("BYE", target, id, 2, to, route));
    }

    private String request(
            String method, String uri, String id, int cseq, String to, List<String> more) {
        var lines =
                new ArrayList<>(
                        List.of(
                                method + " " + uri + " SIP/2.0",
                                "Via: SIP/2.0/TLS phone.invalid;branch=z9hG4bK%s-%s%d"
                                        .formatted(id, method, cseq),
                                "Max-Forwards: 70",
                                "From: <sip:%s@office.example>;tag=caller".formatted(user),
                                "To: " + to,
                                "Call-ID: " + id,
                                "CSeq: " + cseq + " " + method));
        lines.addAll(more);
        return text(lines);
    }

    /// Asks for long answers until the server has enough of it.
    void flood() {
        try {
            for (int i = 1; true; i++) {
                String id = user + "-" + i;
                String uri = "sip:office.example;" + "x".repeat(20_000);
                send(request("OPTIONS", "sip:office.example", id, i, '<' + uri + '>', List.of()));
            }
        } catch (UncheckedIOException e) {
            // As it should be.
        }
    }

    private List<String> ask(String id, String request) throws Exception {
        var queue = waiting.computeIfAbsent(id, _ -> new ArrayBlockingQueue<>(4));
        try {
            send(request);
            var answer = queue.poll(20, TimeUnit.SECONDS);
            if (answer == null) throw new IOException("no answer to " + request);
            if (!answer.getFirst().startsWith("SIP/2.0 200 "))
                throw new IOException(answer.getFirst() + " to " + request);
            return answer;
        } finally {
            waiting.remove(id);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
