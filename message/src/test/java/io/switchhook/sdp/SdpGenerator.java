package io.switchhook.sdp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Random descriptions that the grammar allows.
final class SdpGenerator {
    private static final String ALPHANUMERIC =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String TOKEN = ALPHANUMERIC + "!#$%&'*+-.^_`{|}~";
    private static final String WORD = TOKEN + "()<>@,;:\\\"/[]?=äЖ漢";
    private static final String TEXT = WORD + " \t\u0001";
    private static final byte[] INTERESTING =
            "\r\n=: /|;.\0\t09vosiuepcbtrzkam\377\303".getBytes(StandardCharsets.ISO_8859_1);

    private final SplittableRandom random;

    SdpGenerator(SplittableRandom random) {
        this.random = random;
    }

    private String of(String alphabet, int min, int max) {
        var text = new StringBuilder();
        for (int length = random.nextInt(min, max + 1); length > 0; length--)
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        return text.toString();
    }

    private String token() {
        return of(TOKEN, 1, 12);
    }

    private String text() {
        return of(TEXT, 1, 40);
    }

    private String digits() {
        return of("0123456789", 1, 22);
    }

    private <T> List<T> list(Supplier<T> element, int max) {
        var list = new ArrayList<T>();
        for (int size = random.nextInt(max + 1); size > 0; size--) list.add(element.get());
        return list;
    }

    private String ip4() {
        return random.nextInt(256) + "." + random.nextInt(256) + ".0." + random.nextInt(256);
    }

    private String ip6() {
        return "2001:db8::" + Integer.toHexString(random.nextInt(65536));
    }

    private Connection connection() {
        return switch (random.nextInt(4)) {
            case 0 -> Connection.of(ip4());
            case 1 -> Connection.of(ip6());
            case 2 -> Connection.of(of(ALPHANUMERIC + "-", 1, 10) + ".example.com");
            default ->
                    new Connection(
                            "IN",
                            "IP4",
                            ip4(),
                            OptionalInt.of(random.nextInt(256)),
                            random.nextBoolean()
                                    ? OptionalInt.of(random.nextInt(1, 100))
                                    : OptionalInt.empty());
        };
    }

    private Crypto crypto() {
        byte[] key = new byte[random.nextInt(1, 47)];
        random.nextBytes(key);
        var parameter =
                new KeyParameter(
                        KeyParameter.of(key).keySalt(),
                        Optional.of("2^20").filter(_ -> random.nextBoolean()),
                        Optional.of(new KeyParameter.Mki("1", 4))
                                .filter(_ -> random.nextBoolean()));
        return new Crypto(
                random.nextInt(1_000_000_000),
                of(ALPHANUMERIC + "_", 1, 20),
                List.of(parameter, parameter),
                list(this::token, 2));
    }

    private Attribute attribute() {
        return switch (random.nextInt(14)) {
            case 0 ->
                    Attribute.RTPMAP.of(
                            new RtpMap(
                                    random.nextInt(128),
                                    token(),
                                    random.nextInt(1, 100_000),
                                    random.nextInt(1, 9)));
            case 1 -> Attribute.FMTP.of(new Fmtp(token(), "x" + text()));
            case 2 -> Attribute.PTIME.of(Duration.ofNanos(random.nextLong(1, 200_000_000)));
            case 3 -> Attribute.MAXPTIME.of(Duration.ofMillis(random.nextInt(1, 1000)));
            case 4 -> Attribute.RTCP.of(new Rtcp(random.nextInt(65536), Optional.empty()));
            case 5 -> Attribute.RTCP.of(new Rtcp(9, Optional.of(connection())));
            case 6 -> Attribute.RTCP_MUX.of(true);
            case 7 -> Attribute.RTCP_FB.of(new RtcpFeedback(token(), token(), ""));
            case 8 -> Attribute.CRYPTO.of(crypto());
            case 9 -> Attribute.GROUP.of(new Group(token(), list(this::token, 4)));
            case 10 -> Attribute.CONTENT.of(List.of(token(), token()));
            case 11 -> Attribute.property("X-" + token());
            case 12 -> Direction.values()[random.nextInt(4)].attribute();
            default -> Attribute.of("X-" + token(), text());
        };
    }

    private MediaDescription media() {
        var formats = list(this::token, 5);
        formats.add("0");
        var media =
                new MediaDescription(
                        token(),
                        random.nextInt(65536),
                        random.nextInt(4) == 0 ? OptionalInt.of(2) : OptionalInt.empty(),
                        random.nextBoolean() ? "RTP/AVP" : token() + "/" + token(),
                        formats,
                        List.of());
        for (var one : list(this::attribute, 8)) media = media.add(one);
        for (var one : list(this::connection, 2)) media = media.add(one);
        return random.nextBoolean() ? media : media.set(new TextLine('i', text()));
    }

    SessionDescription session() {
        var origin = new Origin(of(WORD, 1, 10), digits(), digits(), "IN", "IP6", of(WORD, 1, 20));
        var session = SessionDescription.of(origin).set(new TextLine('s', text()));
        for (var one : list(this::attribute, 5)) session = session.add(one);
        for (char type : "iuep".toCharArray())
            if (random.nextBoolean()) session = session.add(new TextLine(type, text()));
        if (random.nextBoolean()) session = session.set(connection());
        for (var one : list(() -> new Bandwidth(token(), random.nextLong(1L << 40)), 2))
            session = session.add(one);
        if (random.nextBoolean()) session = session.add(new EncryptionKey("clear:" + text()));
        return session.withMedia(list(this::media, 4));
    }

    byte[] mutated(byte[] bytes) {
        if (bytes.length == 0) return new byte[] {(byte) random.nextInt(256)};
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + random.nextInt(1, 20));
        byte[] one = {INTERESTING[random.nextInt(INTERESTING.length)]};
        return switch (random.nextInt(5)) {
            case 0 -> spliced(bytes, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
            case 1 -> spliced(bytes, at, one, at);
            case 2 -> spliced(bytes, at, new byte[0], to);
            case 3 -> spliced(bytes, to, java.util.Arrays.copyOfRange(bytes, at, to), to);
            default -> spliced(bytes, at, one, at + 1);
        };
    }

    private static byte[] spliced(byte[] bytes, int keep, byte[] middle, int resume) {
        byte[] result = new byte[keep + middle.length + bytes.length - resume];
        System.arraycopy(bytes, 0, result, 0, keep);
        System.arraycopy(middle, 0, result, keep, middle.length);
        System.arraycopy(bytes, resume, result, keep + middle.length, bytes.length - resume);
        return result;
    }
}
