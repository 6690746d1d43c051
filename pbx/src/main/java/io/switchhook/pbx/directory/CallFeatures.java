package io.switchhook.pbx.directory;

import java.time.Duration;
import java.util.Optional;

/// What a person wants done with his calls, whatever phones he has: RFC 5359 §2.8 to §2.10, and do not disturb.
///
/// @param after how long phones ring before a call counts as not answered
/// @param doNotDisturb whether no phone rings; a forward of all calls goes before that, the others do not count meanwhile
public record CallFeatures(
        Optional<ForwardTarget> always,
        Optional<ForwardTarget> busy,
        Optional<ForwardTarget> noAnswer,
        Duration after,
        boolean doNotDisturb) {
    public static final Duration SHORTEST = Duration.ofSeconds(5);
    public static final Duration LONGEST = Duration.ofSeconds(120);

    /// Calls ring, until they are answered.
    public static final CallFeatures NONE =
            new CallFeatures(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(20),
                    false);

    /// Where calls go at this moment of theirs.
    public Optional<ForwardTarget> target(Forward when) {
        return switch (when) {
            case ALWAYS -> always;
            case BUSY -> busy;
            case NO_ANSWER -> noAnswer;
        };
    }

    CallFeatures with(Forward when, Optional<ForwardTarget> target) {
        return switch (when) {
            case ALWAYS -> new CallFeatures(target, busy, noAnswer, after, doNotDisturb);
            case BUSY -> new CallFeatures(always, target, noAnswer, after, doNotDisturb);
            case NO_ANSWER -> new CallFeatures(always, busy, target, after, doNotDisturb);
        };
    }

    CallFeatures withAfter(Duration after) {
        return new CallFeatures(always, busy, noAnswer, after, doNotDisturb);
    }

    CallFeatures withDoNotDisturb(boolean doNotDisturb) {
        return new CallFeatures(always, busy, noAnswer, after, doNotDisturb);
    }

    /// Whether a call just rings.
    public boolean isNone() {
        return this == NONE;
    }

    /// The same, and [#NONE] if nothing is set, so that this is seen without looking.
    CallFeatures settled() {
        return equals(NONE) ? NONE : this;
    }
}
