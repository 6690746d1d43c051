package io.switchhook.bench;

import org.jspecify.annotations.Nullable;

/// A call as its caller has it: INVITE, perhaps 407 and again, 200, ACK, perhaps a hold, BYE.
final class CallExchange extends Exchange {
    /// What a call is like.
    enum Kind {
        PLAIN,
        HELD,

        /// It stays up, and its caller does no more.
        LASTING,

        /// Nobody is there, which a server may also say of a user that it knows: 404 or 480 should come.
        UNKNOWN
    }

    /// In milliseconds: so long somebody does nothing but talk.
    private static final long TALK = 20;

    private enum Phase {
        INVITING,
        TALKING,
        HOLDING,
        ENDING
    }

    private final Wire wire;
    private final String caller;
    private final String address;
    private final Kind kind;
    private Phase phase = Phase.INVITING;
    private int cseq = 1;
    private boolean rang;
    private long byeAt;
    private String to;
    private String target;
    private String routes = "";
    private String ack = "";
    private @Nullable Digest challenge;

    CallExchange(
            LoadOffice office, int number, Wire wire, String caller, String callee, Kind kind) {
        super(office, number);
        this.wire = wire;
        this.caller = caller;
        this.address = "sip:" + callee + "@" + LoadOffice.DOMAIN;
        this.target = address;
        this.to = "<" + address + ">";
        this.kind = kind;
    }

    @Override
    void begin() {
        ask(wire, invite("sendrecv"), TIMEOUT);
    }

    private String invite(String direction) {
        String credentials =
                challenge == null || phase != Phase.INVITING
                        ? ""
                        : challenge.line(
                                "Proxy-Authorization",
                                caller,
                                LoadOffice.PASSWORD,
                                "INVITE",
                                address,
                                1);
        return lines("INVITE", "" + cseq)
                + "Contact: <"
                + wire.contact(caller)
                + ">\r\n"
                + credentials
                + LoadText.session(wire.place(), cseq, direction);
    }

    private String lines(String method, String branch) {
        return LoadText.head(method, target, wire, number, branch)
                + routes
                + "From: <sip:"
                + caller
                + "@"
                + LoadOffice.DOMAIN
                + ">;tag=f"
                + number
                + "\r\n"
                + "To: "
                + to
                + "\r\n"
                + LoadText.dialog(number, cseq, method);
    }

    @Override
    void received(String response, int status, String answered) {
        boolean isLate = !answered.startsWith(cseq + " ") || phase == Phase.TALKING;
        if (isLate) {
            if (status >= 200 && status < 300 && answered.endsWith("INVITE") && !ack.isEmpty())
                wire.send(ack); // ours was lost: RFC 3261 §13.2.2.4
            else if (status >= 200) tally().strays++;
            return;
        }
        switch (phase) {
            case INVITING -> invited(response, status);
            case HOLDING -> held(response, status);
            case ENDING -> ended(status);
            case TALKING -> throw new IllegalStateException("answered above");
        }
    }

    private void invited(String response, int status) {
        if (status < 200) {
            if (status == 180 && !rang) {
                rang = true;
                tally().ringing.add(System.nanoTime() - began);
            }
            calm();
            return;
        }
        if (status >= 300) {
            refused(response, status);
            return;
        }
        tally().setUp.add(System.nanoTime() - began);
        to = StormText.value(response, "To");
        target = LoadText.contact(response);
        routes = LoadText.routes(response);
        switch (kind) {
            case PLAIN -> acknowledge(this::end);
            case HELD -> acknowledge(this::hold);
            case LASTING -> acknowledge(() -> over(""));
            case UNKNOWN -> over(status + " for nobody");
        }
    }

    private void acknowledge(Runnable then) {
        phase = Phase.TALKING;
        ack = lines("ACK", cseq + "a") + "Content-Length: 0\r\n\r\n";
        wire.send(ack);
        later(TALK, then);
    }

    /// The ACK of a refusal belongs to the transaction of the INVITE: RFC 3261 §17.1.1.3.
    private void refused(String response, int status) {
        to = StormText.value(response, "To");
        wire.send(lines("ACK", "" + cseq) + "Content-Length: 0\r\n\r\n");
        to = "<" + address + ">";
        if (status == 407 && challenge == null) {
            challenge = Digest.challenge(response).orElse(null);
            if (challenge == null) {
                over("407 without MD5");
                return;
            }
            cseq++;
            begin();
        } else if ((status == 404 || status == 480) && kind == Kind.UNKNOWN) {
            tally().setUp.add(System.nanoTime() - began);
            over("");
        } else {
            over(status + " to INVITE");
        }
    }

    private void hold() {
        phase = Phase.HOLDING;
        cseq++;
        ask(wire, invite("sendonly"), TIMEOUT);
    }

    private void held(String response, int status) {
        if (status < 200) calm();
        else if (status < 300) acknowledge(this::end);
        else {
            wire.send(lines("ACK", "" + cseq) + "Content-Length: 0\r\n\r\n");
            over(status + " to the hold");
        }
    }

    private void end() {
        phase = Phase.ENDING;
        cseq++;
        byeAt = System.nanoTime();
        ask(wire, lines("BYE", "" + cseq) + "Content-Length: 0\r\n\r\n", T2);
    }

    private void ended(int status) {
        if (status < 200) return;
        tally().ending.add(System.nanoTime() - byeAt);
        over(status < 300 ? "" : status + " to BYE");
    }
}
