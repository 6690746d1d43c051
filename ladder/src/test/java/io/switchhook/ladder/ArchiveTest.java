package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir private Path temporary;
    private long now;

    /// What a look at the clock takes.
    private long step;

    private long nanoTime() {
        return now += step;
    }

    /// A server that runs, with a ring of its own.
    private final class Run {
        final Recorder recorder;
        final Timeline timeline;
        final Archive archive;
        final Ladders ladders;

        Run(Path folder, Instant started) {
            this(folder, started, MEBIBYTE, MEBIBYTE);
        }

        Run(Path folder, Instant started, long onDisk, long inMemory) {
            recorder = new Recorder(inMemory, 0, ArchiveTest.this::nanoTime);
            timeline = new Timeline(now, started);
            archive =
                    new Archive(
                            folder,
                            onDisk,
                            Duration.ofDays(7),
                            recorder,
                            timeline,
                            ArchiveTest.this::nanoTime);
            ladders =
                    new Ladders(
                            recorder, timeline, ArchiveTest.this::nanoTime, Optional.of(archive));
        }

        void call(String callId, String user, int status) {
            begins(callId, user);
            if (status == 404) fails(callId, user);
            else ends(callId, user, status);
        }

        void begins(String callId, String user) {
            byte[] invite = Fixed.invite(callId, user);
            now += 1_000;
            recorder.received(Scene.A, invite, 0, invite.length, callId);
        }

        void fails(String callId, String user) {
            recorder.remark(callId, new Remark.UnknownUser("1009"));
            ends(callId, user, 404);
        }

        private void ends(String callId, String user, int status) {
            byte[] answer = Fixed.answer(callId, user, status);
            now += 1_000;
            recorder.sent(Scene.A, answer, 0, answer.length, callId);
        }
    }

    /// Messages of a size.
    private static final class Fixed {
        static byte[] invite(String callId, String user) {
            return bytes("INVITE sip:1009@x SIP/2.0", callId, user);
        }

        static byte[] answer(String callId, String user, int status) {
            return bytes("SIP/2.0 " + status + " Whatever", callId, user);
        }

        private static byte[] bytes(String first, String callId, String user) {
            return (first
                            + "\r\nVia: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK1\r\nFrom: <sip:"
                            + user
                            + "@x>;tag=a\r\nTo: <sip:1009@x>\r\nCall-ID: "
                            + callId
                            + "\r\nCSeq: 1 INVITE\r\nSubject: "
                            + "x".repeat(700)
                            + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
    }

    private final Instant started = Instant.parse("2026-03-01T08:00:00Z");

    private List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void what_a_server_recorded_is_there_after_it_was_killed() throws Exception {
        var folder = temporary.resolve("ladders");
        var first = new Run(folder, started);
        first.call("one", "1001", 404);
        first.archive.write();
        assertThat(first.archive.written()).isPositive();
        // never closed; the next one has another clock
        now = 5;
        var second = new Run(folder, started.plusSeconds(3600));
        second.call("two", "1002", 200);
        assertThat(second.ladders.byId("one"))
                .hasValueSatisfying(it -> {
                    assertThat(it.begun()).isEqualTo(started.plusNanos(1_000));
                    assertThat(it.rungs()).hasSize(3);
                    assertThat(second.ladders.entries(it)).hasSize(3);
                });
        second.archive.write();
        assertThat(second.ladders.last(10))
                .extracting(Ladder::callId)
                .containsExactly("two", "one");
    }

    /// So many calls, of which the first alone has failed; the files have more of them than are looked at in memory.
    private Run withOneOldFailure() {
        var run = new Run(temporary.resolve("ladders"), started, 64 * MEBIBYTE, MEBIBYTE);
        run.call("old", "1001", 486);
        for (int i = 0; i < 6000; i++) {
            run.call("call-" + i, "1002", 200);
            now += TimeUnit.MILLISECONDS.toNanos(10);
            if (i % 100 == 0) run.archive.write();
        }
        run.archive.write();
        assertThat(run.archive.leftOut()).isZero();
        return run;
    }

    @Test
    void a_search_without_a_name_goes_through_all_files() {
        var run = withOneOldFailure();
        for (var query : List.of(Query.ALL.withParty("1001"), Query.ALL)) {
            var found = run.ladders.search(query, ladder -> ladder.status() == 486);
            assertThat(found.ladders()).extracting(Ladder::callId).containsExactly("old");
            assertThat(found.searchedTo()).isEmpty();
        }
        assertThat(run.ladders.search(Query.ALL.withMost(1000))).hasSize(1000);
        var early =
                new Query(
                        "",
                        "",
                        "",
                        0,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(started.plusMillis(1)),
                        50);
        assertThat(run.ladders.search(early))
                .extracting(Ladder::callId)
                .containsExactly("call-0", "old");
    }

    @Test
    void a_search_that_takes_too_long_says_how_far_it_has_come() {
        var run = withOneOldFailure();
        step = TimeUnit.SECONDS.toNanos(1);
        var found = run.ladders.search(Query.ALL, ladder -> ladder.status() == 486);
        step = 0;
        assertThat(found.ladders()).isEmpty();
        assertThat(found.searchedTo())
                .hasValueSatisfying(it -> assertThat(it).isAfter(started.plusSeconds(1)));
    }

    @Test
    void only_the_owner_may_read_it() throws Exception {
        var folder = temporary.resolve("ladders");
        var run = new Run(folder, started);
        run.call("one", "1001", 404);
        run.archive.close();
        assertThat(Files.getPosixFilePermissions(folder))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        for (var file : files(folder))
            assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void a_file_that_breaks_off_or_is_damaged_is_read_as_far_as_it_is_whole() throws Exception {
        var folder = temporary.resolve("ladders");
        var run = new Run(folder, started);
        run.call("one", "1001", 404);
        run.archive.write();
        var file = files(folder).getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(entries(file, run)).hasSize(length == whole.length ? 3 : 0);
        }
        Files.write(file, whole);
        run.call("two", "1001", 404);
        run.archive.write();
        byte[] both = Files.readAllBytes(file);
        assertThat(entries(file, run)).hasSize(6);
        both[both.length - 20] ^= 1;
        Files.write(file, both);
        assertThat(entries(file, run)).hasSize(3);
    }

    private static List<Entry> entries(Path file, Run run) throws IOException {
        return Segment.read(file, run.timeline, Frames.Choice.ALL).entries();
    }

    @Test
    void the_oldest_goes_and_the_newest_failure_of_each_user_stays() throws Exception {
        var folder = temporary.resolve("ladders");
        var run = new Run(folder, started);
        run.call("old", "1001", 404);
        run.call("failed", "1001", 404);
        for (int i = 0; i < 2000; i++) {
            run.call("call-" + i, "1002", 200);
            if (i % 100 == 0) run.archive.write();
        }
        run.archive.write();
        assertThat(bytes(folder)).isBetween(MEBIBYTE / 2, MEBIBYTE);
        assertThat(run.archive.problem()).isEmpty();
        assertThat(run.ladders.byId("failed")).isPresent();
        assertThat(run.ladders.byId("old")).isEmpty();
        assertThat(run.ladders.byId("call-0")).isEmpty();
        assertThat(run.ladders.byId("call-1999")).isPresent();
    }

    private long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (var file : files(folder)) bytes += Files.size(file);
        return bytes;
    }

    @Test
    void no_moment_sees_more_bytes_than_there_may_be() throws Exception {
        var folder = temporary.resolve("ladders");
        var run = new Run(folder, started);
        for (int i = 0; i < 3000; i++) {
            run.call("call-" + i, "u" + i % 500, i % 3 == 0 ? 404 : 200);
            now += 5_000_000;
            if (i % 20 != 0) continue;
            run.archive.write();
            assertThat(bytes(folder)).isLessThanOrEqualTo(MEBIBYTE);
        }
        assertThat(run.archive.lost()).isZero();
        assertThat(run.archive.leftOut()).isZero();
    }

    @Test
    void what_is_too_old_goes_and_kept_failures_with_it() throws Exception {
        var folder = temporary.resolve("ladders");
        var run = new Run(folder, started);
        run.call("failed", "1001", 404);
        run.archive.write();
        for (int day = 0; day < 6; day++) {
            now += TimeUnit.DAYS.toNanos(1);
            run.call("day-" + day, "1002", 200);
            run.archive.write();
        }
        run.archive.close();
        var later = new Run(folder, run.timeline.at(now));
        assertThat(later.ladders.byId("failed")).isPresent();
        now += TimeUnit.DAYS.toNanos(2);
        later.archive.write();
        later.archive.write();
        assertThat(later.ladders.byId("failed")).isEmpty();
        assertThat(later.ladders.byId("day-5")).isPresent();
        now += TimeUnit.DAYS.toNanos(8);
        later.archive.write();
        assertThat(later.ladders.byId("day-5")).isEmpty();
    }

    @Test
    void beyond_the_rate_only_what_goes_wrong_is_written_but_all_of_it() throws Exception {
        var folder = temporary.resolve("ladders");
        var run = new Run(folder, started, 256 * MEBIBYTE, 16 * MEBIBYTE);
        for (int second = 0; second < 20; second++) {
            now += TimeUnit.SECONDS.toNanos(1);
            for (int i = 0; i < 3000; i++) run.call(second + "-" + i, "1002", 200);
            run.begins("wrong-" + second, "1003");
            run.archive.write();
            run.fails("wrong-" + second, "1003");
            run.archive.write();
        }
        assertThat(run.archive.leftOut()).isGreaterThan(20 * MEBIBYTE);
        assertThat(run.archive.written())
                .isLessThan((20 + 4) * Archive.RATE)
                .isGreaterThan(2 * Archive.RATE);
        for (int second = 0; second < 20; second++)
            assertThat(run.ladders.byId("wrong-" + second))
                    .hasValueSatisfying(it -> assertThat(it.rungs()).hasSize(3));
    }

    @Test
    void a_folder_that_vanishes_is_made_again() throws Exception {
        var folder = temporary.resolve("ladders");
        var run = new Run(folder, started);
        run.call("one", "1001", 404);
        run.archive.write();
        for (var file : files(folder)) Files.delete(file);
        Files.delete(folder);
        for (int i = 0; i < 300; i++) run.call("call-" + i, "1002", 200);
        run.archive.write();
        assertThat(run.archive.problem()).contains("ladders cannot be saved in " + folder);
        assertThat(run.archive.lost()).isPositive();
        now += TimeUnit.SECONDS.toNanos(6);
        run.call("two", "1001", 404);
        run.archive.write();
        assertThat(run.archive.problem()).isEmpty();
        assertThat(new Run(folder, started).ladders.last(10))
                .extracting(Ladder::callId)
                .containsExactly("two");
    }

    @Test
    void fewer_bytes_than_before_are_kept_from_the_start() throws Exception {
        var folder = temporary.resolve("ladders");
        var large = new Run(folder, started, 8 * MEBIBYTE, MEBIBYTE);
        for (int i = 0; i < 2000; i++) {
            large.call("call-" + i, "1002", 200);
            if (i % 100 == 0) large.archive.write();
        }
        large.archive.close();
        assertThat(bytes(folder)).isGreaterThan(2 * MEBIBYTE);
        var small = new Run(folder, started.plusSeconds(60));
        small.archive.write();
        assertThat(bytes(folder)).isLessThanOrEqualTo(MEBIBYTE);
    }

    @Test
    void a_disk_that_fails_is_told_of_and_used_again() throws Exception {
        var folder = temporary.resolve("ladders");
        Files.writeString(folder, "a file where the folder should be");
        var run = new Run(folder, started);
        run.call("one", "1001", 404);
        run.archive.write();
        assertThat(run.archive.problem()).contains("ladders cannot be saved in " + folder);
        assertThat(run.ladders.byId("one")).isPresent();
        Files.delete(folder);
        run.call("two", "1001", 404);
        run.archive.write();
        assertThat(run.archive.written()).as("not tried again at once").isZero();
        now += TimeUnit.SECONDS.toNanos(6);
        run.archive.write();
        assertThat(run.archive.problem()).isEmpty();
        assertThat(run.archive.lost()).isZero();
        var next = new Run(folder, started.plusSeconds(60));
        assertThat(next.ladders.last(10))
                .as("the recorder still had all")
                .extracting(Ladder::callId)
                .containsExactly("two", "one");
    }
}
