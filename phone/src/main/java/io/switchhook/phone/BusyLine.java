package io.switchhook.phone;

import io.switchhook.sip.ua.SubscriptionClient;
import io.switchhook.sip.uri.Uri;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Tells when a line that was busy is free again; one line at a time. On the phone's shard.
final class BusyLine {
    /// How long it is waited for.
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Chassis phone;
    private @Nullable SubscriptionClient waiting;

    BusyLine(Chassis phone) {
        this.phone = phone;
    }

    /// @param number as it was dialed
    void await(Line line, Uri target, String number) {
        stop();
        var watched =
                new WatchedLine(state -> {
                    if (state != LampState.IDLE) return;
                    stop();
                    phone.tell(new PhoneEvent.LineFree(line.number(), number));
                });
        var asked =
                phone.agent()
                        .subscribe(line.user(), WatchedLine.settings(target, PATIENCE), watched);
        waiting = asked;
        phone.ground().timers().start(PATIENCE, asked::stop);
    }

    void stop() {
        var asked = waiting;
        waiting = null;
        if (asked != null) asked.stop();
    }
}
