package io.switchhook.provisioning.device;

import java.time.Instant;

/// Something that happened to a device, besides its questions for files ([Visit]).
///
/// @param text for people: one line, in which nothing is that could fool a terminal; longer ones are cut
public record DeviceNote(Mac mac, Instant at, Kind kind, String text) {
    /// Characters of [#text].
    public static final int LONGEST = 256;

    public DeviceNote {
        if (text.length() > LONGEST) text = text.substring(0, end(text));
    }

    /// Not in the middle of a character.
    private static int end(String text) {
        return Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    }

    /// Who says so.
    public enum Kind {
        /// It was told to look for new files, or to start anew.
        CHECK_SYNC,
        /// A roll-out did something with it.
        ROLLOUT,
        /// It asked for an action URL. A hint and no proof.
        ACTION,
        /// A line of its log.
        LOG
    }
}
