package io.switchhook.bench;

import org.jspecify.annotations.Nullable;

/// A phone registers, once or some times in a row; the first time it answers a challenge if there is one.
class RegisterExchange extends Exchange {
    private final Wire wire;
    private final String user;
    private int left;
    private int cseq;
    private int nonceCount;
    private @Nullable Digest challenge;

    /// @param times how often it registers, the last ones with the nonce of the first
    RegisterExchange(LoadOffice office, int number, Wire wire, String user, int times) {
        super(office, number);
        this.wire = wire;
        this.user = user;
        this.left = times;
    }

    @Override
    void begin() {
        cseq++;
        String uri = "sip:" + LoadOffice.DOMAIN;
        String credentials =
                challenge == null
                        ? ""
                        : challenge.line(
                                "Authorization",
                                user,
                                LoadOffice.PASSWORD,
                                "REGISTER",
                                uri,
                                ++nonceCount);
        String self = "<sip:" + user + "@" + LoadOffice.DOMAIN + ">";
        ask(
                wire,
                LoadText.head("REGISTER", uri, wire, number, "" + cseq)
                        + "From: "
                        + self
                        + ";tag=f"
                        + number
                        + "\r\n"
                        + "To: "
                        + self
                        + "\r\n"
                        + LoadText.dialog(number, cseq, "REGISTER")
                        + "Contact: <"
                        + wire.contact(user)
                        + ">\r\n"
                        + credentials
                        + "Expires: 3600\r\nContent-Length: 0\r\n\r\n",
                T2);
    }

    @Override
    void received(String response, int status, String answered) {
        if (!LoadText.isCSeq(answered, cseq, "REGISTER")) return;
        if (status < 200) return;
        if (status == 401 && challenge == null) {
            challenge = Digest.challenge(response).orElse(null);
            if (challenge == null) over("401 without MD5");
            else begin();
        } else if (status >= 300) {
            over(status + " to REGISTER");
        } else if (--left > 0) {
            begin();
        } else {
            tally().setUp.add(System.nanoTime() - began);
            over("");
        }
    }
}
