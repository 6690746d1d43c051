package io.switchhook.callflow;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import org.jspecify.annotations.Nullable;

/// What a [SmallProxy] does wrong.
enum Breakage {
    NONE,
    DROPS_THE_ACK(it -> is(it, Method.ACK) ? null : it),
    DROPS_NOTIFY(it -> is(it, Method.NOTIFY) ? null : it),
    DROPS_THE_487(it -> status(it) == 487 ? null : it),
    CHANGES_THE_487(it ->
            status(it) == 487 ? Response.of(StatusCode.of(486), it.headers(), Body.EMPTY) : it),
    DROPS_THE_180(it -> status(it) == 180 ? null : it),
    /// As a B2BUA does, and back again in the other direction.
    REWRITES_THE_CALL_ID(it -> it.with(h -> h.set(Header.CALL_ID, other(it)))),
    REWRITES_THE_CSEQ(it ->
            is(it, Method.BYE) ? it.with(h -> h.set(Header.CSEQ, new CSeq(900, Method.BYE))) : it),
    SWAPS_THE_TAGS(it -> is(it, Method.BYE) ? swapped(it) : it),
    LEAVES_MAX_FORWARDS(
            it -> is(it, Method.INVITE) ? it.with(h -> h.set(Header.MAX_FORWARDS, 70)) : it),
    DROPS_REPLACES(it -> it.with(h -> h.remove(Known.REPLACES))),
    ENDS_THE_HOLD(it -> replaced(it, "a=sendonly", "a=sendrecv")),
    /// To a port where nobody listens.
    SENDS_MEDIA_ELSEWHERE(it -> replaced(it, "m=audio \\d+", "m=audio 9")),
    STAYS_OUT_OF_THE_DIALOG,
    PASSES_ON_THE_100,
    PASSES_ON_THE_ACK_OF_A_FAILURE,
    LEAVES_ITS_VIA,
    CALLS_THE_WRONG_PHONE,
    CALLS_ANOTHER_PHONE_TOO,
    FOLLOWS_REDIRECTIONS,
    ANSWERS_REFER,
    ANSWERS_REFER_AND_PASSES_IT_ON,
    ANSWERS_INVITE;

    private interface Edit {
        @Nullable SipMessage of(SipMessage message);
    }

    private final Edit edit;

    Breakage() {
        this(it -> it);
    }

    Breakage(Edit edit) {
        this.edit = edit;
    }

    /// What is passed on instead of a message; null for nothing.
    @Nullable SipMessage of(SipMessage message) {
        return edit.of(message);
    }

    private static boolean is(SipMessage message, Method method) {
        return message instanceof Request request && request.method().equals(method);
    }

    private static int status(SipMessage message) {
        return message instanceof Response response ? response.status().value() : 0;
    }

    private static CallId other(SipMessage message) {
        String value = message.headers().require(Header.CALL_ID).value();
        return new CallId(value.startsWith("b2b-") ? value.substring(4) : "b2b-" + value);
    }

    private static SipMessage swapped(SipMessage message) {
        var from = message.headers().require(Header.FROM);
        var to = message.headers().require(Header.TO);
        return message.with(h ->
                h.set(Header.FROM, from.withTag(to.tag())).set(Header.TO, to.withTag(from.tag())));
    }

    private static SipMessage replaced(SipMessage message, String pattern, String by) {
        if (message.body().isEmpty()) return message;
        var body = Body.of(message.body().toString().replaceAll(pattern, by));
        return switch (message) {
            case Request request -> request.withBody(body);
            case Response response -> response.withBody(body);
        };
    }
}
