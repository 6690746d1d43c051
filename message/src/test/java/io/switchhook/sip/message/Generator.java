package io.switchhook.sip.message;

import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Random values that the grammar allows.
final class Generator {
    private static final String ALPHANUMERIC =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String TOKEN = ALPHANUMERIC + "-.!%*_+`'~";
    private static final String WORD = TOKEN + "()<>:\\\"/[]?{}";
    private static final String USER = ALPHANUMERIC + "-_.!~*'()&=+$,;?/";
    private static final String PARAMETER = ALPHANUMERIC + "-_.!~*'()[]/:&+$";
    private static final String TEXT = WORD + " ,;@äЖ漢\t";

    private final SplittableRandom random;

    Generator(SplittableRandom random) {
        this.random = random;
    }

    private String of(String alphabet, int min, int max) {
        var text = new StringBuilder();
        for (int length = random.nextInt(min, max + 1); length > 0; length--)
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        return text.toString();
    }

    String token() {
        return of(TOKEN, 1, 12);
    }

    String word() {
        return of(WORD, 1, 20) + (random.nextBoolean() ? "@" + of(WORD, 1, 10) : "");
    }

    String text() {
        return of(TEXT + "\r\n\0", 0, 40);
    }

    String space() {
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> " ";
            case 2 -> "\r\n\t";
            default -> " \r\n ";
        };
    }

    <T> List<T> list(Supplier<T> element, int min, int max) {
        var list = new ArrayList<T>();
        for (int size = random.nextInt(min, max + 1); size > 0; size--) list.add(element.get());
        return list;
    }

    Method method() {
        var known = Method.Known.values();
        return random.nextInt(4) == 0 ? Method.of(token()) : known[random.nextInt(known.length)];
    }

    HostPort hostPort() {
        String host =
                switch (random.nextInt(3)) {
                    case 0 -> octet() + "." + octet() + "." + octet() + "." + octet();
                    case 1 -> "[2001:db8::" + Integer.toHexString(random.nextInt(65536)) + "]";
                    default -> of(ALPHANUMERIC + "-", 1, 10) + ".example.com";
                };
        return random.nextBoolean()
                ? HostPort.of(host)
                : HostPort.of(host, random.nextInt(1, 65536));
    }

    private int octet() {
        return random.nextInt(256);
    }

    private Parameters parameters(Supplier<String> name, Supplier<String> value) {
        var parameters = Parameters.EMPTY;
        for (int size = random.nextInt(4); size > 0; size--) {
            parameters =
                    random.nextBoolean()
                            ? parameters.with(name.get(), value.get())
                            : parameters.with(name.get());
        }
        return parameters;
    }

    Parameters headerParameters() {
        return parameters(
                this::token, () -> random.nextBoolean() ? token() : Scanner.quote(of(TEXT, 0, 9)));
    }

    Uri uri() {
        return random.nextInt(5) == 0
                ? Uri.parse(
                        random.nextBoolean()
                                ? "tel:+49" + of("0123456789-.()", 1, 9)
                                : "urn:x:" + of(ALPHANUMERIC, 1, 9))
                : sipUri("");
    }

    private SipUri sipUri(String headers) {
        String user =
                random.nextBoolean() ? of(USER, 1, 9) + (random.nextBoolean() ? "%4A" : "") : "";
        if (!user.isEmpty() && random.nextInt(4) == 0) user += ":" + of(ALPHANUMERIC, 0, 5);
        var parameters = parameters(() -> of(PARAMETER, 1, 6), () -> of(PARAMETER, 1, 6));
        return new SipUri(random.nextBoolean(), user, hostPort(), parameters, headers);
    }

    NameAddr nameAddr() {
        String name =
                switch (random.nextInt(3)) {
                    case 0 -> "";
                    case 1 -> Scanner.quote(of(TEXT, 0, 20));
                    default -> token() + " " + token();
                };
        var uri = random.nextBoolean() ? uri() : sipUri("a=" + of(ALPHANUMERIC, 1, 5));
        return new NameAddr(name, uri, headerParameters().without("tag"));
    }

    Via via() {
        return new Via(token(), hostPort(), headerParameters().without("received"))
                .with(Parameters.EMPTY.with("branch", Via.MAGIC_COOKIE + token()).with("rport"));
    }

    /// The bytes with one of them changed, put in or left out, or a stretch repeated or cut.
    byte[] mutated(byte[] bytes) {
        if (bytes.length == 0) return new byte[] {(byte) random.nextInt(256)};
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + random.nextInt(1, 20));
        byte[] interesting =
                "\r\n,;:<>\"\\@?=%[] \0\377".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        return switch (random.nextInt(5)) {
            case 0 -> spliced(bytes, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
            case 1 ->
                    spliced(
                            bytes,
                            at,
                            new byte[] {interesting[random.nextInt(interesting.length)]},
                            at);
            case 2 -> spliced(bytes, at, new byte[0], to);
            case 3 -> spliced(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
            default ->
                    spliced(
                            bytes,
                            at,
                            new byte[] {interesting[random.nextInt(interesting.length)]},
                            at + 1);
        };
    }

    private static byte[] spliced(byte[] bytes, int keep, byte[] middle, int resume) {
        byte[] result = Arrays.copyOf(bytes, keep + middle.length + bytes.length - resume);
        System.arraycopy(middle, 0, result, keep, middle.length);
        System.arraycopy(bytes, resume, result, keep + middle.length, bytes.length - resume);
        return result;
    }
}
