package io.switchhook.ladder;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Entries of any bytes are joined, judged, drawn and exported. In a normal run the seeds are tried; to go on from them:
///
/// ```
/// JAZZER_FUZZ=1 mvn -pl ladder test -Dtest=LadderFuzz -Djazzer.hooks=true
/// ```
class LadderFuzz {
    private static final String END = "\n--\n";

    static Stream<byte[]> seeds() {
        return Stream.concat(
                        Stream.of(
                                Scene.talking(),
                                Scene.talking()
                                        .within(
                                                Scene.A,
                                                Scene.B,
                                                3,
                                                "REFER",
                                                "\nRefer-To: <sip:1003@x?Replaces=call-1%3Bto-tag%3Da>",
                                                "")
                                        .within(
                                                Scene.B,
                                                Scene.A,
                                                1,
                                                "BYE",
                                                "\nReason: SIP;cause=200;text=\"x\"",
                                                "")),
                        VerdictsTest.scenes().values().stream())
                .map(LadderFuzz::seed);
    }

    /// The messages, one behind the other, each with a letter for its way.
    private static byte[] seed(Scene scene) {
        var text = new StringBuilder();
        for (var entry : scene.entries()) {
            switch (entry.what()) {
                case Entry.Received(var path, var bytes, _) ->
                        text.append(path.equals(Scene.A) ? 'a' : 'b').append(text(bytes));
                case Entry.Sent(var path, var bytes, _) ->
                        text.append(path.equals(Scene.A) ? 'A' : 'B').append(text(bytes));
                case Entry.Remarked _ -> text.append('r');
            }
            text.append(END);
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void entries(byte[] input) {
        var entries = new ArrayList<Entry>();
        for (var part : text(input).split(END, 200)) {
            long nanos = entries.size() * 1_000_003L;
            if (part.isEmpty()) continue;
            char way = part.charAt(0);
            var path =
                    new Path(
                            way % 2 == 0 ? "TCP" : "UDP",
                            Scene.SERVER,
                            new InetSocketAddress(
                                    "10.0.0." + (Character.toLowerCase(way) & 7), 5062));
            byte[] bytes = part.substring(1).getBytes(StandardCharsets.ISO_8859_1);
            var what =
                    way == 'r'
                            ? new Entry.Remarked(new Remark.Undelivered(path, part))
                            : Character.isUpperCase(way)
                                    ? new Entry.Sent(path, bytes, bytes.length)
                                    : new Entry.Received(
                                            path, bytes, bytes.length + (way > 'x' ? 100 : 0));
            entries.add(new Entry(nanos, way == 'z' ? 0 : 7, what));
        }
        all(entries);
    }

    private static void all(List<Entry> entries) {
        entries.sort(Comparator.comparingLong(Entry::nanos));
        for (var ladder : Joining.ladders(entries, Scene.TIMELINE, 1_000_000_000L)) {
            var text = TextDrawing.draw(ladder, 100);
            if (!text.codePoints().allMatch(c -> c == '\n' || c >= ' ' && (c < 0x7f || c > 0x9f)))
                throw new AssertionError("a control character: " + text);
            var svg = SvgDrawing.draw(ladder);
            if (svg.contains("<script")) throw new AssertionError("an element: " + svg);
            var json = JsonForm.of(ladder);
            if (!json.chars().allMatch(c -> c >= ' ')) throw new AssertionError("not on one line");
        }
        PcapngExport.of(entries, Scene.TIMELINE);
        for (var entry : entries) HepPacket.of(entry, Scene.TIMELINE, 1, "call");
    }
}
