package io.switchhook.ladder;

/// One thing that happened, as a [Tape] kept it.
///
/// @param nanos when, on the recorder's clock
/// @param key of the Call-ID ([Recorder#key]); 0 if it belongs to no call
public record Entry(long nanos, long key, Happening what) {

    /// What happened.
    public sealed interface Happening {}

    /// @param bytes as they came, after decryption; not to be changed
    /// @param length how long it was, more than there are bytes if the tape had no room for all
    public record Received(Path path, byte[] bytes, int length) implements Happening {}

    /// @param bytes as they left, before encryption; not to be changed
    /// @param length how long it was
    public record Sent(Path path, byte[] bytes, int length) implements Happening {}

    public record Remarked(Remark remark) implements Happening {}
}
