/// SIP messages and session descriptions: bytes to immutable values and back; no I/O, no clock, no threads.
module io.switchhook.message {
    requires static transitive org.jspecify;

    exports io.switchhook.sip.grammar;
    exports io.switchhook.sip.uri;
    exports io.switchhook.sip.header;
    exports io.switchhook.sip.message;
    exports io.switchhook.sdp;
}
