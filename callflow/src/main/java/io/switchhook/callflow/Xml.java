package io.switchhook.callflow;

/// Text that stands in XML.
final class Xml {
    private Xml() {}

    /// Escaped for elements and for attributes; what XML 1.0 cannot hold becomes `?`.
    static String escape(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '&' -> out.append("&amp;");
                        case '"' -> out.append("&quot;");
                        default -> {
                            boolean fits =
                                    c == '\n'
                                            || c == '\t'
                                            || (c >= ' ' && c < 0xd800)
                                            || (c >= 0xe000 && c != 0xfffe && c != 0xffff);
                            out.appendCodePoint(fits ? c : '?');
                        }
                    }
                });
        return out.toString();
    }
}
