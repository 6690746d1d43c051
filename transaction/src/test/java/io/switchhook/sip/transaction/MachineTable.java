package io.switchhook.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.switchhook.sip.transaction.Specification.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Walks one machine's tables.
///
/// @param <S> the machine
/// @param <E> its events
abstract class MachineTable<S, E> {
    private final Specification specification;
    private final Class<S> machine;
    private final Class<E> eventType;

    MachineTable(String name, Class<S> machine, Class<E> eventType) {
        specification = Specification.of(name);
        this.machine = machine;
        this.eventType = eventType;
    }

    /// A state by its name in the table.
    abstract S state(String name, Duration interval, Timing timing);

    /// Events by their names in the table, at least one of each kind.
    abstract List<String> events();

    abstract E event(String name);

    /// The states by their names in the table.
    abstract List<String> states();

    /// Does what the first row asks for.
    abstract S begin(Timing timing, List<String> log);

    abstract S follow(S state, E event, List<String> log);

    @TestFactory
    Stream<DynamicTest> unreliable() {
        return walk(specification.unreliable(), Specification.VALUES.over(false));
    }

    @TestFactory
    Stream<DynamicTest> reliable() {
        return walk(specification.reliable(), Specification.VALUES.over(true));
    }

    private Stream<DynamicTest> walk(List<Row> rows, Timing timing) {
        return rows.stream().map(row -> dynamicTest(row.toString(), () -> check(row, timing)));
    }

    private void check(Row row, Timing timing) {
        var log = new ArrayList<String>();
        var next =
                row.state().equals(Specification.BEGINNING)
                        ? begin(timing, log)
                        : follow(
                                state(row.stateName(), row.interval(timing.t1()), timing),
                                event(row.event()),
                                log);
        assertThat(next.getClass().getSimpleName()).isEqualTo(row.next());
        assertThat(String.join(", ", log)).isEqualTo(row.effects());
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotInTheTableDoesNothing() {
        var timing = Specification.VALUES.over(false);
        return states().stream()
                .flatMap(state -> events().stream().map(event -> new Row(state, event, state, "")))
                .filter(pair ->
                        specification.unreliable().stream().noneMatch(row -> same(row, pair)))
                .map(pair ->
                        dynamicTest(
                                pair.toString(),
                                () -> {
                                    var log = new ArrayList<String>();
                                    var state = state(pair.state(), timing.t1(), timing);
                                    assertThat(follow(state, event(pair.event()), log))
                                            .isSameAs(state);
                                    assertThat(log).isEmpty();
                                }));
    }

    private static boolean same(Row row, Row pair) {
        return row.stateName().equals(pair.state()) && row.event().equals(pair.event());
    }

    @Test
    void everyStateAndEventTakesPart() {
        var states = new TreeSet<String>();
        for (var type : machine.getPermittedSubclasses()) states.add(type.getSimpleName());
        assertThat(new TreeSet<>(states())).isEqualTo(states);

        var kinds = new TreeSet<String>();
        for (var type : eventType.getPermittedSubclasses()) {
            if (type.isEnum())
                Arrays.stream(type.getEnumConstants())
                        .forEach(timer -> kinds.add("timer " + timer));
            else kinds.add(type.getSimpleName());
        }
        var covered = new TreeSet<String>();
        for (var name : events()) {
            var event = event(name);
            covered.add(
                    event instanceof Enum<?> timer
                            ? "timer " + timer
                            : event.getClass().getSimpleName());
        }
        assertThat(covered).isEqualTo(kinds);
        assertThat(specification.unreliable())
                .filteredOn(row -> !row.state().equals(Specification.BEGINNING))
                .allMatch(row ->
                        events().contains(row.event()) && states().contains(row.stateName()));
    }
}
