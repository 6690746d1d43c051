package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.Optional;

/// What the phone does for all of its accounts.
///
/// @param refuseStatus of the response to a call that the user refuses: 404, 480 or 486
/// @param callWaiting whether a further call rings during a call; if not, 486
/// @param hotline if a number was set
/// @param escapesPound whether `#` in a user part is sent as `%23`
/// @param usesProxyInDialogs whether requests in a dialog go to the outbound proxy, too
/// @param registrationDelay the longest random wait before the first registration
/// @param restartsOnNotify whether NOTIFY with `check-sync;reboot=true` restarts the phone
/// @param allowsDirectCalls whether calls to the phone's own address instead of an account's ring
/// @param callCompletion whether the phone offers to wait for a busy line
/// @param ringsAfterEarlyMedia whether 180 after 183 brings back the ring tone
/// @param dialsTel whether numbers are called as `tel:` URIs
/// @param pickupCode what is dialed before a line to pick up its call, if that is on
/// @param checksCertificates whether TLS servers need a certificate that is trusted
/// @param tellsReasons whether a call that failed is told by its Reason header field (RFC 3326), if it has one
public record Features(
        Forwarding forwarding,
        DoNotDisturb doNotDisturb,
        int refuseStatus,
        boolean callWaiting,
        Optional<Hotline> hotline,
        Intercom intercom,
        Transfers transfers,
        AutoRedial autoRedial,
        HoldForm holdForm,
        boolean escapesPound,
        boolean usesProxyInDialogs,
        Duration registrationDelay,
        boolean restartsOnNotify,
        boolean allowsDirectCalls,
        boolean callCompletion,
        boolean ringsAfterEarlyMedia,
        boolean dialsTel,
        Optional<String> pickupCode,
        Optional<String> groupPickupCode,
        boolean checksCertificates,
        boolean tellsReasons) {}
