/// The registrar and the location service: RFC 3261 §10, RFC 3327; and what phones are told of it: RFC 3680.
module io.switchhook.registrar {
    requires transitive io.switchhook.ua;
    requires transitive io.switchhook.transaction;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.switchhook.sip.reginfo;
    exports io.switchhook.sip.registrar;
}
