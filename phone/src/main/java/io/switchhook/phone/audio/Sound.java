package io.switchhook.phone.audio;

import io.switchhook.media.audio.WavFile;

/// What a phone says into a call.
public sealed interface Sound {
    /// Packets of silence, as a phone sends them whose user says nothing.
    record Silence() implements Sound {}

    /// A sine.
    ///
    /// @param hertz the pitch, above 0 and below 4000
    record Tone(double hertz) implements Sound {}

    /// A recording, once; silence after it.
    record Recording(WavFile file) implements Sound {}

    /// What the microphone of this host takes, from [HostSound#microphone]; silence once it is closed.
    record Live(Microphone microphone) implements Sound {}

    /// What is heard, back again.
    record Echo() implements Sound {}
}
