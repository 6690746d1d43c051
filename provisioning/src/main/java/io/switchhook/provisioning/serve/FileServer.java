package io.switchhook.provisioning.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// The listeners of a [FileDesk].
public final class FileServer implements AutoCloseable {

    /// @param connections open at once over HTTP and HTTPS; others wait
    /// @param perAddress of these; further ones are closed
    /// @param request bytes of a request's first line and header lines; past it 431
    /// @param time of a connection from its first byte to its last; each carries one request
    /// @param transfers over TFTP at once; further requests are not answered, and come again
    /// @param retry of TFTP: until a packet that is not acknowledged is sent again
    public record Bounds(
            int connections,
            int perAddress,
            int request,
            Duration time,
            int transfers,
            Duration retry) {}

    /// How HTTPS is spoken.
    ///
    /// @param asks whether devices are asked for the certificates of their makers; the context says which are good
    public record Tls(SSLContext context, boolean asks) {}

    private final List<DeskAddress> addresses = new ArrayList<>();
    private final Optional<HttpListeners> http;
    private final List<TftpListener> tftp = new ArrayList<>();

    private FileServer(List<DeskAddress> asked, FileDesk desk, Bounds bounds, Optional<Tls> tls)
            throws IOException {
        var web = asked.stream().filter(it -> it.scheme() != Scheme.TFTP).toList();
        http =
                web.isEmpty()
                        ? Optional.empty()
                        : Optional.of(HttpListeners.start(web, desk, bounds, tls));
        try {
            var ports = new ArrayList<>(http.map(HttpListeners::ports).orElse(List.of()));
            for (var address : asked) {
                if (address.scheme() == Scheme.TFTP) {
                    var listener = TftpListener.start(address.address(), desk, bounds);
                    tftp.add(listener);
                    addresses.add(address.at(listener.address()));
                } else {
                    addresses.add(address.at(new InetSocketAddress(ports.removeFirst())));
                }
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /// Returns when all of them accept.
    ///
    /// @param tls needed for HTTPS
    /// @throws IOException naming the address that cannot be had, with nothing left open
    public static FileServer start(
            List<DeskAddress> addresses, FileDesk desk, Bounds bounds, Optional<Tls> tls)
            throws IOException {
        return new FileServer(addresses, desk, bounds, tls);
    }

    /// Where it listens, with the ports that it really has, in the order in which they were asked for.
    public List<DeskAddress> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public void close() {
        http.ifPresent(HttpListeners::close);
        tftp.forEach(TftpListener::close);
    }
}
