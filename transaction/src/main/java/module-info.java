/// RFC 3261 §17 and RFC 6026: four machines, keys, timer queues.
module io.switchhook.transaction {
    requires transitive io.switchhook.transport;
    requires static transitive org.jspecify;

    exports io.switchhook.sip.transaction;
}
