package io.switchhook.phone.settings;

/// How routers are asked to treat packets: code points of RFC 2474, 0 to 63.
public record Dscp(int voice, int signaling) {}
