/// Call flows as data, played with phones through any proxy and compared message by message.
module io.switchhook.callflow {
    requires transitive io.switchhook.ladder;
    requires transitive io.switchhook.message;
    requires transitive io.switchhook.phone;
    requires io.switchhook.media;
    requires static transitive org.jspecify;
    // The tests, which are compiled as part of this module, read the XML that is written here.
    requires static java.xml;

    exports io.switchhook.callflow;
}
