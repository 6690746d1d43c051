package io.switchhook.media.rtp;

/// A key that is being sent as telephone events: RFC 4733 §2.5.1. All its packets have the timestamp of its beginning; the
/// first has the marker, and the last is sent three times. For one thread.
public final class KeyPress {
    private static final int VOLUME = 10;
    private static final int ENDS = 3;

    private final int event;
    private final int timestamp;
    private final int length;
    private final int step;
    private int duration;
    private int ends;

    /// @param timestamp of its beginning
    /// @param length in units of the timestamp, up to 65535
    /// @param step how much of it one packet reports, mostly one of audio
    public KeyPress(char key, int timestamp, int length, int step) {
        if (length < 1 || length > 0xffff) throw new IllegalArgumentException("length " + length);
        if (step < 1) throw new IllegalArgumentException("step " + step);
        this.event = TelephoneEvent.ofKey(key);
        this.timestamp = timestamp;
        this.length = length;
        this.step = step;
    }

    public boolean isOver() {
        return ends == ENDS;
    }

    public int timestamp() {
        return timestamp;
    }

    /// Whether the next packet is the first, which has the marker.
    public boolean isFirst() {
        return duration == 0;
    }

    /// The next packet, one for each step of time until it [#isOver].
    public TelephoneEvent next() {
        duration = Math.min(length, duration + step);
        boolean end = duration == length;
        if (end) ends++;
        return new TelephoneEvent(event, end, VOLUME, duration);
    }
}
