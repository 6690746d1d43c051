package io.switchhook.phone.audio;

import java.io.IOException;

/// Where calls get their sound from: a device with sockets, or none in a test.
public interface Sounds {
    /// A pair of ports for one call.
    ///
    /// @param min and `max`: the range to take them from
    /// @throws IOException if there is none
    Audio open(int min, int max, Audio.Listener listener) throws IOException;

    /// Another pair, for the pictures of a call.
    ///
    /// @throws IOException if there is none
    Video openVideo(int min, int max, Video.Listener listener) throws IOException;
}
