package io.switchhook.ladder;

import io.switchhook.sip.header.Credentials;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What a ladder is judged by.
///
/// @param turns the messages without their repetitions, in the order of time
/// @param remarks in the order of time
/// @param now on the recorder's clock
record Evidence(Course course, List<Turn> turns, List<Told> remarks, Parties parties, long now) {

    /// A message and who is at its other end.
    ///
    /// @param repeats how often it was sent again
    /// @param last when it was sent the last time
    record Turn(Seen seen, String lane, int repeats, long last) {}

    /// What was remarked, and when.
    record Told(long nanos, Remark remark) {}

    Evidence {
        turns = List.copyOf(turns);
        remarks = List.copyOf(remarks);
    }

    // What was said

    Stream<Seen> messages() {
        return turns.stream().map(Turn::seen);
    }

    boolean any(Predicate<Seen> test) {
        return messages().anyMatch(test);
    }

    /// What the phones said, not what was passed on.
    Stream<Turn> received() {
        return turns.stream().filter(turn -> !turn.seen().isSent());
    }

    /// What came from those who were asked.
    Stream<Turn> ofCallees() {
        return received().filter(turn -> !turn.lane().equals(Parties.CALLER));
    }

    // What was remarked

    <R extends Remark> Optional<R> last(Class<R> kind) {
        return all(kind).reduce((_, it) -> it);
    }

    <R extends Remark> Stream<R> all(Class<R> kind) {
        return remarks.stream().map(Told::remark).filter(kind::isInstance).map(kind::cast);
    }

    <R extends Remark> boolean has(Class<R> kind, Predicate<R> test) {
        return all(kind).anyMatch(test);
    }

    boolean has(Class<? extends Remark> kind) {
        return has(kind, _ -> true);
    }

    // How it went

    boolean isCall() {
        return course.kind() == Ladder.Kind.CALL;
    }

    int status() {
        return course.status();
    }

    boolean failed() {
        return course.status() >= 300;
    }

    boolean failedWith(int... statuses) {
        return Arrays.stream(statuses).anyMatch(it -> it == course.status());
    }

    boolean isAnswered() {
        return course.isAnswered();
    }

    /// The end has come, and it was not the phone's doing, nor that of the people.
    boolean wasNotReached() {
        return failedWith(408, 430, 480, 500, 502, 503, 504);
    }

    /// Whether who asked was refused for want of proof.
    boolean isUnproven() {
        return failedWith(401, 403, 407);
    }

    /// Whether one who has asked for the call, or answered it, says nothing from then on.
    boolean isSilent(Path path, long since) {
        var lane = parties.at(path);
        if (lane.isEmpty()) return false;
        boolean talks = lane.get().equals(Parties.CALLER);
        for (var turn : turns) {
            if (turn.seen().isSent() || !turn.lane().equals(lane.get())) continue;
            if (turn.last() > since) return false;
            talks |= turn.seen().isResponseTo("INVITE") && turn.seen().status() / 100 == 2;
        }
        return talks;
    }

    /// Whether somebody rang.
    boolean rang() {
        return ofCallees()
                .anyMatch(turn -> turn.seen().status() == 180 || turn.seen().status() == 183);
    }

    /// The final answer of a phone, which the caller was told.
    Optional<Turn> verdictOfPhone() {
        return ofCallees()
                .filter(turn ->
                        turn.seen().status() == status()
                                && turn.seen().isResponseTo(course.method())
                                && turn.seen().status() >= 300
                                && !turn.seen().isChallenge())
                .findFirst();
    }

    boolean isVerdictOfPhone() {
        return verdictOfPhone().isPresent();
    }

    /// How long nothing has come and gone.
    long silence() {
        long last = turns.isEmpty() ? now : turns.getLast().seen().nanos();
        return TimeUnit.NANOSECONDS.toSeconds(now - last);
    }

    /// Seconds between the first message and the last one.
    long seconds() {
        if (turns.isEmpty()) return 0;
        long first = turns.getFirst().seen().nanos();
        return TimeUnit.NANOSECONDS.toSeconds(turns.getLast().seen().nanos() - first);
    }

    /// The credentials of the last attempt that had any.
    Optional<Credentials> proof() {
        return messages()
                .filter(seen -> course.isAttempt(seen) && seen.hasCredentials())
                .map(Meaning::proof)
                .flatMap(Optional::stream)
                .reduce((_, it) -> it);
    }

    String proof(String parameter) {
        return proof().flatMap(it -> it.get(parameter)).orElse("");
    }

    long challenges(Remark.Credentials why) {
        return all(Remark.Challenged.class).filter(it -> it.why() == why).count();
    }

    /// Whether the last credentials were refused for this reason.
    boolean isRefusedFor(Remark.Credentials why) {
        return isUnproven()
                && last(Remark.Challenged.class).filter(it -> it.why() == why).isPresent();
    }

    // Who is meant

    /// The number of who asked.
    String caller() {
        return named(parties.from());
    }

    /// The number of who was asked.
    String callee() {
        return named(parties.to());
    }

    private static String named(Ladder.Subject subject) {
        return subject.user().isEmpty() ? "somebody" : subject.user();
    }

    String label(String lane) {
        return parties.lanes().stream()
                .filter(it -> it.id().equals(lane))
                .map(it -> it.label().isEmpty() ? it.address() : it.label())
                .findFirst()
                .orElse(lane);
    }

    /// Where the caller is.
    Optional<InetAddress> origin() {
        return received()
                .filter(turn -> turn.lane().equals(Parties.CALLER))
                .map(turn -> turn.seen().path().remote().getAddress())
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }
}
