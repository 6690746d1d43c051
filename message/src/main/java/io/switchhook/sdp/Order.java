package io.switchhook.sdp;

import java.util.List;

/// Which line comes before which: the first rule of RFC 8866 §9.
final class Order {
    /// `t`, `r` and `z` come in turns, so they have one rank.
    private static final String LETTERS = "vosiuepcbtka";

    private Order() {}

    /// Where lines with a letter stand; a letter that the grammar does not know stands last.
    static int rank(char type) {
        if (type == 'r' || type == 'z') return rank('t');
        int rank = LETTERS.indexOf(type);
        return rank < 0 ? LETTERS.length() : rank;
    }

    /// Where a line belongs: behind the last one of its rank, and before those of a higher one.
    static int place(List<Line> lines, Line line) {
        int at = lines.size();
        while (at > 0 && rank(lines.get(at - 1).type()) > rank(line.type())) at--;
        return at;
    }

    static boolean isKnown(char type) {
        return rank(type) < LETTERS.length() || type == 'm';
    }

    /// Whether a letter may stand on one line of a section only.
    static boolean isSingle(char type, boolean inMedia) {
        return "vosiuk".indexOf(type) >= 0 || (type == 'c' && !inMedia);
    }

    /// Whether lines with a letter speak of the session, and not of media.
    static boolean isOfSessionOnly(char type) {
        return "vosueptrz".indexOf(type) >= 0;
    }
}
