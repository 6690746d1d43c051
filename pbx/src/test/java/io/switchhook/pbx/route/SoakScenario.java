package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Archive;
import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.Query;
import io.switchhook.ladder.TextDrawing;
import io.switchhook.ladder.Timeline;
import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Leg;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A day and a night of an office, on the virtual clock: phones register and refresh, people call, some in vain. What is
/// remembered of it stays within its bytes at every moment.
///
/// `-Dsoak.hours=24 -Dsoak.phones=9000 -Dsoak.lines=60` is a large one: 86,400 calls and 216,000 registrations.
@Scenario("RFC 3261 §13")
class SoakScenario {
    private static final int HOURS = Integer.getInteger("soak.hours", 24);
    private static final int PHONES = Integer.getInteger("soak.phones", 300);
    private static final int LINES = Integer.getInteger("soak.lines", 4);
    private static final int ROUNDS = 60;
    private static final long ON_DISK = 8 << 20;
    private static final Duration AGE = Duration.ofHours(6);

    /// Two people who talk once a minute.
    private record Line(Party caller, Party callee, String number) {}

    private record Talk(Line line, Leg caller) {}

    @TempDir private Path folder;
    private final List<Line> lines = new ArrayList<>();

    /// Whose calls have failed.
    private final Set<String> unlucky = new TreeSet<>();

    private int calls;
    private int failed;
    private int writes;
    private long mostInMemory;
    private long mostOnDisk;

    @Test
    void a_day_stays_within_its_bytes() throws Exception {
        var directory =
                Directory.open(AccountStore.open(folder), "example.com", List.of("example.com"), 9);
        try (var office = new SimulatedOffice(1, directory)) {
            var clock = office.network.clock();
            var timeline = new Timeline(clock.nanoTime(), Instant.EPOCH);
            var archive =
                    new Archive(
                            ladders(), ON_DISK, AGE, office.recorder, timeline, clock::nanoTime);
            var ladders =
                    new Ladders(office.recorder, timeline, clock::nanoTime, Optional.of(archive));
            var phones = office.phone("phones", "192.0.2.200", Transport.UDP);
            for (int i = 0; i < LINES; i++) lines.add(line(office, i));
            for (int hour = 0; hour < HOURS; hour++) {
                for (int minute = 0; minute < ROUNDS; minute++) {
                    for (int i = minute; i < PHONES; i += ROUNDS)
                        office.registerAs("reg-" + i, phones, "phone" + i, "");
                    minute(office, archive);
                    phones.forget();
                    office.network.forget();
                }
            }
            System.out.printf(
                    "SoakScenario: %d calls, %d of them in vain; %d bytes written; at most %d bytes of"
                            + " memory and %d of files, at %d writes%n",
                    calls, failed, archive.written(), mostInMemory, mostOnDisk, writes);
            assertThat(archive.lost()).isZero();
            assertThat(archive.leftOut()).isZero();
            assertThat(archive.problem()).isEmpty();
            assertThat(archive.written()).as("turned over").isGreaterThan(2 * ON_DISK);
            assertThat(failed).isPositive();
            remembered(ladders);
        }
    }

    private static Line line(SimulatedOffice office, int number) {
        String callee = "callee" + number;
        var line =
                new Line(
                        office.phone("caller" + number, "192.0.2." + (10 + number), Transport.UDP),
                        office.phone(callee, "192.0.2." + (100 + number), Transport.TCP),
                        callee);
        office.register(line.callee(), callee, "");
        return line;
    }

    private void minute(SimulatedOffice office, Archive archive) throws IOException {
        var talks = new ArrayList<Talk>();
        for (var line : lines) {
            if (calls++ % 100 == 99) missed(line);
            else talks.add(call(line));
        }
        wait(office, archive, 20);
        for (var talk : talks) ended(talk);
        wait(office, archive, 40);
        for (var line : lines) {
            line.caller().forget();
            line.callee().forget();
            if (calls % (30 * LINES) == 0) office.register(line.callee(), line.number(), "");
        }
    }

    private void wait(SimulatedOffice office, Archive archive, int seconds) throws IOException {
        for (int i = 0; i < seconds; i += 10) {
            office.pass(Duration.ofSeconds(10));
            archive.write();
            writes++;
            mostInMemory = Math.max(mostInMemory, office.recorder.bytes());
            mostOnDisk = Math.max(mostOnDisk, bytesOnDisk());
            assertThat(mostInMemory).isLessThanOrEqualTo(SimulatedOffice.REMEMBERED);
            assertThat(mostOnDisk).isLessThanOrEqualTo(ON_DISK);
        }
    }

    private Path ladders() {
        return folder.resolve("ladders");
    }

    private long bytesOnDisk() throws IOException {
        long all = 0;
        try (var files = Files.list(ladders())) {
            for (var file : files.toList()) all += Files.size(file);
        }
        return all;
    }

    private static Talk call(Line line) {
        Request invite =
                line.caller().request(Method.INVITE, "sip:" + line.number() + "@example.com");
        line.caller().send(invite);
        Request asked = line.callee().expect(Method.INVITE);
        line.callee().reply(asked, 180);
        line.callee().reply(asked, 200);
        Response answered = line.caller().expect(200, Method.INVITE);
        line.caller().ack(answered);
        line.callee().expect(Method.ACK);
        return new Talk(line, line.caller().leg(answered));
    }

    private static void ended(Talk talk) {
        talk.caller().send(Method.BYE);
        var line = talk.line();
        line.callee().reply(line.callee().expect(Method.BYE), 200);
        line.caller().expect(200, Method.BYE);
    }

    private void missed(Line line) {
        failed++;
        unlucky.add("caller" + lines.indexOf(line));
        line.caller()
                .send(line.caller().request(Method.INVITE, "sip:nobody" + failed + "@example.com"));
        line.caller().ack(line.caller().expect(480));
    }

    /// The last calls, and of each caller his last failure.
    private void remembered(Ladders ladders) {
        var last = ladders.search(Query.ALL.withParty("callee0")).getFirst();
        assertThat(last.verdict().map(Ladder.Diagnosis::name))
                .as(TextDrawing.draw(last, 120))
                .contains("nothing-wrong");
        for (var caller : unlucky)
            assertThat(ladders.search(Query.ALL.withParty(caller).withMost(Query.MOST)))
                    .as(caller)
                    .extracting(Ladder::status)
                    .contains(480);
    }
}
