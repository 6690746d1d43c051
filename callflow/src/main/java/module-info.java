/// Call flows as data, played with phones through any proxy and compared message by message.
module io.switchhook.callflow {
    requires transitive io.switchhook.message;
    requires io.switchhook.media;
    requires static transitive org.jspecify;

    exports io.switchhook.callflow;
}
