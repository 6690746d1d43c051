package io.switchhook.ladder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads what [Ink] has written.
final class Eye {
    static final List<String> TRANSPORTS = List.of("UDP", "TCP", "TLS", "WS", "WSS");
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;

    Eye(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    int position() {
        return at;
    }

    int octet() {
        return bytes[at++] & 0xff;
    }

    boolean flag() {
        return octet() != 0;
    }

    int number() {
        int value = (int) INT.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    long longNumber() {
        long value = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    byte[] octets(int length) {
        var octets = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return octets;
    }

    private int two() {
        return octet() << 8 | octet();
    }

    String text() {
        int length = two();
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int c = octet();
            text.append((char) (c < 0xff ? c : two()));
        }
        return text.toString();
    }

    List<String> texts() {
        int size = octet();
        var texts = new ArrayList<String>(size);
        for (int i = 0; i < size; i++) texts.add(text());
        return List.copyOf(texts);
    }

    List<Integer> numbers() {
        int size = octet();
        var numbers = new ArrayList<Integer>(size);
        for (int i = 0; i < size; i++) numbers.add(number());
        return List.copyOf(numbers);
    }

    Path path() {
        int transport = octet();
        return new Path(
                transport < TRANSPORTS.size() ? TRANSPORTS.get(transport) : "?",
                address(),
                address());
    }

    private InetSocketAddress address() {
        byte[] octets = octets(octet());
        int port = two();
        try {
            return octets.length == 0
                    ? InetSocketAddress.createUnresolved("unknown", port)
                    : new InetSocketAddress(InetAddress.getByAddress(octets), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + octets.length + " octets", e);
        }
    }
}
