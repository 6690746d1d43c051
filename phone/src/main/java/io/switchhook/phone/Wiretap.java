package io.switchhook.phone;

import io.switchhook.sip.message.SipMessage;
import java.net.InetSocketAddress;

/// Sees every message of a phone, in the order in which they happen. On the phone's own thread: it must not wait.
public interface Wiretap {
    /// Sees nothing.
    Wiretap NONE =
            new Wiretap() {
                @Override
                public void sent(SipMessage message, String transport, InetSocketAddress to) {}

                @Override
                public void received(
                        SipMessage message, String transport, InetSocketAddress from) {}
            };

    /// Just before a message leaves.
    ///
    /// @param transport `UDP`, `TCP` or `TLS`
    void sent(SipMessage message, String transport, InetSocketAddress to);

    /// Before anything is done about a message that came.
    void received(SipMessage message, String transport, InetSocketAddress from);
}
