package io.switchhook.pbx.admission;

import java.time.Instant;
import java.util.List;

/// An address that is no longer listened to, and why.
///
/// @param sparing whether accounts that proved themselves at this address go on being served there
/// @param attempts the last few, oldest first
public record Ban(
        Source source,
        Instant since,
        Instant until,
        String why,
        boolean sparing,
        List<Attempt> attempts) {
    public Ban {
        attempts = List.copyOf(attempts);
    }
}
