package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The name of a header field: one of the registered ones, or an extension.
///
/// Names compare without regard to case; a known name is one object, so `==` decides.
public sealed interface HeaderName {

    /// The name as the RFC writes it, or as its sender does.
    String text();

    /// Writes `Name: `.
    void writeTo(ByteSink out);

    /// Finds the name in a stretch of bytes, long or compact form, in any case.
    static HeaderName of(byte[] bytes, int start, int end) {
        var known = Known.find(bytes, start, end);
        if (known != null) return known;
        return new Extension(new String(bytes, start, end - start, StandardCharsets.UTF_8));
    }

    static HeaderName of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /// A name that this program does not know.
    ///
    /// @param text as it was sent
    record Extension(String text) implements HeaderName {
        @Override
        public void writeTo(ByteSink out) {
            out.put(text).put(": ");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Extension its && text.equalsIgnoreCase(its.text);
        }

        @Override
        public int hashCode() {
            return text.toLowerCase(Locale.ROOT).hashCode();
        }
    }

    /// The registered names. Order is of no meaning.
    enum Known implements HeaderName {
        VIA("Via", 'v', "RFC 3261 §20.42"),
        MAX_FORWARDS("Max-Forwards", "RFC 3261 §20.22"),
        FROM("From", 'f', "RFC 3261 §20.20"),
        TO("To", 't', "RFC 3261 §20.39"),
        CALL_ID("Call-ID", 'i', "RFC 3261 §20.8"),
        CSEQ("CSeq", "RFC 3261 §20.16"),
        CONTACT("Contact", 'm', "RFC 3261 §20.10"),
        CONTENT_LENGTH("Content-Length", 'l', "RFC 3261 §20.14"),
        CONTENT_TYPE("Content-Type", 'c', "RFC 3261 §20.15"),
        CONTENT_DISPOSITION("Content-Disposition", "RFC 3261 §20.11"),
        CONTENT_ENCODING("Content-Encoding", 'e', "RFC 3261 §20.12"),
        CONTENT_LANGUAGE("Content-Language", "RFC 3261 §20.13"),
        MIME_VERSION("MIME-Version", "RFC 3261 §20.24"),
        ROUTE("Route", "RFC 3261 §20.34"),
        RECORD_ROUTE("Record-Route", "RFC 3261 §20.30"),
        PATH("Path", "RFC 3327 §4"),
        SERVICE_ROUTE("Service-Route", "RFC 3608 §5"),
        ALLOW("Allow", "RFC 3261 §20.5"),
        SUPPORTED("Supported", 'k', "RFC 3261 §20.37"),
        REQUIRE("Require", "RFC 3261 §20.32"),
        PROXY_REQUIRE("Proxy-Require", "RFC 3261 §20.29"),
        UNSUPPORTED("Unsupported", "RFC 3261 §20.40"),
        ACCEPT("Accept", "RFC 3261 §20.1"),
        ACCEPT_ENCODING("Accept-Encoding", "RFC 3261 §20.2"),
        ACCEPT_LANGUAGE("Accept-Language", "RFC 3261 §20.3"),
        ACCEPT_CONTACT("Accept-Contact", 'a', "RFC 3841 §9.2"),
        REJECT_CONTACT("Reject-Contact", 'j', "RFC 3841 §9.2"),
        REQUEST_DISPOSITION("Request-Disposition", 'd', "RFC 3841 §9.1"),
        USER_AGENT("User-Agent", "RFC 3261 §20.41"),
        SERVER("Server", "RFC 3261 §20.35"),
        EXPIRES("Expires", "RFC 3261 §20.19"),
        MIN_EXPIRES("Min-Expires", "RFC 3261 §20.23"),
        AUTHORIZATION("Authorization", "RFC 3261 §20.7"),
        WWW_AUTHENTICATE("WWW-Authenticate", "RFC 3261 §20.44"),
        PROXY_AUTHORIZATION("Proxy-Authorization", "RFC 3261 §20.28"),
        PROXY_AUTHENTICATE("Proxy-Authenticate", "RFC 3261 §20.27"),
        AUTHENTICATION_INFO("Authentication-Info", "RFC 3261 §20.6"),
        REFER_TO("Refer-To", 'r', "RFC 3515 §2.1"),
        REFERRED_BY("Referred-By", 'b', "RFC 3892 §3"),
        REFER_SUB("Refer-Sub", "RFC 4488 §4"),
        REPLACES("Replaces", "RFC 3891 §6.1"),
        JOIN("Join", "RFC 3911 §7.1"),
        EVENT("Event", 'o', "RFC 6665 §8.2.1"),
        ALLOW_EVENTS("Allow-Events", 'u', "RFC 6665 §8.2.2"),
        SUBSCRIPTION_STATE("Subscription-State", "RFC 6665 §8.2.3"),
        SIP_ETAG("SIP-ETag", "RFC 3903 §11.3.1"),
        SIP_IF_MATCH("SIP-If-Match", "RFC 3903 §11.3.2"),
        SESSION_EXPIRES("Session-Expires", 'x', "RFC 4028 §4"),
        MIN_SE("Min-SE", "RFC 4028 §5"),
        RSEQ("RSeq", "RFC 3262 §7.1"),
        RACK("RAck", "RFC 3262 §7.2"),
        P_ASSERTED_IDENTITY("P-Asserted-Identity", "RFC 3325 §9.1"),
        P_PREFERRED_IDENTITY("P-Preferred-Identity", "RFC 3325 §9.2"),
        REMOTE_PARTY_ID("Remote-Party-ID", "draft-ietf-sip-privacy-04 §6"),
        PRIVACY("Privacy", "RFC 3323 §4.2"),
        DIVERSION("Diversion", "RFC 5806 §7"),
        HISTORY_INFO("History-Info", "RFC 7044 §5"),
        ALERT_INFO("Alert-Info", "RFC 3261 §20.4"),
        CALL_INFO("Call-Info", "RFC 3261 §20.9"),
        ERROR_INFO("Error-Info", "RFC 3261 §20.18"),
        REASON("Reason", "RFC 3326 §2"),
        RETRY_AFTER("Retry-After", "RFC 3261 §20.33"),
        WARNING("Warning", "RFC 3261 §20.43"),
        DATE("Date", "RFC 3261 §20.17"),
        TIMESTAMP("Timestamp", "RFC 3261 §20.38"),
        ORGANIZATION("Organization", "RFC 3261 §20.25"),
        SUBJECT("Subject", 's', "RFC 3261 §20.36"),
        PRIORITY("Priority", "RFC 3261 §20.26"),
        IN_REPLY_TO("In-Reply-To", "RFC 3261 §20.21"),
        REPLY_TO("Reply-To", "RFC 3261 §20.31"),
        MAX_BREADTH("Max-Breadth", "RFC 5393 §5.3.3"),
        SECURITY_CLIENT("Security-Client", "RFC 3329 §2.2"),
        SECURITY_SERVER("Security-Server", "RFC 3329 §2.2"),
        SECURITY_VERIFY("Security-Verify", "RFC 3329 §2.2"),
        SESSION_ID("Session-ID", "RFC 7989 §5"),
        IDENTITY("Identity", 'y', "RFC 8224 §4"),
        INFO_PACKAGE("Info-Package", "RFC 6086 §7.2"),
        RECV_INFO("Recv-Info", "RFC 6086 §7.2"),
        FLOW_TIMER("Flow-Timer", "RFC 5626 §10");

