package io.switchhook.callflow;

import java.time.Duration;

/// How long a [Player] waits before it gives up.
///
/// @param act for a phone to begin what it is told
/// @param situation for a phone to get into a situation; longer than the time after which a phone forwards
/// @param hearing for voices to come, or to go
/// @param window how much is listened to at once; in less than 50 ms the phones' tones cannot be told apart
/// @param settling for the last messages, after the script
/// @param quiet how long nothing may come before a flow that holds is over
/// @param reset for a phone to end its calls
public record Patience(
        Duration act,
        Duration situation,
        Duration hearing,
        Duration window,
        Duration settling,
        Duration quiet,
        Duration reset) {
    public static final Patience DEFAULT =
            new Patience(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(10));
}
