package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/// Whatever strangers write, wherever they write it, is text in every drawing and every file.
class HostileTest {
    private static final String LEFT_TO_RIGHT = "\u200e";
    private static final Set<String> ELEMENTS =
            Set.of("svg", "title", "desc", "style", "rect", "text", "line", "path", "g");
    private static final Set<String> ATTRIBUTES =
            Set.of(
                    "xmlns",
                    "width",
                    "height",
                    "viewBox",
                    "role",
                    "aria-labelledby",
                    "id",
                    "class",
                    "x",
                    "y",
                    "x1",
                    "y1",
                    "x2",
                    "y2",
                    "d");

    /// `~` is where the value stands.
    private static final List<String> MESSAGES =
            List.of(
                    """
                    INVITE sip:1002@office.example SIP/2.0
                    Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK1
                    From: "~" <sip:1001@office.example>;tag=a
                    To: "~" <sip:1002@office.example>
                    Call-ID: call-1
                    CSeq: 1 INVITE
                    User-Agent: ~
                    Subject: ~
                    Contact: "~" <sip:1001@10.0.0.7:5062>
                    Content-Type: application/sdp

                    v=0
                    o=- 1 1 IN IP4 10.0.0.7
                    s=~
                    c=IN IP4 10.0.0.7
                    t=0 0
                    m=audio 11780 RTP/AVP 8
                    a=~
                    """,
                    """
                    INVITE sip:~@office.example SIP/2.0
                    Via: SIP/2.0/UDP 10.0.0.7:5062;branch=~
                    From: <sip:~@office.example>;tag=~
                    To: <sip:~@office.example>
                    Call-ID: ~
                    CSeq: 1 INVITE
                    Reason: SIP;cause=200;text="~"

                    ~
                    """,
                    """
                    SIP/2.0 486 ~
                    Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK1
                    From: <sip:1001@office.example>;tag=a
                    To: <sip:1002@office.example>;tag=~
                    Call-ID: call-1
                    CSeq: 1 INVITE
                    Server: ~
                    Warning: 399 ~ "~"

                    """,
                    """
                    REFER sip:1002@office.example SIP/2.0
                    From: <sip:1001@office.example>;tag=a
                    To: <sip:1002@office.example>;tag=b
                    Call-ID: call-1
                    CSeq: 2 REFER
                    Refer-To: <sip:~@office.example>
                    Referred-By: "~" <sip:~@office.example>

                    """,
                    "~ sip:1002@office.example SIP/2.0\nCall-ID: call-1\nCSeq: 3 ~\n\n",
                    "~");

    private static byte[] message(String form, byte[] value) {
        var bytes = new ByteArrayOutputStream();
        for (char c : form.toCharArray()) {
            if (c == '~') bytes.writeBytes(value);
            else if (c == '\n') bytes.writeBytes(new byte[] {'\r', '\n'});
            else bytes.write(c);
        }
        return bytes.toByteArray();
    }

    private static List<Entry> entries(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        var entries = new ArrayList<Entry>();
        for (var form : MESSAGES) {
            byte[] bytes = message(form, value);
            boolean answer = form.startsWith("SIP");
            entries.add(
                    new Entry(
                            entries.size() * 1_000_000L,
                            1,
                            answer
                                    ? new Entry.Sent(Scene.A, bytes, bytes.length)
                                    : new Entry.Received(Scene.A, bytes, bytes.length)));
        }
        for (var remark :
                List.of(
                        new Remark.Refused(403, text, text),
                        new Remark.UnknownUser(text),
                        new Remark.Redirected(List.of(text), false),
                        new Remark.Forwarded(text, text, Remark.Forward.BUSY, 0, true),
                        new Remark.DoNotDisturb(text),
                        new Remark.Malformed(Optional.empty(), Remark.Defect.GRAMMAR, text, 400)))
            entries.add(new Entry(entries.size() * 1_000_000L, 1, new Entry.Remarked(remark)));
        return entries;
    }

    private static List<Ladder> ladders(byte[] value) {
        return Joining.ladders(entries(value), Scene.TIMELINE, 1_000_000_000L).stream()
                .map(HostileTest::played)
                .toList();
    }

    /// As a part of a flow, so that its title and its links are drawn, too.
    private static Ladder played(Ladder ladder) {
        String name = ladder.from().name();
        return ladder.following(
                new Ladder.Flow(name, name, 4, false, List.of()),
                ladder.rungs(),
                List.of(ladder.callId()));
    }

