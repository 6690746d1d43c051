package io.switchhook.sip.ua;

import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.uri.Uri;
import java.time.Duration;
import java.util.List;

/// What somebody subscribes to, and for how long.
///
/// @param resource whose state it is, such as `sip:1002@office.example`
/// @param event `message-summary`, `dialog`, `as-feature-event` ...
/// @param accept the bodies that are understood; none to let the package say it (RFC 6665 §3.1.3)
/// @param expires what is asked for
/// @param retry the least wait after a failure; it doubles with each further one
/// @param longestRetry the most that it grows to
public record SubscriptionSettings(
        Uri resource,
        Event event,
        List<MediaType> accept,
        Duration expires,
        Duration retry,
        Duration longestRetry) {
    public SubscriptionSettings {
        accept = List.copyOf(accept);
    }

    /// After a failure again in half a minute, and in half an hour at last.
    public static SubscriptionSettings to(
            Uri resource, Event event, List<MediaType> accept, Duration expires) {
        return new SubscriptionSettings(
                resource, event, accept, expires, Duration.ofSeconds(30), Duration.ofMinutes(30));
    }
}
