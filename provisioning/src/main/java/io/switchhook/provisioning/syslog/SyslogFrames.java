package io.switchhook.provisioning.syslog;

import java.util.ArrayList;
import java.util.List;

/// Takes messages out of the bytes of a connection: `MSG-LEN SP SYSLOG-MSG`, as TLS has it (RFC 5425 §4.3), and TCP by octet
/// counting (RFC 6587 §3.4.1). One for each connection, and for one thread. No more is kept than one message.
public final class SyslogFrames {
    private int length;
    private int digits;

    /// The message that is being read; empty while its length is.
    private byte[] message = new byte[0];

    private int filled;

    /// @param bytes as they came, in pieces of whatever size
    /// @return the messages that are complete with them
    /// @throws MalformedFrame if there is no frame where one should begin
    public List<byte[]> feed(byte[] bytes) throws MalformedFrame {
        var messages = new ArrayList<byte[]>();
        int at = 0;
        while (at < bytes.length) {
            if (message.length == 0) {
                lengthByte(bytes[at++]);
                continue;
            }
            int count = Math.min(bytes.length - at, message.length - filled);
            System.arraycopy(bytes, at, message, filled, count);
            at += count;
            filled += count;
            if (filled < message.length) continue;
            messages.add(message);
            message = new byte[0];
            filled = 0;
        }
        return messages;
    }

    private void lengthByte(byte b) throws MalformedFrame {
        boolean isDigit = b >= '0' && b <= '9';
        if (isDigit && (digits > 0 || b != '0')) {
            length = 10 * length + b - '0';
            digits++;
            if (length > SyslogParser.LONGEST)
                throw new MalformedFrame(
                        "a message of more than " + SyslogParser.LONGEST + " bytes");
        } else if (b == ' ' && digits > 0) {
            message = new byte[length];
            length = 0;
            digits = 0;
        } else throw new MalformedFrame("no length of a message, but byte " + (b & 0xff));
    }
}
