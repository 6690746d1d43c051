package io.switchhook.sdp;

import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.MalformedValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Bytes to session descriptions: RFC 8866 §9. Immutable and shared by all threads.
public final class SdpParser {
    private final SdpLimits limits;
    private final Set<SdpLeniency> leniencies;

    /// @param leniencies those allowed; of a description that needs another, the line is malformed
    public SdpParser(SdpLimits limits, Set<SdpLeniency> leniencies) {
        this.limits = limits;
        this.leniencies = Set.copyOf(leniencies);
    }

    /// One with every leniency and the preset limits.
    public static SdpParser lenient() {
        return new SdpParser(SdpLimits.DEFAULT, EnumSet.allOf(SdpLeniency.class));
    }

    /// The grammar as it is written, with the preset limits.
    public static SdpParser strict() {
        return new SdpParser(SdpLimits.DEFAULT, Set.of());
    }

    /// Reads the description that the bytes from `start` to `end` are. Nothing of the array is kept.
    ///
    /// @throws MalformedValue if they are none: it names the line, counted from 1, and the byte, counted from `start`
    public SessionDescription parse(byte[] bytes, int start, int end) {
        if (end - start > limits.bytes())
            throw new MalformedValue("more than " + limits.bytes() + " bytes", limits.bytes());
        return new Pass(bytes, start, end).session();
    }

    /// One pass over the lines of one description.
    private final class Pass {
        private final byte[] bytes;
        private final int start;
        private final int end;
        private int position;
        private int number;

        private final List<Line> session = new ArrayList<>();
        private final List<MediaDescription> media = new ArrayList<>();

        /// The lines of the section that is being read, and which letters were in it.
        private List<Line> section = session;

        private final Set<Character> seen = new HashSet<>();
        private int attributes;
        private int rank;

        Pass(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.start = start;
            this.end = end;
            this.position = start;
        }

        SessionDescription session() {
            if (start == end) throw new MalformedValue("line 1: expected v=0", 0);
            while (position < end) readLine();
            try {
                if (section != session) closeMedia();
                else closeSession(new LineScanner(bytes, start, end, end, leniencies));
            } catch (MalformedValue e) {
                throw atThisLine(e);
            }
            return new SessionDescription(session, media);
        }

        private void readLine() {
            int from = position;
            int newline = Chars.indexOf(bytes, from, end, '\n');
            position = Math.min(end, newline + 1);
            number++;
            int to = newline > from && bytes[newline - 1] == '\r' ? newline - 1 : newline;
            var in = new LineScanner(bytes, start, from, to, leniencies);
            try {
                if (newline == end) in.lenient(SdpLeniency.MISSING_LAST_LINE_END);
                else if (to == newline) in.lenient(SdpLeniency.LF_ONLY_LINES);
                if (from == to) blankLine(in);
                else line(in, to - from);
            } catch (MalformedValue e) {
                throw atThisLine(e);
            }
        }

        private MalformedValue atThisLine(MalformedValue e) {
            return new MalformedValue("line " + number + ": " + e.text(), e.offset());
        }

        /// Blank lines may follow the last line; nothing may follow them.
        private void blankLine(LineScanner in) {
            if (session.isEmpty()) throw in.malformed("expected v=0");
            for (int at = position; at < end; at++) {
                if (bytes[at] != '\r' && bytes[at] != '\n') throw in.malformed("a blank line");
            }
            in.lenient(SdpLeniency.TRAILING_BLANK_LINES);
            position = end;
        }

        private void line(LineScanner in, int length) {
            if (number > limits.lines())
                throw in.malformed("more than " + limits.lines() + " lines");
            if (length > limits.lineBytes())
                throw in.malformed("more than " + limits.lineBytes() + " bytes");
            in.checkText();
            char type = (char) in.peek();
            if (!Chars.isAlpha(type)) throw in.malformed("expected a letter and '='");
            check(in, type);
            in.accept(type);
            in.expect('=');
            if (type == 'm') openMedia(in);
            else section.add(value(in, type));
        }

        /// Whether a line may stand here.
        private void check(LineScanner in, char type) {
            if (session.isEmpty() && type != 'v') throw in.malformed("expected v=0");
            if (type == 'm') return;
            if (!Order.isKnown(type)) {
                in.lenient(SdpLeniency.UNKNOWN_LINE);
                return;
            }
            boolean inMedia = section != session;
            if (inMedia && Order.isOfSessionOnly(type))
                throw in.malformed(type + "= in a media description");
            if (!seen.add(type) && Order.isSingle(type, inMedia))
                throw in.malformed("a second " + type + "= line");
            if (type == 'a' && ++attributes > limits.attributes())
                throw in.malformed("more than " + limits.attributes() + " attributes");
            if (Order.rank(type) < rank) in.lenient(SdpLeniency.LINE_OUT_OF_ORDER);
            rank = Math.max(rank, Order.rank(type));
        }

        private void openMedia(LineScanner in) {
            if (section == session) closeSession(in);
            else closeMedia();
            if (media.size() == limits.media())
                throw in.malformed("more than " + limits.media() + " media descriptions");
            media.add(MediaDescription.parse(in));
            section = new ArrayList<>();
            seen.clear();
            attributes = 0;
            rank = 0;
        }

        private void closeMedia() {
            media.set(media.size() - 1, media.getLast().withLines(section));
        }

        /// What every session has, and what phones leave out of it.
        private void closeSession(LineScanner in) {
            if (!seen.contains('o')) throw in.malformed("there is no o= line");
            if (!seen.contains('s')) in.lenient(SdpLeniency.MISSING_SESSION_NAME);
            if (!seen.contains('t')) in.lenient(SdpLeniency.MISSING_TIME);
        }
    }

    private static Line value(LineScanner in, char type) {
        Line line =
                switch (type) {
                    case 'v' -> version(in);
                    case 'o' -> Origin.parse(in);
                    case 'c' -> Connection.parse(in);
                    case 'b' -> Bandwidth.parse(in);
                    case 't' -> Timing.parse(in);
                    case 'k' -> new EncryptionKey(text(in));
                    case 'a' -> Attribute.parse(in);
                    default -> new TextLine(type, text(in));
                };
        in.expectEnd();
        return line;
    }

    private static TextLine version(LineScanner in) {
        in.number(0);
        return new TextLine('v', "0");
    }

    private static String text(LineScanner in) {
        if (in.atEnd()) in.lenient(SdpLeniency.EMPTY_VALUE);
        return in.rest();
    }
}
