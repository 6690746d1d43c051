package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.resource.RemotePhoneBook.Question;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint.SslSessionData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Asks the desk for what is asked for over HTTP (RFC 9110). There is GET and nothing else: a phone that only asks whether a file is there
/// would have passwords made for nobody.
final class HttpDesk extends Handler.Abstract {
    private static final String RETRY_AFTER = "10";

    private final FileDesk desk;

    HttpDesk(FileDesk desk) {
        this.desk = desk;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        if (!request.getMethod().equals("GET")) {
            headers.put(HttpHeader.ALLOW, "GET");
            end(response, HttpStatus.METHOD_NOT_ALLOWED_405, new byte[0], callback);
            return true;
        }
        if (EventDesk.PATH.equals(request.getHttpURI().getPath())) {
            hear(request, response, callback);
            return true;
        }
        switch (desk.answer(asked(request))) {
            case Answer.Found(var bytes, var type) -> {
                headers.put(HttpHeader.CONTENT_TYPE, type);
                end(response, HttpStatus.OK_200, bytes, callback);
            }
            case Answer.NotFound _ ->
                    end(response, HttpStatus.NOT_FOUND_404, new byte[0], callback);
            case Answer.Busy _, Answer.Full _ -> {
                headers.put(HttpHeader.RETRY_AFTER, RETRY_AFTER);
                end(response, HttpStatus.SERVICE_UNAVAILABLE_503, new byte[0], callback);
            }
            case Answer.Failed _ ->
                    end(response, HttpStatus.INTERNAL_SERVER_ERROR_500, new byte[0], callback);
        }
        return true;
    }

    /// The same answer for phones that are known and for others.
    private void hear(Request request, Response response, Callback callback) {
        String query = request.getHttpURI().getQuery();
        var from = inet(request.getConnectionMetaData().getRemoteSocketAddress()).getAddress();
        boolean isTaken = desk.hear(from, query == null ? "" : query);
        if (!isTaken) response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER);
        int status = isTaken ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
        end(response, status, new byte[0], callback);
    }

    private static void end(Response response, int status, byte[] body, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static FileRequest asked(Request request) {
        var connection = request.getConnectionMetaData();
        String agent = request.getHeaders().get(HttpHeader.USER_AGENT);
        String path = request.getHttpURI().getPath();
        var scheme = request.isSecure() ? Scheme.HTTPS : Scheme.HTTP;
        var local = inet(connection.getLocalSocketAddress());
        String asked = path == null ? "" : path;
        return FileRequest.of(
                        scheme,
                        new Asker(
                                inet(connection.getRemoteSocketAddress()).getAddress(),
                                agent == null ? "" : agent),
                        local.getAddress(),
                        asked,
                        certificate(request))
                .asking(question(request), new DeskAddress(scheme, local) + asked);
    }

    /// What cannot be read is not there: a phone sends what its user types as it likes.
    private static Question question(Request request) {
        try {
            var fields = Request.extractQueryParameters(request);
            String search = fields.getValue("search");
            String range = fields.getValue("range");
            return new Question(search == null ? "" : search, range == null ? "" : range);
        } catch (RuntimeException e) {
            return new Question("", "");
        }
    }

    private static InetSocketAddress inet(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) return inet;
        throw new IllegalStateException("not the address of a connection: " + address);
    }

    /// The makers put the MAC address into the common name.
    private static Optional<Mac> certificate(Request request) {
        if (!(request.getAttribute(SslSessionData.ATTRIBUTE) instanceof SslSessionData session))
            return Optional.empty();
        X509Certificate[] chain = session.peerCertificates();
        if (chain == null || chain.length == 0) return Optional.empty();
        return DeviceCertificate.mac(chain[0]);
    }
}
