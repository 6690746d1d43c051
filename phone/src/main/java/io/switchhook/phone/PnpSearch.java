package io.switchhook.phone;

import io.switchhook.phone.settings.FileKey;
import io.switchhook.phone.settings.Profile;
import io.switchhook.sip.uri.HostPort;
import java.time.Duration;
import java.util.Optional;

/// How a phone out of its box looks for its files: it asks everybody (RFC 6080 §4.1), until a server tells it a URL and has a file
/// for it there.
///
/// @param mac twelve hexadecimal digits
/// @param group where it asks, an IPv4 address
/// @param key of its files, if they are encrypted
/// @param authorities whom it believes over HTTPS
/// @param retry half of it to all of it is waited after the first failure, twice as long after each further one
/// @param longestRetry what that grows to
public record PnpSearch(
        Profile profile,
        String mac,
        HostPort group,
        Optional<FileKey> key,
        Authorities authorities,
        Duration retry,
        Duration longestRetry) {
    /// Where the makers' phones ask.
    public static final HostPort GROUP = HostPort.of("224.0.1.75");

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    /// @throws IllegalArgumentException if the MAC address or a time is none
    public PnpSearch {
        mac = Profile.macFile(mac).substring(0, 12);
        if (!retry.isPositive() || longestRetry.compareTo(retry) < 0)
            throw new IllegalArgumentException("no times: " + retry + ", " + longestRetry);
    }

    /// As the makers' phones do; again after 10 s, and every 5 min at last, which is ours: no guide says it.
    public static PnpSearch of(Profile profile, String mac) {
        return new PnpSearch(
                profile, mac, GROUP, Optional.empty(), Authorities.usual(), RETRY, LONGEST_RETRY);
    }

    /// Asks somewhere else.
    public PnpSearch at(HostPort changed) {
        return new PnpSearch(profile, mac, changed, key, authorities, retry, longestRetry);
    }

    public PnpSearch with(Optional<FileKey> changed) {
        return new PnpSearch(profile, mac, group, changed, authorities, retry, longestRetry);
    }

    public PnpSearch with(Authorities changed) {
        return new PnpSearch(profile, mac, group, key, changed, retry, longestRetry);
    }

    /// Asks again after other times.
    public PnpSearch every(Duration first, Duration longest) {
        return new PnpSearch(profile, mac, group, key, authorities, first, longest);
    }
}
