package io.switchhook.sip.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.switchhook.sip.event.NotifierState.Answered;
import io.switchhook.sip.event.NotifierState.Changed;
import io.switchhook.sip.event.NotifierState.Changes;
import io.switchhook.sip.event.NotifierState.Departure;
import io.switchhook.sip.event.NotifierState.Doubtful;
import io.switchhook.sip.event.NotifierState.Due;
import io.switchhook.sip.event.NotifierState.Effects;
import io.switchhook.sip.event.NotifierState.End;
import io.switchhook.sip.event.NotifierState.Ending;
import io.switchhook.sip.event.NotifierState.Event;
import io.switchhook.sip.event.NotifierState.Full;
import io.switchhook.sip.event.NotifierState.Last;
import io.switchhook.sip.event.NotifierState.Nothing;
import io.switchhook.sip.event.NotifierState.Notifying;
import io.switchhook.sip.event.NotifierState.Pacing;
import io.switchhook.sip.event.NotifierState.Refused;
import io.switchhook.sip.event.NotifierState.Resting;
import io.switchhook.sip.event.NotifierState.Silence;
import io.switchhook.sip.event.NotifierState.Subscribed;
import io.switchhook.sip.event.NotifierState.Terminated;
import io.switchhook.sip.event.NotifierState.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Walks docs/specs/subscriptions.md.
class NotifierStateTest {
    private static final TerminationReason WHY = TerminationReason.NORESOURCE;
    private static final List<String> EVENTS =
            List.of(
                    "changed",
                    "subscribed",
                    "end",
                    "answered",
                    "refused",
                    "silence",
                    "timer PACE",
                    "timer RETRY");

    private record Row(String state, String event, String next, String effects) {}

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("../docs/specs/subscriptions.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| state"))
                .map(line -> line.split("\\|", -1))
                .map(cell ->
                        new Row(cell[1].strip(), cell[2].strip(), cell[3].strip(), cell[4].strip()))
                .toList();
    }

    private static NotifierState state(String name) {
        return switch (name) {
            case "Resting" -> new Resting();
            case "Pacing" -> new Pacing(false);
            case "Pacing (changed)" -> new Pacing(true);
            case "Ending" -> new Ending();
            case "Terminated" -> new Terminated();
            case String s when s.startsWith("Doubtful ") ->
                    new Doubtful(Integer.parseInt(s.substring(9)));
            case String s when s.matches("Notifying \\d") ->
                    new Notifying(new Nothing(), Integer.parseInt(s.substring(10)));
            case String s -> new Notifying(due(s), 0);
        };
    }

    private static Due due(String notifying) {
        return switch (notifying) {
            case "Notifying" -> new Nothing();
            case "Notifying (changes)" -> new Changes();
            case "Notifying (full)" -> new Full();
            case "Notifying (last)" -> new Last(WHY);
            default -> throw new AssertionError(notifying);
        };
    }

    private static Event event(String name) {
        return switch (name) {
            case "changed" -> new Changed();
            case "subscribed" -> new Subscribed();
            case "end" -> new End(WHY);
            case "answered" -> new Answered();
            case "refused" -> new Refused();
            case "silence" -> new Silence();
            default -> Timer.valueOf(name.substring(6));
        };
    }

    private static final class Recorder implements Effects {
        final List<String> log = new ArrayList<>();
        boolean news = true;

        @Override
        public void notifyFull() {
            log.add("full");
        }

        @Override
        public boolean notifyChanges() {
            if (news) log.add("changes");
            return news;
        }

        @Override
        public void notifyLast(TerminationReason reason) {
            log.add("last");
        }

        @Override
        public void start(Timer timer) {
            log.add("start " + timer);
        }

        @Override
        public void startRetry(int failures) {
            log.add("start RETRY " + failures);
        }

        @Override
        public void stop(Timer timer) {
            log.add("stop " + timer);
        }

        @Override
        public int tries() {
            return 3;
        }

        @Override
        public void remove(Departure departure) {
            log.add("remove " + departure);
        }
    }

    @TestFactory
    Stream<DynamicTest> rowsOfTheTable() throws IOException {
        return rows().stream().map(row -> dynamicTest(row.toString(), () -> check(row)));
    }

    private static void check(Row row) {
        var fx = new Recorder();
        var next =
                switch (row.state + " " + row.event) {
                    case "– subscribed" -> NotifierState.begin(fx);
                    case "– fetch" -> NotifierState.fetch(fx);
                    default -> state(row.state).on(event(row.event), fx);
                };
        assertThat(next).isEqualTo(state(row.next));
        assertThat(String.join(", ", fx.log)).isEqualTo(row.effects);
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotInTheTableDoesNothing() throws IOException {
        var rows = rows();
        var states = states(rows);
        return states.stream()
                .flatMap(state ->
                        EVENTS.stream()
                                .filter(event ->
                                        rows.stream()
                                                .noneMatch(row ->
                                                        row.state.equals(state)
                                                                && row.event.equals(event)))
                                // Rows with a number stand for those that differ from the one
                                // without.
                                .filter(event -> !state.matches("Notifying \\d|Doubtful 2"))
                                .map(event ->
                                        dynamicTest(
                                                state + " + " + event,
                                                () -> staysPut(state(state), event(event)))));
    }

    private static void staysPut(NotifierState state, Event event) {
        var fx = new Recorder();
        assertThat(state.on(event, fx)).isSameAs(state);
        assertThat(fx.log).isEmpty();
    }

    private static Set<String> states(List<Row> rows) {
        var states = new LinkedHashSet<String>();
        for (var row : rows) {
            if (!row.state.equals("–")) states.add(row.state);
            states.add(row.next);
        }
        return states;
    }

    @Test
    void everyStateAndEventTakesPart() throws IOException {
        var named = new TreeSet<String>();
        for (var name : states(rows())) named.add(state(name).getClass().getSimpleName());
        var states = new TreeSet<String>();
        for (var type : NotifierState.class.getPermittedSubclasses())
            states.add(type.getSimpleName());
        assertThat(named).isEqualTo(states);
        assertThat(EVENTS)
                .hasSize(Event.class.getPermittedSubclasses().length - 1 + Timer.values().length);
    }

    @Test
    void nothingIsSentWhereNothingIsNew() {
        var fx = new Recorder();
        fx.news = false;
        assertThat(new Resting().on(new Changed(), fx)).isEqualTo(new Resting());
        assertThat(new Pacing(true).on(Timer.PACE, fx)).isEqualTo(new Resting());
        assertThat(fx.log).isEmpty();
    }

    @Test
    void whoIsToEndIsNotRefreshed() {
        assertThat(new Resting().isRefreshable()).isTrue();
        assertThat(new Notifying(new Full(), 0).isRefreshable()).isTrue();
        assertThat(new Doubtful(2).isRefreshable()).isTrue();
        assertThat(new Notifying(new Last(WHY), 0).isRefreshable()).isFalse();
        assertThat(new Ending().isRefreshable()).isFalse();
    }
}
