package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark.Forward;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A user among those that a request goes to whose calls are forwarded when his phones do not take them. Of others nothing is
/// kept.
final class CalledUser {
    private final Timers timers;
    private final Forwarding forwarding;
    private final UnaryOperator<Headers.Editor> edits;
    private final Consumer<CalledUser> unanswered;
    private final List<Response> finals = new ArrayList<>(2);
    private Timers.@Nullable Handle timer;
    private boolean rings;
    private boolean left;

    /// @param edits those made for his phones
    /// @param unanswered told when his phones have rung for long enough
    CalledUser(
            Timers timers,
            Forwarding forwarding,
            UnaryOperator<Headers.Editor> edits,
            Consumer<CalledUser> unanswered) {
        this.timers = timers;
        this.forwarding = forwarding;
        this.edits = edits;
        this.unanswered = unanswered;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    UnaryOperator<Headers.Editor> edits() {
        return edits;
    }

    /// Whether the call has gone elsewhere, and his phones count no more.
    boolean isLeft() {
        return left;
    }

    /// The first of his phones is called. It may say nothing, so the time runs from now on.
    void called() {
        if (timer == null) start();
    }

    /// A phone rings: the caller has waited for no answer but from now on.
    void rings() {
        if (rings || left) return;
        rings = true;
        start();
    }

    private void start() {
        var patience = forwarding.patience();
        if (patience.isEmpty()) return;
        stop();
        timer = timers.start(patience.get(), () -> unanswered.accept(this));
    }

    /// A final response of one of his phones.
    void completed(Response response) {
        finals.add(response);
    }

    /// Whether one of his phones gave this response.
    boolean gave(Response response) {
        for (var its : finals) if (its == response) return true;
        return false;
    }

    /// What all of his phones amount to; empty if that is no reason to forward the call. Who declines it wants it nowhere.
    Optional<Forward> verdict() {
        boolean isAvailable = finals.stream().anyMatch(it -> BestResponse.isOfPhone(it.status()));
        if (finals.isEmpty()) return Optional.empty();
        if (!isAvailable) return Optional.of(Forward.UNAVAILABLE);
        boolean isBusy =
                BestResponse.of(finals).filter(it -> BestResponse.isBusy(it.status())).isPresent();
        return isBusy ? Optional.of(Forward.BUSY) : Optional.empty();
    }

    void leave() {
        left = true;
        stop();
    }

    void stop() {
        if (timer != null) timer.cancel();
    }
}
