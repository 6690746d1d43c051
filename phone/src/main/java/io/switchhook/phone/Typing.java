package io.switchhook.phone;

import io.switchhook.phone.settings.DialDecision;
import io.switchhook.sip.transaction.Timers;
import org.jspecify.annotations.Nullable;

/// A number that is typed digit by digit, and called once the dial plan finds it complete. On the phone's shard.
final class Typing {
    private static final int LONGEST = 64;

    private final Chassis phone;
    private final StringBuilder typed = new StringBuilder();
    private int account = 1;
    private Timers.@Nullable Handle pending;

    Typing(Chassis phone) {
        this.phone = phone;
    }

    /// One more digit. Those for another account are forgotten.
    void type(int forAccount, char digit) {
        if (typed.length() >= LONGEST) return;
        if (account != forAccount) typed.setLength(0);
        account = forAccount;
        typed.append(digit);
        if (pending != null) pending.cancel();
        switch (phone.settings().dialPlan().typed(typed.toString(), account)) {
            case DialDecision.Dial(_, var delay) ->
                    pending = phone.ground().timers().start(delay, this::send);
            case DialDecision.Wait(var time) ->
                    pending = phone.ground().timers().start(time, this::send);
            case DialDecision.Blocked(_) -> send();
        }
    }

    /// The send key.
    void send() {
        if (pending != null) pending.cancel();
        pending = null;
        if (typed.isEmpty()) return;
        String number = typed.toString();
        typed.setLength(0);
        phone.dialer().attempt(account, number);
    }
}
