/// What happened in a call and why: recorded, joined, drawn, exported. No sockets, no threads.
module io.switchhook.ladder {
    requires transitive io.switchhook.message;
    requires static transitive org.jspecify;

    exports io.switchhook.ladder;
}
