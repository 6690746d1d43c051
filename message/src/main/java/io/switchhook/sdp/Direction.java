package io.switchhook.sdp;

import java.util.Locale;
import java.util.Optional;

/// Which way a stream goes, as the one sees it who describes it: RFC 8866 §6.7, RFC 3264 §5.1.
public enum Direction {
    SENDRECV(true, true),
    SENDONLY(true, false),
    RECVONLY(false, true),
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;
    private final Attribute attribute;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
        this.attribute = Attribute.property(name().toLowerCase(Locale.ROOT));
    }

    /// The one that sends or does not, and receives or does not.
    public static Direction of(boolean sends, boolean receives) {
        if (sends) return receives ? SENDRECV : SENDONLY;
        return receives ? RECVONLY : INACTIVE;
    }

    /// The direction that an attribute says, if it says one.
    static Optional<Direction> of(Attribute attribute) {
        for (var direction : values())
            if (direction.attribute.name().equals(attribute.name())) return Optional.of(direction);
        return Optional.empty();
    }

    /// How it stands in a description, e.g. `a=sendonly`.
    public Attribute attribute() {
        return attribute;
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }

    /// The same stream as the other side sees it (RFC 3264 §6.1).
    public Direction reversed() {
        return of(receives, sends);
    }

    /// What of this is left where another allows no more: of an answer to an offer, `offer.reversed().and(own)`.
    public Direction and(Direction other) {
        return of(sends && other.sends, receives && other.receives);
    }
}
