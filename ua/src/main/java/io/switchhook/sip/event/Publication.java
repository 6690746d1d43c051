package io.switchhook.sip.event;

import io.switchhook.sip.message.Body;
import java.util.Optional;

/// What one subscription is told of its resource, in the form of its package. It knows what it told last, and numbers
/// its documents where the package wants that. For the subscription's shard.
public interface Publication {
    /// All there is to know, for a subscriber that knows nothing or may have missed something.
    Body full();

    /// What is new since the last answer of this or of [#full]; empty for nothing.
    Optional<Body> changes();

    /// The subscription is over.
    void close();
}
