package io.switchhook.sip.message;

import io.switchhook.sip.grammar.Leniencies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The messages of RFC 4475, RFC 5118 and the RFCs' call flows, byte for byte.
public final class Corpus {
    private static final Path ROOT = root();

    private Corpus() {}

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(Corpus.class.getResource("/corpus")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One file of the corpus.
    public record Message(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    public static Stream<Message> all() {
        return Stream.of("rfc4475", "rfc5118", "flows").flatMap(Corpus::in);
    }

    public static Stream<Message> flows() {
        return in("flows");
    }

    private static Stream<Message> in(String folder) {
        try (var files = Files.walk(ROOT.resolve(folder))) {
            return files
                    .filter(file -> file.toString().matches(".*\\.(dat|txt)"))
                    .sorted()
                    .map(file -> new Message(ROOT.relativize(file).toString(), read(file)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The bytes of one message, e.g. `rfc4475/wsinv.dat`.
    public static byte[] bytes(String name) {
        return read(ROOT.resolve(name));
    }

    /// The rows of a table without its heading.
    public static List<String[]> table(String name) {
        try {
            return Files.readAllLines(ROOT.resolve(name)).stream()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a datagram with every leniency.
    public static SipMessage parse(byte[] bytes) {
        return parse(bytes, Leniencies.all());
    }

    public static SipMessage parse(byte[] bytes, Leniencies leniencies) {
        byte[] own = Arrays.copyOf(bytes, bytes.length);
        return new MessageParser(MessageLimits.DEFAULT, leniencies)
                .parseDatagram(own, 0, own.length);
    }

    /// Reads a request written with bare line feeds for the eye.
    public static Request request(String text) {
        return (Request) parse(crlf(text), Leniencies.all());
    }

    public static byte[] crlf(String text) {
        return text.replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
