package io.switchhook.sip.message;

/// How much of a message is taken from the network.
///
/// @param headBytes start line and header lines together; past it 513
/// @param bodyBytes the body on a stream; past it 413 and the connection closes
/// @param headerLines lines in a head; past it 400
public record MessageLimits(int headBytes, int bodyBytes, int headerLines) {
    public static final MessageLimits DEFAULT = new MessageLimits(64 * 1024, 1024 * 1024, 256);
}
