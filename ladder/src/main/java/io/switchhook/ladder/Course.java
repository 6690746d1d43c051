package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Kind;
import io.switchhook.ladder.Ladder.State;
import io.switchhook.sip.header.Header;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How what was asked for went: as the one sees it who asked.
final class Course {
    private final Kind kind;
    private final boolean ours;
    private final String method;
    private final Set<Long> attempts = new HashSet<>();
    private long latest = -1;
    private int status;
    private boolean rings;
    private long answered = -1;
    private long ended = -1;

    Course(Strand strand) {
        var messages = strand.messages();
        ours = strand.isOurs();
        method = strand.opening().map(Seen::method).orElse("");
        kind = kind(method, messages);
        for (var seen : messages) follow(seen);
        boolean beganUnseen = attempts.isEmpty() && kind == Kind.CALL && !messages.isEmpty();
        if (beganUnseen && answered < 0 && status == 0) answered = strand.begun();
    }

    private static Kind kind(String method, List<Seen> messages) {
        return switch (method) {
            case "INVITE", "BYE", "ACK", "CANCEL", "PRACK", "UPDATE", "REFER", "INFO" -> Kind.CALL;
            case "REGISTER" -> Kind.REGISTRATION;
            case "SUBSCRIBE", "PUBLISH" -> Kind.SUBSCRIPTION;
            case "NOTIFY" ->
                    messages.stream().anyMatch(seen -> seen.is("INVITE") || seen.is("BYE"))
                            ? Kind.CALL
                            : Kind.SUBSCRIPTION;
            default -> Kind.OTHER;
        };
    }

    private void follow(Seen seen) {
        if (seen.isRequest()) request(seen);
        else if (seen.method().equals(method) && seen.isSent() != ours) response(seen);
    }

    private void request(Seen seen) {
        if (seen.is(method) && seen.toTag().isEmpty() && seen.isSent() == ours) {
            attempts.add(seen.cseq());
            if (seen.cseq() > latest) {
                latest = seen.cseq();
                status = 0;
            }
        }
        boolean ends =
                seen.is("BYE")
                        || (kind == Kind.SUBSCRIPTION
                                && seen.is("NOTIFY")
                                && seen.first(Header.SUBSCRIPTION_STATE)
                                        .filter(it -> it.isTerminated())
                                        .isPresent());
        if (ends && ended < 0) ended = seen.nanos();
    }

    private void response(Seen seen) {
        if (!attempts.contains(seen.cseq()) || seen.cseq() != latest) return;
        if (seen.status() > 100 && seen.status() < 200) rings = true;
        if (seen.status() < 200 || (status >= 200 && status < 300)) return;
        status = seen.status();
        if (status < 300 && answered < 0) answered = seen.nanos();
    }

    Kind kind() {
        return kind;
    }

    /// Whether the server itself asked.
    boolean isOurs() {
        return ours;
    }

    String method() {
        return method;
    }

    /// How often it was asked for: once, and once more after each challenge.
    int attempts() {
        return attempts.size();
    }

    /// Whether this is one of the requests that asked for it.
    boolean isAttempt(Seen seen) {
        return seen.is(method) && attempts.contains(seen.cseq()) && seen.toTag().isEmpty();
    }

    int status() {
        return status;
    }

    boolean isAnswered() {
        return answered >= 0;
    }

    long answered() {
        return answered;
    }

    /// Whether somebody has hung up, or the subscription has ended.
    boolean isOver() {
        return ended >= 0;
    }

    State state() {
        if (status >= 300) return State.FAILED;
        if (ended >= 0) return State.ENDED;
        if (answered >= 0)
            return kind == Kind.CALL || kind == Kind.SUBSCRIPTION ? State.ANSWERED : State.ENDED;
        return rings ? State.RINGING : State.CALLING;
    }

    Duration duration(long now) {
        if (answered < 0 || kind == Kind.REGISTRATION || kind == Kind.OTHER) return Duration.ZERO;
        long until = ended >= 0 ? ended : now;
        return Duration.ofNanos(Math.max(0, until - answered));
    }
}
