package io.switchhook.bench;

/// The places in a document where measured figures stand.
final class Figures {
    private Figures() {}

    /// The document with new figures, between the lines `<!-- NAME -->` and `<!-- end of NAME -->`.
    ///
    /// @throws IllegalArgumentException if it has no such place
    static String in(String document, String name, String figures) {
        String first = "<!-- " + name + " -->\n";
        String last = "<!-- end of " + name + " -->";
        int begin = document.indexOf(first);
        int end = document.indexOf(last, Math.max(0, begin));
        if (begin < 0 || end < 0)
            throw new IllegalArgumentException(
                    "the document has no lines '"
                            + first.strip()
                            + "' and '"
                            + last
                            + "' between which the figures could stand");
        return document.substring(0, begin + first.length()) + figures + document.substring(end);
    }
}
