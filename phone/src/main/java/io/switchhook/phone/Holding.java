package io.switchhook.phone;

import io.switchhook.phone.Call.State;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.ua.Session;
import java.time.Duration;

/// Has the other end of a call wait, and goes on with it: RFC 3264 §8.4. On the phone's shard.
final class Holding {
    /// Between two tries.
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final int MOST_TRIES = 50;

    private final Chassis phone;
    private final CallLeg call;

    /// Whether an offer of ours waits for its answer.
    private boolean changing;

    Holding(Chassis phone, CallLeg call) {
        this.phone = phone;
        this.call = call;
    }

    /// @param then in any case
    void hold(Runnable then) {
        if (call.now() == State.TALKING) change(true, MOST_TRIES, then);
        else then.run();
    }

    /// @param then in any case
    void resume(Runnable then) {
        if (call.now() == State.HOLDING) change(false, MOST_TRIES, then);
        else then.run();
    }

    /// While another INVITE of the dialog is not over, this one waits.
    private void change(boolean hold, int tries, Runnable then) {
        var up = call.session();
        if (up == null || !call.now().isUp() || hold == isHeld()) then.run();
        else if (!changing && reinvite(up, hold, then)) return;
        else if (tries > 0)
            phone.ground().timers().start(PATIENCE, () -> change(hold, tries - 1, then));
        else then.run();
    }

    private boolean isHeld() {
        return call.now() == State.HOLDING;
    }

    private boolean reinvite(Session up, boolean hold, Runnable then) {
        boolean before = isHeld();
        changing =
                up.reinvite(
                        call.media().offer(hold),
                        response -> changed(hold, before, response, then));
        if (!changing) call.media().refused(before);
        return changing;
    }

    private void changed(boolean hold, boolean before, Response response, Runnable then) {
        changing = false;
        if (response.status().isSuccess() && call.media().answered(response.body())) {
            if (call.now().isUp()) call.become(hold ? State.HOLDING : State.TALKING);
        } else {
            call.media().refused(before);
            phone.tell(
                    new PhoneEvent.Problem(
                            "call "
                                    + call.number()
                                    + (hold ? " cannot be held: " : " cannot be resumed: ")
                                    + response.status().value()
                                    + ' '
                                    + response.reasonPhrase()));
        }
        then.run();
    }
}
