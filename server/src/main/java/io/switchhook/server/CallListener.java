package io.switchhook.server;

/// Hears of calls as they pass. Told on the shards, so it must not block.
public interface CallListener {
    CallListener NONE = event -> {};

    void call(CallEvent event);
}
