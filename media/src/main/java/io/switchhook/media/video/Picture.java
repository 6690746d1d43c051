package io.switchhook.media.video;

/// One picture, as its encoding has it.
public sealed interface Picture permits AccessUnit, H263Picture, Vp8Frame {
    /// Whether it needs no picture before it.
    boolean isKeyFrame();

    /// How many octets it takes in a file.
    int length();
}
