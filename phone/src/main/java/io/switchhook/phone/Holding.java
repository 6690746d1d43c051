package io.switchhook.phone;

import io.switchhook.phone.Call.State;
import io.switchhook.sdp.SessionDescription;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.ua.Relay;
import io.switchhook.sip.ua.Session;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Has the other end of a call wait, and goes on with it: RFC 3264 §8.4. Where the account has a music server it plays meanwhile. On
/// the phone's shard.
final class Holding {
    /// Between two tries.
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final int MOST_TRIES = 50;

    private final Chassis phone;
    private final CallLeg call;

    /// Whether an offer of ours waits for its answer.
    private boolean changing;

    /// From before a hold to its end.
    private @Nullable Music music;

    /// @param relay what the other end is to hear instead of this phone
    private record Change(boolean hold, Optional<Relay> relay) {}

    Holding(Chassis phone, CallLeg call) {
        this.phone = phone;
        this.call = call;
    }

    /// @param then in any case
    void hold(Runnable then) {
        hold(MOST_TRIES, then);
    }

    /// While another one is under way, this one waits.
    private void hold(int tries, Runnable then) {
        if (call.now() != State.TALKING) then.run();
        else if ((music != null || changing) && tries > 0) later(() -> hold(tries - 1, then));
        else
            call.line()
                    .preferences()
                    .musicServer()
                    .ifPresentOrElse(
                            server -> holdWithMusic(server, then), () -> holdInSilence(then));
    }

    private void holdInSilence(Runnable then) {
        change(new Change(true, Optional.empty()), MOST_TRIES, then);
    }

    private void holdWithMusic(String server, Runnable then) {
        stopMusic();
        try {
            var target = call.line().target(server);
            var made = new Music(phone, call, offer -> offered(offer, then));
            music = made;
            made.ask(target);
        } catch (MalformedValue e) {
            phone.tell(new PhoneEvent.Problem("no music server can be called: " + server));
            holdInSilence(then);
        }
    }

    private void offered(Body offer, Runnable then) {
        var relay = call.media().relay(offer);
        if (relay.isEmpty()) stopMusic();
        change(new Change(true, relay), MOST_TRIES, then);
    }

    /// The other end has changed the call while it waits.
    void goesOnWithoutMusic() {
        if (isHeld()) stopMusic();
    }

    void stopMusic() {
        var playing = music;
        music = null;
        if (playing != null) playing.end();
    }

    /// @param then in any case
    void resume(Runnable then) {
        if (call.now() == State.HOLDING)
            change(new Change(false, Optional.empty()), MOST_TRIES, then);
        else then.run();
    }

    /// While another INVITE of the dialog is not over, this one waits.
    private void change(Change change, int tries, Runnable then) {
        var up = call.session();
        if (up != null && call.now().isUp() && change.hold != isHeld()) {
            if (!changing && reinvite(up, change, then)) return;
            if (tries > 0) {
                later(() -> change(change, tries - 1, then));
                return;
            }
        }
        if (change.relay.isPresent()) stopMusic();
        then.run();
    }

    private void later(Runnable task) {
        phone.ground().timers().start(PATIENCE, task);
    }

    private boolean isHeld() {
        return call.now() == State.HOLDING;
    }

    private boolean reinvite(Session up, Change change, Runnable then) {
        boolean before = isHeld();
        changing = up.reinvite(offer(change), response -> changed(change, before, response, then));
        if (!changing) call.media().refused(before);
        return changing;
    }

    private Body offer(Change change) {
        return change.relay
                .map(it -> CallMedia.described(it.offer()))
                .orElseGet(() -> call.media().offer(change.hold));
    }

    private void changed(Change change, boolean before, Response response, Runnable then) {
        changing = false;
        if (change.relay.isPresent()) relayed(change.relay.get(), response, then);
        else {
            changed(change.hold, before, response);
            then.run();
        }
    }

    private void changed(boolean hold, boolean before, Response response) {
        if (response.status().isSuccess() && call.media().answered(response.body())) {
            if (!hold) stopMusic();
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
    }

    /// Who does not want the music waits without.
    private void relayed(Relay relay, Response response, Runnable then) {
        var theirs =
                response.status().isSuccess()
                        ? call.media().relayed(relay, response.body())
                        : Optional.<SessionDescription>empty();
        var playing = music;
        if (theirs.isEmpty() || playing == null) {
            stopMusic();
            holdInSilence(then);
            return;
        }
        playing.play(relay, theirs.get());
        if (call.now().isUp()) call.become(State.HOLDING);
        then.run();
    }
}
