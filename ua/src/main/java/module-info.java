/// User agent cores; so far the digest of RFC 3261 §22, RFC 7616 and RFC 8760.
module io.switchhook.ua {
    requires transitive io.switchhook.transaction;
    requires static transitive org.jspecify;

    exports io.switchhook.sip.auth;
}
