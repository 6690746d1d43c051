package io.switchhook.media.video;

import java.util.Optional;

/// Makes pictures of payloads, which are given in the order of their sequence numbers. After a loss no picture comes until one
/// that needs none before it. For one thread.
public abstract sealed class Depacketizer permits H264Depacketizer, FrameDepacketizer {
    /// Of one picture: more than level 4 of H.264 has in a second.
    static final int MOST_OCTETS = 4 << 20;

    private boolean begun;
    private int timestamp;
    private boolean damaged;

    /// Something was lost before the next payload, or before this picture's first one.
    private boolean gap = true;

    private boolean afterGap;
    private boolean waiting = true;
    private long dropped;
    private long malformed;

    /// Takes a payload of the picture that is being gathered.
    ///
    /// @return false if it is none
    abstract boolean take(byte[] payload, int from, int length);

    /// What was begun and not ended will not be.
    void interrupted() {}

    /// Whether all of the picture is there, though nothing is missing by the sequence numbers.
    ///
    /// @param afterGap whether something was lost before its first payload
    abstract boolean isWhole(boolean afterGap);

    /// What was gathered, if it is a picture.
    abstract Optional<Picture> picture();

    /// Whether the picture can be shown though the one before it was not.
    abstract boolean canBegin(Picture picture);

    /// Forgets what was gathered.
    abstract void clear();

    /// Something before the next payload did not arrive.
    public final void lost() {
        gap = true;
        damaged |= begun;
        waiting = true;
        interrupted();
    }

    /// Whether the beginning of this picture, or something in it, is known to be missing: the rest is no fault of the sender.
    final boolean isAfterLoss() {
        return damaged || afterGap;
    }

    /// Takes a payload.
    ///
    /// @return the picture that is complete with it; the one before it, where the marker of that was lost
    public final Optional<Picture> push(
            boolean marker, int ofTimestamp, byte[] payload, int from, int length) {
        var before = Optional.<Picture>empty();
        if (begun && timestamp != ofTimestamp) before = finish();
        if (!begun) afterGap = gap;
        gap = false;
        begun = true;
        timestamp = ofTimestamp;
        if (!take(payload, from, length)) {
            malformed++;
            lost();
        }
        if (!marker || before.isPresent()) return before;
        return finish();
    }

    private Optional<Picture> finish() {
        if (!isWhole(afterGap)) lost();
        var picture = damaged ? Optional.<Picture>empty() : picture();
        var usable = picture.filter(it -> !waiting || canBegin(it));
        if (usable.isPresent()) waiting = false;
        else if (damaged || picture.isPresent()) dropped++;
        clear();
        begun = false;
        damaged = false;
        return usable;
    }

    /// Whether nothing can be shown before a key frame comes.
    public final boolean isWaiting() {
        return waiting;
    }

    /// Pictures that were damaged, or needed one that was.
    public final long dropped() {
        return dropped;
    }

    /// Payloads that were none.
    public final long malformed() {
        return malformed;
    }
}
