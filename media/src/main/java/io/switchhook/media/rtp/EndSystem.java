package io.switchhook.media.rtp;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// One end of calls (RFC 3550 §3), and what all its sessions have in common. By the name the other end knows which audio and
/// which video belong together, and by the clock when they were taken.
///
/// @param cname RFC 3550 §6.5.1
/// @param wall for the NTP timestamps of reports
/// @param random thread-safe if the sessions are on several threads
public record EndSystem(String cname, InstantSource wall, RandomGenerator random) {
    /// With a random name that says nothing of the host or its user: RFC 7022 §4.2.
    public static EndSystem anonymous(InstantSource wall, RandomGenerator random) {
        var name = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        return new EndSystem(name, wall, random);
    }
}
