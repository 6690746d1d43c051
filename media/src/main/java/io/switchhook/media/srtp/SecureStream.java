package io.switchhook.media.srtp;

import io.switchhook.media.rtp.MalformedPacket;
import io.switchhook.media.rtp.PacketPort;
import io.switchhook.media.rtp.RtcpCompound;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The protection of one stream of a call: what leaves over its ports is encrypted, and of what arrives only that is let
/// through which the other end has encrypted. RTP and RTCP share the keys, on one port or two. For one thread.
///
/// ```
///  RtpSession -> over(rtp) -> rtp
///             -> over(rtcp) -> rtcp
/// ```
///
/// A key may change in mid-call. After the other end has another one, its old one is good for a while, for packets of
/// both are on the way (RFC 4568 §7.1.4).
public final class SecureStream {
    private static final int LARGEST = 2048;

    /// Two seconds of audio: by then none with the old key is on the way.
    private static final int OVERLAP = 100;

    private SrtpKey local;
    private SrtpKey remote;
    private SrtpContext sending;
    private SrtpContext receiving;
    private @Nullable SrtpContext receivingBefore;
    private int overlap;

    private final byte[] out = new byte[LARGEST + SrtpContext.OVERHEAD];
    private final ByteBuffer outView = ByteBuffer.wrap(out);
    private final byte[] in = new byte[LARGEST + SrtpContext.OVERHEAD];
    private final ByteBuffer inView = ByteBuffer.wrap(in);

    private long unauthentic;
    private long replayed;
    private long malformed;

    /// @param local what we encrypt with
    /// @param remote what the other end encrypts with
    public SecureStream(SrtpKey local, SrtpKey remote) {
        this.local = local;
        this.remote = remote;
        sending = new SrtpContext(local);
        receiving = new SrtpContext(remote);
    }

    /// A port that looks like the one below it to whom it does not concern.
    public PacketPort over(PacketPort port) {
        return new PacketPort() {
            @Override
            public void send(ByteBuffer packet, InetSocketAddress to) {
                if (protect(packet)) port.send(outView, to);
            }

            @Override
            public @Nullable InetSocketAddress receive(ByteBuffer into) {
                var source = port.receive(inView.clear());
                if (source != null) unprotect(into);
                return source;
            }
        };
    }

    /// From now on this is used. A key that stays, as in a re-INVITE for hold, goes on counting; another one begins with
    /// a rollover counter of zero.
    public void sendWith(SrtpKey key) {
        if (key.equals(local)) return;
        local = key;
        sending = new SrtpContext(key);
    }

    /// From now on this is what the other end is expected to use.
    public void receiveWith(SrtpKey key) {
        if (key.equals(remote)) return;
        remote = key;
        receivingBefore = receiving;
        receiving = new SrtpContext(key);
        overlap = OVERLAP;
    }

    private boolean protect(ByteBuffer packet) {
        int length = packet.remaining();
        if (length > LARGEST) {
            malformed++;
            return false;
        }
        packet.get(out, 0, length);
        try {
            int protectedLength =
                    RtcpCompound.isRtcp(out, 0, length)
                            ? sending.protectRtcp(out, length)
                            : sending.protectRtp(out, length);
            outView.clear().limit(protectedLength);
            return true;
        } catch (MalformedPacket e) {
            malformed++;
            return false;
        }
    }

    private void unprotect(ByteBuffer into) {
        int length = inView.position();
        if (length == 0) return;
        try {
            int plain = open(length);
            switch (plain) {
                case SrtpContext.UNAUTHENTIC -> unauthentic++;
                case SrtpContext.REPLAYED -> replayed++;
                default -> into.put(in, 0, Math.min(plain, into.remaining()));
            }
        } catch (MalformedPacket e) {
            malformed++;
        }
    }

    private int open(int length) throws MalformedPacket {
        boolean isRtcp = RtcpCompound.isRtcp(in, 0, length);
        int plain = open(receiving, isRtcp, length);
        if (receivingBefore == null) return plain;
        if (plain == SrtpContext.UNAUTHENTIC) return open(receivingBefore, isRtcp, length);
        if (plain >= 0 && --overlap == 0) receivingBefore = null;
        return plain;
    }

    private int open(SrtpContext context, boolean isRtcp, int length) throws MalformedPacket {
        return isRtcp ? context.openRtcp(in, length) : context.openRtp(in, length);
    }

    /// Packets that were encrypted with another key, or changed on their way.
    public long unauthentic() {
        return unauthentic;
    }

    /// Packets that came before, or were too old to tell.
    public long replayed() {
        return replayed;
    }

    /// What was no packet at all, or too large for one.
    public long malformed() {
        return malformed;
    }
}
