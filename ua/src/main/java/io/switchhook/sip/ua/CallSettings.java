package io.switchhook.sip.ua;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What somebody's calls are to have beyond RFC 3261.
///
/// @param reliableProvisionals whether provisional responses are acknowledged where the other end can (RFC 3262): `100rel`
/// @param sessionTimer what is asked for where the other end does not ask (RFC 4028): `timer`. Without it the other end's wish
///     is heard if [UserAgentLimits#extensions] has `timer`, and passed over else
/// @param proxied whether requests in a dialog go to the first of [LocalUser#routes] too, as those outside do, whatever the
///     dialog's route set says
public record CallSettings(
        boolean reliableProvisionals,
        Optional<SessionTimerSettings> sessionTimer,
        boolean proxied) {
    static final String RELIABLE = "100rel";
    static final String TIMER = "timer";

    /// Nothing.
    public static final CallSettings DEFAULT = new CallSettings(false, Optional.empty());

    /// With dialogs that go where their route sets say.
    public CallSettings(boolean reliableProvisionals, Optional<SessionTimerSettings> sessionTimer) {
        this(reliableProvisionals, sessionTimer, false);
    }

    /// The option tags that are understood, with those that are for everybody.
    List<String> extensions(List<String> everybody) {
        var all = new ArrayList<>(everybody);
        if (reliableProvisionals && !all.contains(RELIABLE)) all.add(RELIABLE);
        if (sessionTimer.isPresent() && !all.contains(TIMER)) all.add(TIMER);
        return all;
    }
}
