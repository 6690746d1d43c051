package io.switchhook.phone.video;

import java.io.IOException;

/// Where calls get their video from: a device with sockets, or none in a test.
public interface Videos {
    /// A pair of ports for one call.
    ///
    /// @param min and `max`: the range to take them from
    /// @throws IOException if there is none
    Video open(int min, int max, Video.Listener listener) throws IOException;
}
