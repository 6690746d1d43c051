package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import java.util.Optional;

/// Where RTCP is to be sent, if not to the port behind that of RTP: `a=rtcp`, RFC 3605.
///
/// ```
/// a=rtcp:53020 IN IP4 198.51.100.1
/// ```
///
/// @param port 0 to 65535
/// @param connection empty where the address is that of the media
public record Rtcp(int port, Optional<Connection> connection) {
    static Rtcp parse(LineScanner in) {
        int port = (int) in.number(65535);
        return new Rtcp(
                port, in.acceptSpace() ? Optional.of(Connection.parse(in)) : Optional.empty());
    }

    public void writeTo(ByteSink out) {
        out.put(port);
        if (connection.isEmpty()) return;
        out.put(' ');
        connection.get().writeTo(out);
    }
}
