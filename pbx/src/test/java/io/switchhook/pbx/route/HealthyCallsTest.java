package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.Query;
import io.switchhook.ladder.TextDrawing;
import io.switchhook.ladder.Timeline;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Whoever looks at calls with which nothing is wrong must not be sent after a fault.
///
/// `-Dhealthy.calls=1000000` goes on for longer.
@Scenario("RFC 3261 §13")
class HealthyCallsTest extends OfficeScenario {
    private static final int CALLS = Integer.getInteger("healthy.calls", 10_000);
    private static final int OF_ONE_OFFICE = 100;

    /// What came out of one call.
    ///
    /// @param wrong its ladder, if that has a wrong verdict; else empty
    private record Judged(Course course, String wrong) {}

    @Test
    void nothing_is_found_wrong_with_calls_that_are_well() {
        var judged =
                IntStream.rangeClosed(1, CALLS / OF_ONE_OFFICE)
                        .parallel()
                        .boxed()
                        .flatMap(seed -> play(seed).stream())
                        .toList();
        assertThat(judged).hasSize(CALLS);
        assertThat(judged).extracting(Judged::wrong).containsOnly("");
        assertThat(judged).extracting(Judged::course).contains(Course.values());
    }

    private static List<Judged> play(int seed) {
        var random = new Random(seed);
        boolean guarded = random.nextBoolean();
        var terms = guarded ? SimulatedOffice.Terms.guarded() : SimulatedOffice.Terms.OPEN;
        var office = office(seed, terms);
        office.network
                .everywhere()
                .delay(Duration.ofMillis(1 + random.nextInt(30)))
                .jitter(Duration.ofMillis(random.nextInt(2) * 40))
                .duplication(random.nextInt(3) * 0.05);
        var phones = new HealthyOffice(office, guarded, random);
        var calls = new HealthyCalls(phones);
        for (int i = 0; i < OF_ONE_OFFICE; i++) {
            var course = Course.values()[random.nextInt(Course.values().length)];
            try {
                calls.play(course);
            } catch (AssertionError e) {
                throw new AssertionError(course + " with seed " + seed, e);
            }
        }
        var courses = new HashMap<>(phones.courses());
        var judged = new ArrayList<Judged>();
        for (var ladder : ladders(office)) {
            if (ladder.callId().isEmpty()) continue;
            var course = Optional.ofNullable(courses.remove(ladder.callId()));
            var expected = course.map(it -> it.verdict).orElse("nothing-wrong");
            boolean fits =
                    ladder.verdict().map(Ladder.Diagnosis::name).orElse("none").equals(expected);
            var wrong = fits ? "" : "with seed " + seed + '\n' + TextDrawing.draw(ladder, 140);
            if (course.isPresent()) judged.add(new Judged(course.get(), wrong));
            else assertThat(wrong).isEmpty();
        }
        assertThat(courses).as("calls that nobody has seen").isEmpty();
        return judged;
    }

    private static List<Ladder> ladders(SimulatedOffice office) {
        var clock = office.network.clock();
        return new Ladders(
                        office.recorder,
                        new Timeline(clock.nanoTime(), Instant.EPOCH),
                        clock::nanoTime)
                .last(Query.MOST);
    }
}
