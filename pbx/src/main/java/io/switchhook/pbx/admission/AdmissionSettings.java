package io.switchhook.pbx.admission;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The bounds of the front door.
///
/// @param trusted networks that are neither banned nor bounded
/// @param emergency the numbers of emergency calls
/// @param sourceRate requests a second from an address, of those who did not prove themselves there
/// @param sourceBurst how many of these at once
/// @param accountRate requests a second in the name of an account that proved itself at this address
/// @param accountBurst how many of these at once
/// @param wrongAnswers how many challenges may be answered wrong before the address is banned
/// @param forgiving after how long one of these is forgotten
/// @param banTime how long a ban lasts
/// @param bans how many there are at once
/// @param sources how many addresses, and how many accounts at addresses, are remembered
/// @param acquaintance how long an account that proved itself at an address is known there
/// @param behind how long a shard may be behind before it refuses the first class of requests
public record AdmissionSettings(
        List<Network> trusted,
        Set<String> emergency,
        int sourceRate,
        int sourceBurst,
        int accountRate,
        int accountBurst,
        int wrongAnswers,
        Duration forgiving,
        Duration banTime,
        int bans,
        int sources,
        Duration acquaintance,
        Duration behind) {

    public static final AdmissionSettings DEFAULT =
            new AdmissionSettings(
                    List.of(),
                    Set.of("112", "911"),
                    500,
                    5000,
                    50,
                    500,
                    20,
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    10_000,
                    200_000,
                    Duration.ofHours(24),
                    Duration.ofMillis(500));

    public AdmissionSettings {
        trusted = List.copyOf(trusted);
        emergency = Set.copyOf(emergency);
        if (sourceRate < 1 || sourceBurst < 1 || accountRate < 1 || accountBurst < 1)
            throw new IllegalArgumentException("a budget of less than 1");
        if (wrongAnswers < 1) throw new IllegalArgumentException("no wrong answer at all");
    }
}
