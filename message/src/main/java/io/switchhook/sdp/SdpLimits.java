package io.switchhook.sdp;

/// How much of a session description is read; past any of them it is malformed.
///
/// @param bytes all of it
/// @param lines all lines, those of the media included
/// @param lineBytes one line without its end
/// @param attributes `a=` lines of the session, and of each media description
/// @param media media descriptions
public record SdpLimits(int bytes, int lines, int lineBytes, int attributes, int media) {
    public static final SdpLimits DEFAULT = new SdpLimits(64 * 1024, 2048, 8192, 512, 64);
}
