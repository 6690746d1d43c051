package io.switchhook.ladder;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What a ladder is judged by.
///
/// @param turns the messages without their repetitions, in the order of time
/// @param remarks in the order of time
/// @param now on the recorder's clock
record Evidence(
        Course course,
        List<Turn> turns,
        List<Remark> remarks,
        Parties parties,
        Talk talk,
        long now) {

    /// A message and who is at its other end.
    record Turn(Seen seen, String lane) {}

    Evidence {
        turns = List.copyOf(turns);
        remarks = List.copyOf(remarks);
    }

    Stream<Seen> messages() {
        return turns.stream().map(Turn::seen);
    }

    <R extends Remark> Optional<R> remark(Class<R> kind) {
        return remarks.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    <R extends Remark> Optional<R> last(Class<R> kind) {
        return remarks.stream().filter(kind::isInstance).map(kind::cast).reduce((_, it) -> it);
    }

    <R extends Remark> Stream<R> all(Class<R> kind) {
        return remarks.stream().filter(kind::isInstance).map(kind::cast);
    }

    boolean any(Predicate<Seen> test) {
        return messages().anyMatch(test);
    }

    int status() {
        return course.status();
    }

    String label(String lane) {
        return parties.lanes().stream()
                .filter(it -> it.id().equals(lane))
                .map(it -> it.label().isEmpty() ? it.address() : it.label())
                .findFirst()
                .orElse(lane);
    }
}
