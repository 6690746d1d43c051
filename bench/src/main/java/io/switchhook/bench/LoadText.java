package io.switchhook.bench;

/// Messages of a load: lines that all have, and what is read of an answer.
final class LoadText {
    private LoadText() {}

    /// Request line, Via and Max-Forwards.
    ///
    /// @param branch tells the transactions of an exchange apart
    static String head(String method, String uri, Wire wire, int number, String branch) {
        return method
                + " "
                + uri
                + " SIP/2.0\r\nVia: SIP/2.0/"
                + wire.transport()
                + " "
                + wire.place()
                + ";branch=z9hG4bKc"
                + number
                + "-"
                + branch
                + "\r\nMax-Forwards: 70\r\n";
    }

    static String dialog(int number, int cseq, String method) {
        return "Call-ID: c" + number + "@bench\r\nCSeq: " + cseq + " " + method + "\r\n";
    }

    /// The number that [#dialog(int, int, String)] put there; -1 if it is none of ours.
    static int number(String message) {
        int at = message.indexOf("\r\nCall-ID: c");
        if (at < 0) return -1;
        int number = 0;
        int i = at + 12;
        for (; i < message.length() && message.charAt(i) != '@'; i++) {
            int digit = message.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > 100_000_000) return -1;
            number = 10 * number + digit;
        }
        return message.startsWith("@bench", i) ? number : -1;
    }

    static boolean isCSeq(String value, int number, String method) {
        return value.equals(number + " " + method);
    }

    /// The header lines and the body of a phone's session.
    ///
    /// @param place host and port of the phone
    /// @param version of its description
    /// @param direction `sendrecv`, or what a hold makes of it
    static String session(String place, int version, String direction) {
        String host = place.substring(0, place.lastIndexOf(':'));
        String sdp =
                "v=0\r\no=phone 53655765 "
                        + version
                        + " IN IP4 "
                        + host
                        + "\r\ns=-\r\nc=IN IP4 "
                        + host
                        + "\r\nt=0 0\r\nm=audio 49172 RTP/AVP 0 8 101\r\n"
                        + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
                        + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na="
                        + direction
                        + "\r\n";
        return "Content-Type: application/sdp\r\nContent-Length: "
                + sdp.length()
                + "\r\n\r\n"
                + sdp;
    }

    /// The URI of the Contact.
    static String contact(String message) {
        String value = StormText.value(message, "Contact");
        int start = value.indexOf('<');
        int end = value.indexOf('>', start);
        return start < 0 || end < 0 ? value : value.substring(start + 1, end);
    }

    /// What the caller has to put into its requests: the Record-Route lines, the last first (RFC 3261 §12.1.2).
    static String routes(String response) {
        var routes = new StringBuilder();
        String name = "\r\nRecord-Route:";
        for (int at = response.indexOf(name); at >= 0; at = response.indexOf(name, at + 2)) {
            int end = response.indexOf("\r\n", at + 2);
            for (String value : response.substring(at + name.length(), end).split(",", -1))
                routes.insert(0, "Route: " + value.strip() + "\r\n");
        }
        return routes.toString();
    }
}