    static Stream<byte[]> values() {
        return Hostile.values().stream();
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_terminal_is_told_nothing_but_text(byte[] value) {
        for (var ladder : ladders(value))
            for (var text :
                    List.of(
                            TextDrawing.draw(ladder, 100),
                            TextDrawing.draw(ladder, ladder.rungs(), 60)))
                text.lines().forEach(HostileTest::isPlain);
    }

    /// No control character, nothing that turns the direction of writing; what is written from the right ends before the next text.
    private static void isPlain(String line) {
        int[] marks = line.codePoints().toArray();
        for (int i = 0; i < marks.length; i++) {
            int c = marks[i];
            assertThat(Character.getType(c))
                    .as("U+%04x in %s", c, line)
                    .isNotIn(
                            (int) Character.CONTROL,
                            (int) Character.SURROGATE,
                            (int) Character.PRIVATE_USE,
                            (int) Character.UNASSIGNED,
                            (int) Character.LINE_SEPARATOR,
                            (int) Character.PARAGRAPH_SEPARATOR);
            if (Character.getType(c) == Character.FORMAT)
                assertThat(Character.toString(c)).isEqualTo(LEFT_TO_RIGHT);
            if (Plain.isFromTheRight(c))
                assertThat(i + 1 < marks.length && marks[i + 1] >= 0x80).as(line).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_picture_has_no_element_nor_attribute_of_the_network(byte[] value) throws Exception {
        for (var ladder : ladders(value)) {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            String svg = SvgDrawing.draw(ladder);
            check(factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg))));
        }
    }

    private static void check(Node node) {
        assertThat(node.getNodeType()).isIn(Node.DOCUMENT_NODE, Node.ELEMENT_NODE, Node.TEXT_NODE);
        if (node.getNodeType() == Node.ELEMENT_NODE) {
            assertThat(node.getNodeName()).isIn(ELEMENTS);
            for (int i = 0; i < node.getAttributes().getLength(); i++) {
                var attribute = node.getAttributes().item(i);
                assertThat(attribute.getNodeName()).isIn(ATTRIBUTES);
                assertThat(attribute.getNodeValue()).matches("[A-Za-z0-9 .:/%-]*");
            }
            if (node.getNodeName().equals("style"))
                assertThat(node.getTextContent()).doesNotContain("harmed", "none}");
        }
        for (var child = node.getFirstChild(); child != null; child = child.getNextSibling())
            check(child);
    }

    @ParameterizedTest
    @MethodSource("values")
    void JSON_is_one_line_of_ASCII_brackets_and_strings_that_close(byte[] value) {
        for (var ladder : ladders(value)) {
            String json = JsonForm.of(ladder);
            assertThat(json).doesNotContain("<");
            assertThat(json.codePoints()).allMatch(Plain::isShown);
            assertThat(strings(json)).contains(ladder.callId(), ladder.from().name());
        }
    }

    /// The strings of a document, read as RFC 8259 has them.
    private static List<String> strings(String json) {
        var strings = new ArrayList<String>();
        int depth = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '{' || c == '[') depth++;
            if (c == '}' || c == ']') depth--;
            if (c != '"') {
                assertThat("{}[]:,.-+0123456789truefalsnE".indexOf(c)).as("%s", c).isNotNegative();
                continue;
            }
            var string = new StringBuilder();
            for (i++; json.charAt(i) != '"'; i++) {
                char in = json.charAt(i);
                assertThat(in).isGreaterThanOrEqualTo(' ');
                if (in != '\\') {
                    string.append(in);
                    continue;
                }
                char escaped = json.charAt(++i);
                switch (escaped) {
                    case 'n' -> string.append('\n');
                    case 'r' -> string.append('\r');
                    case 't' -> string.append('\t');
                    case 'u' -> {
                        string.append((char) Integer.parseInt(json, i + 1, i + 5, 16));
                        i += 4;
                    }
                    default -> string.append(escaped);
                }
            }
            strings.add(string.toString());
        }
        assertThat(depth).isZero();
        return strings;
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_HEP_packet_is_as_long_as_it_says(byte[] value) {
        for (var entry : entries(value)) {
            var packet =
                    HepPacket.of(
                            entry, Scene.TIMELINE, 1, new String(value, StandardCharsets.UTF_8));
            if (packet.isEmpty()) continue;
            var bytes = ByteBuffer.wrap(packet.get());
            assertThat(Short.toUnsignedInt(bytes.getShort(4))).isEqualTo(bytes.capacity());
            int at = 6;
            while (at < bytes.capacity()) at += Short.toUnsignedInt(bytes.getShort(at + 4));
            assertThat(at).isEqualTo(bytes.capacity());
        }
    }

    @Test
    void Wireshark_opens_the_file(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")));
        var all = new ArrayList<Entry>();
        for (var value : Hostile.values())
            for (var entry : entries(value))
                if (!(entry.what() instanceof Entry.Remarked)) all.add(entry);
        var file = folder.resolve("hostile.pcapng");
        Files.write(file, PcapngExport.of(all, Scene.TIMELINE));
        var process =
                new ProcessBuilder(
                                "tshark",
                                "-n",
                                "-r",
                                file.toString(),
                                "-T",
                                "fields",
                                "-e",
                                "frame.number")
                        .redirectErrorStream(true)
                        .start();
        var lines =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("Running as"))
                        .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", lines).isZero();
        assertThat(lines).hasSameSizeAs(all);
    }
}