        private static final Known[] TABLE = new Known[1024];

        /// The bit that makes a letter one of lower case, without a branch.
        private static final int LOWER_CASE = 0x20;

        static {
            for (var name : values()) {
                name.file(name.text);
                if (name.compact != 0) name.file(String.valueOf(name.compact));
            }
        }

        private final String text;
        private final String section;
        private final char compact;

        /// As it is written: `Via: `.
        private final byte[] usual;

        /// The ends of the name as it is written, which is how nearly all senders write it.
        private final long firstEight;

        private final long lastEight;

        private final byte[] lowerCase;

        Known(String text, String section) {
            this(text, (char) 0, section);
        }

        Known(String text, char compact, String section) {
            this.text = text;
            this.compact = compact;
            this.section = section;
            this.usual = (text + ": ").getBytes(StandardCharsets.US_ASCII);
            this.firstEight = Chars.packed(usual, 0, text.length());
            this.lastEight = Chars.packed(usual, Math.max(text.length() - 8, 0), text.length());
            this.lowerCase = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        }

        private void file(String form) {
            byte[] bytes = form.getBytes(StandardCharsets.US_ASCII);
            int slot = slot(bytes, 0, bytes.length);
            while (TABLE[slot] != null) slot = slot + 1 & TABLE.length - 1;
            TABLE[slot] = this;
        }

        private static int slot(byte[] bytes, int start, int end) {
            int length = end - start;
            int hash =
                    length * 31
                            + (bytes[start] | LOWER_CASE) * 7
                            + (bytes[end - 1] | LOWER_CASE) * 131
                            + (bytes[start + length / 2] | LOWER_CASE) * 541;
            return hash & TABLE.length - 1;
        }

        private static @Nullable Known find(byte[] bytes, int start, int end) {
            if (end <= start) return null;
            for (int slot = slot(bytes, start, end); ; slot = slot + 1 & TABLE.length - 1) {
                var candidate = TABLE[slot];
                if (candidate == null || candidate.is(bytes, start, end)) return candidate;
            }
        }

        private boolean is(byte[] bytes, int start, int end) {
            int length = end - start;
            if (length == 1) return Chars.lower(bytes[start]) == compact;
            if (length != lowerCase.length) return false;
            if (isUsual(bytes, start, end)) return true;
            for (int i = 0; i < lowerCase.length; i++) {
                if (Chars.lower(bytes[start + i]) != lowerCase[i]) return false;
            }
            return true;
        }

        /// Whether the name is written as the RFC does; the lengths are the same.
        private boolean isUsual(byte[] bytes, int start, int end) {
            int length = end - start;
            return firstEight == Chars.packed(bytes, start, length)
                    && (length <= 8 || lastEight == Chars.packed(bytes, end - 8, 8))
                    && (length <= 16 || Arrays.equals(bytes, start, end, usual, 0, length));
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public void writeTo(ByteSink out) {
            out.put(usual);
        }

        /// Writes `n: `, the compact form (RFC 3261 §7.3.3), or `Name: ` where there is none.
        public void writeCompactTo(ByteSink out) {
            if (compact == 0) writeTo(out);
            else out.put(String.valueOf(compact)).put(": ");
        }

        /// Where the header field is defined.
        public String section() {
            return section;
        }
    }
}
