package io.switchhook.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Draws what crossed the network: a column for each node, a line for each message.
final class Ladder {
    private static final int COLUMN = 36;

    private Ladder() {}

    static String draw(Collection<String> names, List<Crossing> crossings) {
        var columns = new ArrayList<>(names);
        for (var crossing : crossings)
            if (!columns.contains(crossing.to())) columns.add(crossing.to());
        var out = new StringBuilder(" ".repeat(10));
        for (var name : columns) out.append(centered(name, COLUMN));
        out.append('\n');
        for (var crossing : crossings) out.append(line(columns, crossing)).append('\n');
        return out.toString();
    }

    private static String line(List<String> columns, Crossing crossing) {
        int from = columns.indexOf(crossing.from());
        int to = columns.indexOf(crossing.to());
        var line = new StringBuilder(" ".repeat(COLUMN * columns.size()));
        for (int i = 0; i < columns.size(); i++) line.setCharAt(center(i), '|');
        int left = center(Math.min(from, to));
        int right = center(Math.max(from, to));
        if (left == right) right = left + COLUMN / 2;
        for (int i = left + 1; i < right; i++) line.setCharAt(i, '-');
        if (from <= to) line.setCharAt(right - 1, '>');
        else line.setCharAt(left + 1, '<');
        var label = ' ' + crossing.label() + ' ';
        int room = right - left - 5;
        if (label.length() > room) label = label.substring(0, Math.max(room, 0));
        int at = (left + right - label.length()) / 2 + 1;
        line.replace(at, at + label.length(), label);
        return String.format("%9.3f ", crossing.at().toNanos() / 1e9)
                + line.toString().stripTrailing()
                + note(crossing);
    }

    private static String note(Crossing crossing) {
        var fate =
                switch (crossing.fate()) {
                    case DELIVERED -> "";
                    case DUPLICATED -> " twice";
                    case LOST -> " lost";
                    case UNREACHABLE -> " unreachable";
                };
        return "  " + crossing.transport() + fate;
    }

    private static int center(int column) {
        return column * COLUMN + COLUMN / 2;
    }

    private static String centered(String name, int width) {
        int left = Math.max((width - name.length()) / 2, 0);
        return " ".repeat(left) + name + " ".repeat(Math.max(width - name.length() - left, 0));
    }
}
