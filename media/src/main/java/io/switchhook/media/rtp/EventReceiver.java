package io.switchhook.media.rtp;

import java.util.OptionalInt;

/// Says each telephone event once, whatever of its packets is lost, repeated or late: RFC 4733 §2.5.2. For one source and
/// one thread.
///
/// An event is known by its timestamp, so one packet of it is enough.
public final class EventReceiver {
    /// What is that much older than the newest, 2 s at 8 kHz, is a new beginning of the source.
    private static final int OLDEST = 16_000;

    private boolean begun;
    private int event;
    private int timestamp;
    private boolean ended;

    /// Takes a packet.
    ///
    /// @param timestamp of the RTP packet
    /// @return the event, if it has just begun
    public OptionalInt receive(int timestamp, TelephoneEvent packet) {
        // §2.3.5: only states, which no keys are, last for ever.
        if (packet.duration() == 0) return OptionalInt.empty();
        int newer = timestamp - this.timestamp;
        if (begun && newer == 0) {
            ended |= packet.end();
            return OptionalInt.empty();
        }
        if (begun && newer < 0 && newer > -OLDEST) return OptionalInt.empty();
        boolean continued = begun && isNextSegment(newer, packet);
        begun = true;
        event = packet.event();
        this.timestamp = timestamp;
        ended = packet.end();
        return continued ? OptionalInt.empty() : OptionalInt.of(event);
    }

    /// §2.5.1.3: a long event goes on in another segment, right behind a full one that had no end.
    private boolean isNextSegment(int newer, TelephoneEvent packet) {
        return !ended && packet.event() == event && newer == 0xffff;
    }
}
