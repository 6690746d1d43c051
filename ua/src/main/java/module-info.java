/// User agent cores: the digest of RFC 3261 §22, RFC 7616 and RFC 8760, dialogs, and the subscriptions of RFC 6665.
module io.switchhook.ua {
    requires transitive io.switchhook.transaction;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.switchhook.sip.auth;
    exports io.switchhook.sip.dialog;
    exports io.switchhook.sip.event;
    exports io.switchhook.sip.ua;
}
