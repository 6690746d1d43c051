package io.switchhook.bench;

/// The server is asked what it can do, which is the least that it can be asked.
final class OptionsExchange extends Exchange {
    private final Wire wire;

    OptionsExchange(LoadOffice office, int number, Wire wire) {
        super(office, number);
        this.wire = wire;
    }

    @Override
    void begin() {
        String uri = "sip:" + LoadOffice.DOMAIN;
        ask(
                wire,
                LoadText.head("OPTIONS", uri, wire, number, "1")
                        + "From: <sip:caller@"
                        + LoadOffice.DOMAIN
                        + ">;tag=f"
                        + number
                        + "\r\n"
                        + "To: <"
                        + uri
                        + ">\r\n"
                        + LoadText.dialog(number, 1, "OPTIONS")
                        + "Contact: <"
                        + wire.contact("caller")
                        + ">\r\n"
                        + "Accept: application/sdp\r\nContent-Length: 0\r\n\r\n",
                T2);
    }

    @Override
    void received(String response, int status, String cseq) {
        if (status < 200) return;
        tally().setUp.add(System.nanoTime() - began);
        over(status < 300 ? "" : status + " to OPTIONS");
    }
}
