package io.switchhook.sip.event;

import io.switchhook.sip.message.Body;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes the XML of NOTIFY bodies: elements, attributes, text, in UTF-8, without white space between elements. What a phone
/// sent may stand in it anywhere; characters that XML 1.0 does not allow become U+FFFD.
public final class XmlWriter {
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder(1024);
    private final Deque<String> open = new ArrayDeque<>();
    private boolean inTag;

    public XmlWriter() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /// Begins an element.
    ///
    /// @param name with its prefix, if it has one
    public XmlWriter begin(String name) {
        closeTag();
        out.append('<').append(name);
        open.push(name);
        inTag = true;
        return this;
    }

    /// Adds an attribute to the element just begun.
    public XmlWriter attribute(String name, String value) {
        if (!inTag) throw new IllegalStateException("attribute " + name + " outside a tag");
        out.append(' ').append(name).append("=\"");
        escape(value, true);
        out.append('"');
        return this;
    }

    public XmlWriter attribute(String name, long value) {
        return attribute(name, Long.toString(value));
    }

    public XmlWriter text(String text) {
        if (text.isEmpty()) return this;
        closeTag();
        escape(text, false);
        return this;
    }

    /// Ends the element begun last and not ended.
    public XmlWriter end() {
        String name = open.pop();
        if (inTag) out.append("/>");
        else out.append("</").append(name).append('>');
        inTag = false;
        return this;
    }

    /// The document.
    ///
    /// @throws IllegalStateException if an element was not ended
    public Body body() {
        if (!open.isEmpty()) throw new IllegalStateException(open + " not ended");
        return Body.of(out.append('\n').toString());
    }

    private void closeTag() {
        if (inTag) out.append('>');
        inTag = false;
    }

    private void escape(String text, boolean inAttribute) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append(inAttribute ? "&quot;" : "\"");
                case '\t', '\n', '\r' -> out.append("&#").append((int) c).append(';');
                default -> {
                    if (isPair(text, i)) out.append(c).append(text.charAt(++i));
                    else out.append(isAllowed(c) ? c : REPLACEMENT);
                }
            }
        }
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    private static boolean isAllowed(char c) {
        return c >= ' ' && !Character.isSurrogate(c) && c < '\uFFFE';
    }
}
