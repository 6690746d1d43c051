package io.switchhook.phone.audio;

import io.switchhook.media.video.AccessUnit;
import java.util.List;

/// What a phone shows in a call.
public sealed interface Picture {
    /// No packets at all.
    record Nothing() implements Picture {}

    /// Gray bars, and a white square that goes its way over them.
    record TestBars() implements Picture {}

    /// Pictures that are shown again and again.
    ///
    /// @param pictures as of [io.switchhook.media.video.AnnexB#read]
    record Film(List<AccessUnit> pictures) implements Picture {
        public Film {
            pictures = List.copyOf(pictures);
        }
    }
}
