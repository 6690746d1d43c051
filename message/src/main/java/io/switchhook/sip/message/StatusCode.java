package io.switchhook.sip.message;

import java.util.Map;

/// The status of a response: 100 to 699 (RFC 3261 §7.2, §21).
public record StatusCode(int value) {
    private static final Map<Integer, String> PHRASES =
            Map.ofEntries(
                    Map.entry(100, "Trying"),
                    Map.entry(180, "Ringing"),
                    Map.entry(181, "Call Is Being Forwarded"),
                    Map.entry(182, "Queued"),
                    Map.entry(183, "Session Progress"),
                    Map.entry(199, "Early Dialog Terminated"),
                    Map.entry(200, "OK"),
                    Map.entry(202, "Accepted"),
                    Map.entry(204, "No Notification"),
                    Map.entry(300, "Multiple Choices"),
                    Map.entry(301, "Moved Permanently"),
                    Map.entry(302, "Moved Temporarily"),
                    Map.entry(305, "Use Proxy"),
                    Map.entry(380, "Alternative Service"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(402, "Payment Required"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(406, "Not Acceptable"),
                    Map.entry(407, "Proxy Authentication Required"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(410, "Gone"),
                    Map.entry(412, "Conditional Request Failed"),
                    Map.entry(413, "Request Entity Too Large"),
                    Map.entry(414, "Request-URI Too Long"),
                    Map.entry(415, "Unsupported Media Type"),
                    Map.entry(416, "Unsupported URI Scheme"),
                    Map.entry(420, "Bad Extension"),
                    Map.entry(421, "Extension Required"),
                    Map.entry(422, "Session Interval Too Small"),
                    Map.entry(423, "Interval Too Brief"),
                    Map.entry(430, "Flow Failed"),
                    Map.entry(433, "Anonymity Disallowed"),
                    Map.entry(439, "First Hop Lacks Outbound Support"),
                    Map.entry(440, "Max-Breadth Exceeded"),
                    Map.entry(480, "Temporarily Unavailable"),
                    Map.entry(481, "Call/Transaction Does Not Exist"),
                    Map.entry(482, "Loop Detected"),
                    Map.entry(483, "Too Many Hops"),
                    Map.entry(484, "Address Incomplete"),
                    Map.entry(485, "Ambiguous"),
                    Map.entry(486, "Busy Here"),
                    Map.entry(487, "Request Terminated"),
                    Map.entry(488, "Not Acceptable Here"),
                    Map.entry(489, "Bad Event"),
                    Map.entry(491, "Request Pending"),
                    Map.entry(493, "Undecipherable"),
                    Map.entry(494, "Security Agreement Required"),
                    Map.entry(500, "Server Internal Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Server Time-out"),
                    Map.entry(505, "Version Not Supported"),
                    Map.entry(513, "Message Too Large"),
                    Map.entry(580, "Precondition Failure"),
                    Map.entry(600, "Busy Everywhere"),
                    Map.entry(603, "Decline"),
                    Map.entry(604, "Does Not Exist Anywhere"),
                    Map.entry(606, "Not Acceptable"));

    private static final StatusClass[] CLASSES = StatusClass.values();
    private static final StatusCode[] ALL = new StatusCode[700];
    private static final String[] PHRASE = new String[700];

    static {
        for (int i = 100; i < 700; i++) {
            ALL[i] = new StatusCode(i);
            String ofClass = PHRASES.getOrDefault(i / 100 * 100, "Unknown");
            PHRASE[i] = PHRASES.getOrDefault(i, ofClass);
        }
    }

    public static final StatusCode TRYING = of(100);
    public static final StatusCode RINGING = of(180);
    public static final StatusCode OK = of(200);
    public static final StatusCode BAD_REQUEST = of(400);
    public static final StatusCode UNAUTHORIZED = of(401);
    public static final StatusCode FORBIDDEN = of(403);
    public static final StatusCode NOT_FOUND = of(404);
    public static final StatusCode PROXY_AUTHENTICATION_REQUIRED = of(407);
    public static final StatusCode REQUEST_TIMEOUT = of(408);
    public static final StatusCode UNSUPPORTED_URI_SCHEME = of(416);
    public static final StatusCode BAD_EXTENSION = of(420);
    public static final StatusCode INTERVAL_TOO_BRIEF = of(423);
    public static final StatusCode TEMPORARILY_UNAVAILABLE = of(480);
    public static final StatusCode CALL_DOES_NOT_EXIST = of(481);
    public static final StatusCode LOOP_DETECTED = of(482);
    public static final StatusCode TOO_MANY_HOPS = of(483);
    public static final StatusCode REQUEST_TERMINATED = of(487);
    public static final StatusCode SERVER_INTERNAL_ERROR = of(500);
    public static final StatusCode NOT_IMPLEMENTED = of(501);
    public static final StatusCode SERVICE_UNAVAILABLE = of(503);
    public static final StatusCode VERSION_NOT_SUPPORTED = of(505);

    /// The code with this value, always the same object.
    ///
    /// @throws IllegalArgumentException outside 100 to 699
    public static StatusCode of(int value) {
        if (value < 100 || value > 699) throw new IllegalArgumentException("status code " + value);
        return ALL[value];
    }

    /// The phrase that the RFCs suggest; for an unregistered code that of its class (§8.1.3.2).
    public String reasonPhrase() {
        return PHRASE[value];
    }

    public StatusClass statusClass() {
        return CLASSES[value / 100 - 1];
    }

    public boolean isProvisional() {
        return value < 200;
    }

    public boolean isFinal() {
        return value >= 200;
    }

    public boolean isSuccess() {
        return value >= 200 && value < 300;
    }

    @Override
    public String toString() {
        return value + " " + reasonPhrase();
    }
}
