package io.switchhook.provisioning.resource;

import java.util.ArrayDeque;
import java.util.Deque;

/// Writes XML. What cannot be a character of XML 1.0, not even escaped, is left out: a phone reads all of a file or nothing.
final class Xml {
    private final StringBuilder text =
            new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /// An element with nothing in it.
    ///
    /// @param attributes names and values by turns
    Xml row(String name, String... attributes) {
        indent();
        start(name, attributes);
        text.append("/>\n");
        return this;
    }

    /// An element with text in it.
    Xml leaf(String name, String content) {
        indent();
        start(name);
        text.append('>');
        escape(content);
        text.append("</").append(name).append(">\n");
        return this;
    }

    /// An element in which others follow.
    Xml begin(String name, String... attributes) {
        indent();
        start(name, attributes);
        text.append(">\n");
        open.push(name);
        return this;
    }

    /// The end of the innermost element.
    Xml end() {
        String name = open.pop();
        indent();
        text.append("</").append(name).append(">\n");
        return this;
    }

    String text() {
        if (!open.isEmpty()) throw new IllegalStateException("no end of " + open.peek());
        return text.toString();
    }

    private void indent() {
        text.repeat("  ", open.size());
    }

    private void start(String name, String... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            text.append('"');
        }
    }

    private void escape(String content) {
        content.codePoints().filter(Xml::isCharacter).forEach(this::escape);
    }

    /// XML 1.0 §2.2.
    private static boolean isCharacter(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xd7ff
                || c >= 0xe000 && c <= 0xfffd
                || c >= 0x10000;
    }

    private void escape(int c) {
        switch (c) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '"' -> text.append("&quot;");
            case '\'' -> text.append("&apos;");
            case '\t' -> text.append("&#9;");
            case '\n' -> text.append("&#10;");
            case '\r' -> text.append("&#13;");
            default -> text.appendCodePoint(c);
        }
    }
}
