package io.switchhook.bench;

/// What the phones of a bench send.
final class Requests {
    private Requests() {}

    /// @param call tells phones apart
    static String register(String transport, String user, int call, int number) {
        return """
        REGISTER sip:office.example SIP/2.0
        Via: SIP/2.0/%1$s phone.invalid;branch=z9hG4bK%3$d-%4$d;rport
        Max-Forwards: 70
        From: <sip:%2$s@office.example>;tag=f%3$d
        To: <sip:%2$s@office.example>
        Call-ID: call-%1$s-%3$d
        CSeq: %4$d REGISTER
        Contact: <sip:%2$s@phone.invalid;transport=%1$s>
        Expires: 3600
        Content-Length: 0

        """
                .formatted(transport, user, call, number)
                .replace("\n", "\r\n");
    }

    /// A request whose answer is as long as itself.
    static String longOptions(int call, int number, int bytes) {
        return """
        OPTIONS sip:office.example SIP/2.0
        Via: SIP/2.0/TLS phone.invalid;branch=z9hG4bKo%1$d-%2$d;x=%3$s
        Max-Forwards: 70
        From: <sip:9@office.example>;tag=f
        To: <sip:office.example>
        Call-ID: long-%1$d-%2$d
        CSeq: %2$d OPTIONS
        Content-Length: 0

        """
                .formatted(call, number, "x".repeat(bytes))
                .replace("\n", "\r\n");
    }
}
