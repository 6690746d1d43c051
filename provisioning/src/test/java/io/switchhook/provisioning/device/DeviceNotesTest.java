package io.switchhook.provisioning.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.Database;
import io.switchhook.provisioning.device.DeviceNote.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceNotesTest {
    private static final Mac MAC = new Mac("001565abcdef");
    private static final Mac OTHER = new Mac("001565abcd00");
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir private Path folder;

    private static DeviceNote note(Mac mac, String text) {
        return new DeviceNote(mac, NOON, Kind.CHECK_SYNC, text);
    }

    @Test
    void the_last_ones_of_each_known_device_are_kept_and_read_back() throws Exception {
        try (var database = Database.open(folder)) {
            var notes = new DeviceNotes(database, 3, MAC::equals);
            for (int i = 0; i < 5; i++) assertThat(notes.add(note(MAC, "note " + i))).isTrue();
            assertThat(notes.add(note(OTHER, "a stranger"))).isFalse();
            assertThat(notes.of(MAC))
                    .containsExactly(note(MAC, "note 2"), note(MAC, "note 3"), note(MAC, "note 4"));
            assertThat(notes.of(OTHER)).isEmpty();
        }
        try (var database = Database.open(folder)) {
            assertThat(new DeviceNotes(database, 3, MAC::equals).of(MAC)).hasSize(3);
        }
    }

    /// What cannot reach the disk in time is refused, not kept in memory.
    @Test
    void a_flood_is_bounded() throws Exception {
        try (var database = Database.open(folder)) {
            var notes = new DeviceNotes(database, 3, MAC::equals);
            var held = new CountDownLatch(1);
            database.later(handle -> {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return handle;
            });
            int kept = 0;
            for (int i = 0; i < 20_000; i++) if (notes.add(note(MAC, "flood"))) kept++;
            held.countDown();
            assertThat(kept).isEqualTo(10_000);
            assertThat(notes.of(MAC)).hasSize(3);
        }
    }

    @Test
    void long_texts_are_cut() {
        assertThat(note(MAC, "x".repeat(1000)).text()).hasSize(DeviceNote.LONGEST);
        assertThat(note(MAC, "x" + "\ud83d\ude00".repeat(500)).text())
                .hasSize(DeviceNote.LONGEST - 1)
                .endsWith("\ude00");
    }
}
