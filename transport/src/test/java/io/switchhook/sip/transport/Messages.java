package io.switchhook.sip.transport;

/// Requests as bytes, for tests.
final class Messages {
    private Messages() {}

    static String options(String via, String callId) {
        return options(via, callId, "Content-Length: 0\r\n\r\n");
    }

    static String options(String via, String callId, String rest) {
        return """
        OPTIONS sip:server.example SIP/2.0
        Via: %s
        Max-Forwards: 70
        From: <sip:a@example.com>;tag=1
        To: <sip:b@example.com>
        Call-ID: %s
        CSeq: 1 OPTIONS
        """
                        .formatted(via, callId)
                        .replace("\n", "\r\n")
                + rest;
    }

    static String response(String via, String callId) {
        return """
        SIP/2.0 200 OK
        Via: %s
        From: <sip:a@example.com>;tag=1
        To: <sip:b@example.com>;tag=2
        Call-ID: %s
        CSeq: 1 OPTIONS
        Content-Length: 0

        """
                .formatted(via, callId)
                .replace("\n", "\r\n");
    }
}
