package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept from look to look must be what would be found by reading everything.
class OverviewTest {
    private static final int MOST = 50;

    private long now;
    private final Recorder recorder = new Recorder(8 << 20, 1, () -> now);
    private final Ladders ladders = new Ladders(recorder, Scene.TIMELINE, () -> now);
    private final Overview overview = ladders.overview(MOST);

    private void record(Entry entry, String callId) {
        switch (entry.what()) {
            case Entry.Received(var path, var bytes, int length) ->
                    recorder.received(path, bytes, 0, length, callId);
            case Entry.Sent(var path, var bytes, int length) ->
                    recorder.sent(path, bytes, 0, length, callId);
            case Entry.Remarked(var remark) -> recorder.remark(callId, remark);
        }
    }

    /// One call of somebody, or the beginning of it.
    private void call(String callId, int entries) {
        var scene = Scene.talkingAs(callId);
        for (var entry : scene.subList(0, Math.min(entries, scene.size()))) {
            now += 1_000_000;
            record(entry, callId);
        }
    }

    private void assertUpToDate() {
        var looked = overview.look();
        var read = ladders.last(MOST);
        assertThat(looked).extracting(Ladder::id).isEqualTo(read.stream().map(Ladder::id).toList());
        for (int i = 0; i < read.size(); i++) {
            assertThat(looked.get(i).rungs()).isEqualTo(read.get(i).rungs());
            assertThat(looked.get(i)).isEqualTo(read.get(i));
        }
    }

    @Test
    void each_look_is_what_reading_everything_would_show() {
        var random = new Random(1);
        assertThat(overview.look()).isEmpty();
        for (int i = 0; i < 40; i++) {
            call("call-" + i % 30 + "@x", 1 + random.nextInt(20));
            if (i % 5 == 0)
                recorder.remark("", new Remark.FlowClosed(Scene.A, "closed by the phone"));
            now += TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500));
            assertUpToDate();
        }
    }

    @Test
    void what_depends_on_the_time_changes_without_any_news() {
        call("one@x", 100);
        var first = overview.look().getFirst().duration();
        now += TimeUnit.SECONDS.toNanos(10);
        assertThat(overview.look().getFirst().duration()).isEqualTo(first.plusSeconds(10));
    }

    @Test
    void ladders_that_have_not_changed_are_the_same() {
        recorder.remark("gone@x", new Remark.UnknownUser("1009"));
        now += TimeUnit.SECONDS.toNanos(1);
        call("one@x", 3);
        now += TimeUnit.SECONDS.toNanos(90);
        var before = overview.look();
        call("two@x", 3);
        var after = overview.look();
        assertThat(after).hasSize(before.size() + 1);
        assertUpToDate();
    }

    @Test
    void only_the_newest_are_kept() {
        for (int i = 0; i < 3 * MOST; i++) {
            call("call-" + i + "@x", 100);
            if (i % 10 == 0) overview.look();
        }
        assertThat(overview.look()).hasSize(MOST);
        assertThat(overview.look().getFirst().callId()).isEqualTo("call-" + (3 * MOST - 1) + "@x");
    }

    @Test
    void the_first_look_shows_what_files_have(@TempDir java.nio.file.Path folder) {
        var before = new Recorder(1 << 20, 0, () -> now);
        var archive = archive(folder, before);
        before.remark("before@x", new Remark.UnknownUser("1009"));
        archive.close();
        now += TimeUnit.HOURS.toNanos(1);
        var known =
                new Ladders(
                        recorder,
                        Scene.TIMELINE,
                        () -> now,
                        Optional.of(archive(folder, recorder)));
        call("one@x", 3);
        var looked = known.overview(MOST);
        assertThat(looked.look()).hasSize(2);
        assertThat(looked.look()).hasSize(2);
        assertThat(looked.look()).isEqualTo(known.last(MOST));
    }

    private Archive archive(java.nio.file.Path folder, Recorder its) {
        return new Archive(folder, 1 << 20, Duration.ofDays(7), its, Scene.TIMELINE, () -> now);
    }

    @Test
    void a_phone_that_registers_for_ever_with_one_Call_ID_takes_no_more_than_its_part() {
        for (int i = 0; i < 5000; i++) {
            now += TimeUnit.MINUTES.toNanos(1);
            recorder.remark("phone@x", new Remark.Registered("1001", "sip:1001@x", 60, true));
            if (i % 100 == 0) overview.look();
        }
        assertThat(overview.look().stream().mapToInt(it -> it.rungs().size()).sum())
                .isLessThanOrEqualTo(1000);
    }
}
