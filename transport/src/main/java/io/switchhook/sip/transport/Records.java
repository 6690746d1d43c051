package io.switchhook.sip.transport;

import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;

/// What is recorded of messages that nobody has checked yet.
final class Records {
    private Records() {}

    /// Empty if there is none that can be read.
    static String callId(SipMessage message) {
        try {
            return message.headers().get(Header.CALL_ID).map(CallId::value).orElse("");
        } catch (MalformedField e) {
            return "";
        }
    }

    static String callId(MalformedMessage malformed) {
        return malformed.answer().map(Records::callId).orElse("");
    }

    static int status(Response response) {
        return response.status().value();
    }

    /// `INVITE`, `200`.
    static String label(SipMessage message) {
        return switch (message) {
            case Request request -> request.method().name();
            case Response response -> Integer.toString(response.status().value());
        };
    }
}
