package io.switchhook.sip.grammar;

/// A departure from the grammar that real phones make and that is understood all the same.
///
/// Each is counted ([Leniencies#count]) and can be switched off; then the message is malformed.
public enum Leniency {
    LF_ONLY_LINES("RFC 3261 §7", "a line ends in LF without CR"),
    EXTRA_SPACE_IN_START_LINE(
            "RFC 3261 §7.1",
            "more than one space between, or space after, the parts of a start line"),
    MISSING_BLANK_LINE("RFC 3261 §7", "a datagram ends behind its headers without a blank line"),
    BRACKETED_REQUEST_URI("RFC 3261 §25.1", "the Request-URI stands in angle brackets"),
    HEADERS_IN_REQUEST_URI(
            "RFC 3261 §19.1.5", "the Request-URI carries ?header=value, which is dropped"),
    UNQUOTED_DISPLAY_NAME("RFC 3261 §25.1", "a display name has characters that need quotes"),
    NO_SPACE_BEFORE_ADDRESS("RFC 4475 §3.1.1.6", "no white space between display name and <"),
    UNBRACKETED_ADDRESS("RFC 3261 §20", "a URI with ? stands outside angle brackets"),
    UNBRACKETED_IPV6_PARAMETER(
            "RFC 3261 §25.1", "an IPv6 address in maddr or its like has no square brackets"),
    BRACKETED_RECEIVED("RFC 5118 §4.5", "the IPv6 address in received has square brackets"),
    UNQUOTED_PARAMETER_VALUE("RFC 3261 §25.1", "a parameter value has characters that need quotes"),
    DUPLICATE_PARAMETER("RFC 3261 §7.3.1", "a parameter stands twice; the first one counts"),
    EMPTY_PARAMETER_VALUE("RFC 3261 §25.1", "a parameter has = and no value"),
    THREE_COLONS_IN_IPV6("RFC 5118 §4.10", "an IPv6 address is written with :::"),
    UNDERSCORE_IN_HOST("RFC 3261 §25.1", "a host name has an underscore"),
    EMPTY_LIST_ELEMENT("RFC 3261 §7.3.1", "a comma-separated list has an empty element at its end"),
    MISSING_MAX_FORWARDS("RFC 3261 §16.3", "a request has no Max-Forwards; 70 is assumed"),
    MISSING_FROM_TAG("RFC 2543 §6.21", "a request has no From tag"),
    MISSING_MAGIC_COOKIE(
            "RFC 3261 §17.2.3", "the branch of the top Via lacks z9hG4bK, as in RFC 2543"),
    MISSING_QOP("RFC 7616 §3.4", "digest credentials have no qop, as in RFC 2069"),
    OTHER_DIGEST_URI(
            "RFC 7616 §3.4.6", "the uri of digest credentials names another than the Request-URI"),
    ONLY_MD5_UNDERSTOOD(
            "RFC 3261 §22.1",
            "a client gives up at challenges other than MD5; it gets MD5 first or alone"),
    MISSING_SPACE_BEFORE_REASON(
            "RFC 3261 §7.2", "a status line ends behind the status code, without a space"),
    INVALID_DATE("RFC 4475 §3.1.2.12", "a Date header field that nobody needs is no date in GMT"),
    UNESCAPED_USER("RFC 3261 §25.1", "a user part has characters that need escapes");

    private final String section;
    private final String meaning;

    Leniency(String section, String meaning) {
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
