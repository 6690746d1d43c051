package io.switchhook.sip.event;

import io.switchhook.sip.header.MediaType;
import java.time.Duration;

/// What can be subscribed to: RFC 6665 §5. Shared by the notifiers of all shards.
public interface EventPackage {
    /// As it stands in Event: `reg`, `dialog`, `message-summary`.
    String name();

    /// The one form of its NOTIFY bodies.
    MediaType contentType();

    /// How long a subscription lasts whose SUBSCRIBE does not say (§5.4.4).
    Duration defaultDuration();

    /// How long after the answer to a NOTIFY the next one may go, unless a SUBSCRIBE asks for it (§5.4.10).
    Duration pace();

    /// Begins to tell one subscription of its resource. Called on the subscription's shard.
    ///
    /// @param audience to be called when there is something new; on any thread, until [Publication#close]
    Publication publish(Subscriber subscriber, Audience audience);
}
