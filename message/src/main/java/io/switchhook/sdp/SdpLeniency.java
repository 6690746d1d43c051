package io.switchhook.sdp;

/// A departure from the grammar of session descriptions that phones make and that is understood all the same.
///
/// They stand apart from those of SIP: a proxy carries descriptions and never reads one, so a server has none of these
/// to switch or to count.
public enum SdpLeniency {
    LF_ONLY_LINES("RFC 8866 §5", "a line ends in LF without CR"),
    MISSING_LAST_LINE_END("RFC 8866 §9", "the last line has no end"),
    TRAILING_BLANK_LINES("RFC 8866 §9", "blank lines follow the last line"),
    EXTRA_SPACE("RFC 8866 §5", "more than one space between, or space around, the parts of a line"),
    MISSING_SESSION_NAME("RFC 8866 §5.3", "there is no s= line"),
    EMPTY_VALUE("RFC 8866 §9", "nothing stands behind the = of a line or the : of an attribute"),
    MISSING_TIME("RFC 8866 §5.9", "there is no t= line"),
    LINE_OUT_OF_ORDER("RFC 8866 §5", "a line stands behind one that it belongs before"),
    UNKNOWN_LINE("RFC 8866 §5", "a line has a letter that the grammar does not know"),
    MISSING_FORMAT("RFC 8866 §5.14", "an m= line names no format, as where a stream is refused"),
    UNDERSCORE_IN_HOST("RFC 8866 §9", "a host name has an underscore");

    private final String section;
    private final String meaning;

    SdpLeniency(String section, String meaning) {
        this.section = section;
        this.meaning = meaning;
    }

    /// Where the rule that is bent stands.
    public String section() {
        return section;
    }

    /// What the sender did, in one line.
    public String meaning() {
        return meaning;
    }
}
