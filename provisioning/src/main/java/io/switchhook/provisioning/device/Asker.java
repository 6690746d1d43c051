package io.switchhook.provisioning.device;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who asks for a file.
///
/// @param agent what it says it is (`User-Agent`), such as `Yealink SIP-T38G 38.70.0.125 00:15:65:ab:cd:ef`, cut and without anything
///     that could fool a terminal; empty where nothing is said, as over TFTP
public record Asker(InetAddress address, String agent) {
    private static final int LONGEST = 128;
    private static final Pattern SPACE = Pattern.compile(" +");
    private static final Pattern FIRMWARE = Pattern.compile("\\d{1,3}(\\.\\d{1,5}){1,4}");

    public Asker {
        agent = printable(agent);
    }

    private static String printable(String text) {
        var printable = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            printable.append(c >= ' ' && c < 127 ? c : '?');
        }
        return printable.toString().strip();
    }

    /// Whether it may be the same device: from the same address, and of the same kind. New firmware makes no other device of it.
    public boolean isLike(Asker other) {
        return address.equals(other.address) && kind().equals(other.kind());
    }

    private String kind() {
        return words().filter(word -> !FIRMWARE.matcher(word).matches() && Mac.of(word).isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    private Stream<String> words() {
        return SPACE.splitAsStream(agent).filter(word -> !word.isEmpty());
    }

    /// The MAC address that it says it has, if it says any.
    public Optional<Mac> mac() {
        return words().flatMap(word -> Mac.of(word).stream()).findFirst();
    }

    /// The second number of its firmware, which tells the form of its files: 70 of `38.70.0.125`.
    public OptionalInt release() {
        return words().filter(word -> FIRMWARE.matcher(word).matches())
                .mapToInt(word -> Integer.parseInt(word.split("\\.")[1]))
                .findFirst();
    }

    /// The words of [#agent], for who looks for the name of a model.
    public Stream<String> names() {
        return words();
    }

    @Override
    public String toString() {
        return address.getHostAddress() + (agent.isEmpty() ? "" : " (" + agent + ")");
    }
}
