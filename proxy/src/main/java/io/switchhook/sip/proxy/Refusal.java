package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark;
import io.switchhook.sip.message.StatusCode;

/// Why the proxy itself refuses a request, before or instead of asking its [Router].
public enum Refusal {
    SCHEME(416, "the Request-URI's scheme is neither sip nor sips nor tel"),
    HOPS(483, "no hops are left"),
    EXTENSION(420, "it requires an extension that this proxy does not have"),
    LOOP(482, "it came back unchanged"),
    SPIRALS(482, "it came back too often"),
    BREADTH(440, "it may be forwarded on no more branches"),
    MALFORMED(400, "a header field that decides its way is malformed"),
    CROWD(500, "too many requests of this call wait for their responses"),
    PRIVACY(500, "its sender insists on a privacy that a proxy cannot give"),
    NO_TARGET(480, "there is nowhere to forward it to");

    private final StatusCode status;
    private final String sentence;

    Refusal(int status, String sentence) {
        this.status = StatusCode.of(status);
        this.sentence = sentence;
    }

    public StatusCode status() {
        return status;
    }

    Remark remark(String why) {
        return switch (this) {
            case LOOP, SPIRALS -> new Remark.LoopDetected(sentence);
            case HOPS -> new Remark.TooManyHops();
            case BREADTH -> new Remark.BreadthExceeded();
            case SCHEME, EXTENSION, MALFORMED, CROWD, PRIVACY, NO_TARGET ->
                    new Remark.Refused(status.value(), why, "RFC 3261 §16.3");
        };
    }

    public String sentence() {
        return sentence;
    }
}
