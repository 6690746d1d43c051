package io.switchhook.bench;

/// The place in a document where measured figures stand.
final class Figures {
    private static final String BEGIN = "<!-- figures -->\n";
    private static final String END = "<!-- end of figures -->";

    private Figures() {}

    /// The document with a new table.
    ///
    /// @throws IllegalArgumentException if it has no such place
    static String in(String document, String table) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END, Math.max(0, begin));
        if (begin < 0 || end < 0)
            throw new IllegalArgumentException(
                    "the document has no lines '"
                            + BEGIN.strip()
                            + "' and '"
                            + END
                            + "' between which the table could stand");
        return document.substring(0, begin + BEGIN.length()) + table + document.substring(end);
    }
}
