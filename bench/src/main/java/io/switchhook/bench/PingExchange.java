package io.switchhook.bench;

/// A phone keeps its connection alive with a double CRLF, and hears one back: RFC 5626 §4.4.1.
final class PingExchange extends Exchange {
    private final Wire wire;

    /// @param number of the connection: nothing in a pong tells which ping it answers
    PingExchange(LoadOffice office, int number, Wire wire) {
        super(office, number);
        this.wire = wire;
    }

    @Override
    void begin() {
        wire.send("\r\n\r\n");
        calm();
    }

    void answered() {
        tally().setUp.add(System.nanoTime() - began);
        over("");
    }

    @Override
    void received(String response, int status, String cseq) {
        over("a response to a ping");
    }
}
