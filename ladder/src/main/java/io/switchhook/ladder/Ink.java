package io.switchhook.ladder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.List;

/// Writes values into an array, one behind the other. What has no room is cut off.
final class Ink {
    static final int LONGEST_TEXT = 300;
    static final int LONGEST_LIST = 10;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;

    Ink(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return at;
    }

    Ink moveTo(int position) {
        at = position;
        return this;
    }

    Ink octet(int value) {
        bytes[at++] = (byte) value;
        return this;
    }

    Ink flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    Ink number(int value) {
        INT.set(bytes, at, value);
        at += Integer.BYTES;
        return this;
    }

    Ink number(long value) {
        LONG.set(bytes, at, value);
        at += Long.BYTES;
        return this;
    }

    Ink octets(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, at, length);
        at += length;
        return this;
    }

    /// UTF-16 units of which most are ASCII: one octet each below 255, else 255 and two.
    Ink text(String text) {
        int length = Math.min(text.length(), LONGEST_TEXT);
        octet(length >> 8).octet(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0xff) bytes[at++] = (byte) c;
            else octet(0xff).octet(c >> 8).octet(c);
        }
        return this;
    }

    Ink texts(List<String> texts) {
        int size = Math.min(texts.size(), LONGEST_LIST);
        octet(size);
        for (int i = 0; i < size; i++) text(texts.get(i));
        return this;
    }

    Ink numbers(List<Integer> numbers) {
        int size = Math.min(numbers.size(), LONGEST_LIST);
        octet(size);
        for (int i = 0; i < size; i++) number((int) numbers.get(i));
        return this;
    }

    Ink path(Path path) {
        return octet(Eye.TRANSPORTS.indexOf(path.transport()))
                .address(path.local())
                .address(path.remote());
    }

    private Ink address(InetSocketAddress address) {
        var host = address.getAddress();
        byte[] octets = host == null ? new byte[0] : host.getAddress();
        return octet(octets.length)
                .octets(octets, 0, octets.length)
                .octet(address.getPort() >> 8)
                .octet(address.getPort());
    }
}
