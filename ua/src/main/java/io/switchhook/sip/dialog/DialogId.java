package io.switchhook.sip.dialog;

import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;

/// What names a dialog at one of its ends: RFC 3261 §12. At the other end the tags are the other way round.
///
/// @param remoteTag empty where the peer is of RFC 2543 and has none
public record DialogId(CallId callId, String localTag, String remoteTag) {

    /// The dialog that a request received here belongs to; its local tag is empty if it is in none.
    public static DialogId of(Request received) {
        var headers = received.headers();
        return new DialogId(
                headers.require(Header.CALL_ID),
                headers.require(Header.TO).tag(),
                headers.require(Header.FROM).tag());
    }

    /// The dialog of a response received here; its remote tag is empty if it makes none.
    public static DialogId of(Response received) {
        var headers = received.headers();
        return new DialogId(
                headers.require(Header.CALL_ID),
                headers.require(Header.FROM).tag(),
                headers.require(Header.TO).tag());
    }
}
