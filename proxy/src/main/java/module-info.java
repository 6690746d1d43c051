/// RFC 3261 §16: the stateful forking proxy.
module io.switchhook.proxy {
    requires transitive io.switchhook.transaction;
    requires static transitive org.jspecify;

    exports io.switchhook.sip.proxy;
}
