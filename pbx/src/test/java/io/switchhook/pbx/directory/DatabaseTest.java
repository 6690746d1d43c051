package io.switchhook.pbx.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.testkit.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatabaseTest {
    @TempDir private Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Database database;

    @BeforeEach
    void open() throws StorageException {
        database = Database.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
        threads.close();
    }

    private static int add(Handle handle, String name) {
        return handle.execute("insert into setting (name, value) values (?, '1')", name);
    }

    private static List<String> names(Handle handle) {
        return handle.createQuery("select name from setting order by name")
                .mapTo(String.class)
                .list();
    }

    private static List<String> names(Database database) throws StorageException {
        return database.with(DatabaseTest::names);
    }

    /// Hands over pieces of work while another one is done, and returns when all are over.
    @SafeVarargs
    private final List<Future<Object>> together(Database.Work<Object>... pieces) throws Exception {
        var disk = new Gate();
        database.later(_ -> disk.passed());
        disk.awaitSomebody();
        var all = new ArrayList<Future<Object>>();
        for (var piece : pieces) {
            all.add(threads.submit(() -> database.with(piece)));
            awaitWaiting(1 + all.size());
        }
        disk.open();
        while (!all.stream().allMatch(Future::isDone)) Thread.onSpinWait();
        return all;
    }

    /// As another process sees it.
    private List<String> committed() throws SQLException {
        var names = new ArrayList<String>();
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve("switchhook.db"));
                var rows =
                        connection
                                .createStatement()
                                .executeQuery("select name from setting order by name")) {
            while (rows.next()) names.add(rows.getString(1));
        }
        return names;
    }

    @Test
    void what_waits_at_the_same_time_is_one_transaction() throws Exception {
        long before = database.counters().transactions();
        together(it -> add(it, "a"), it -> add(it, "b"), it -> add(it, "c"));
        assertThat(database.counters().transactions() - before).isEqualTo(2);
        assertThat(names(database)).containsExactly("a", "b", "c");
        assertThat(database.counters().waiting()).isZero();
    }

    @Test
    void nobody_hears_that_it_is_done_before_all_of_it_is_safe() throws Exception {
        var seen = new ArrayList<List<String>>();
        var all =
                together(
                        it -> add(it, "a"),
                        it -> {
                            seen.add(committed());
                            seen.add(names(it));
                            return 0;
                        });
        assertThat(seen).containsExactly(List.of(), List.of("a"));
        assertThat(all).allMatch(it -> it.state() == Future.State.SUCCESS);
        assertThat(committed()).containsExactly("a");
    }

    @Test
    void a_piece_that_fails_takes_back_what_it_did_and_no_more() throws Exception {
        var all =
                together(
                        it -> add(it, "a"),
                        it -> {
                            add(it, "b");
                            throw new IllegalStateException("no more of this");
                        },
                        it -> {
                            add(it, "c");
                            return add(it, "a");
                        },
                        it -> add(it, "d"));
        assertThat(names(database)).containsExactly("a", "d");
        assertThat(all.get(1).state()).isEqualTo(Future.State.FAILED);
        assertThat(all.get(2).state()).isEqualTo(Future.State.FAILED);
        assertThatThrownBy(all.get(1)::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StorageException.class)
                .hasMessageContaining("no more of this");
    }

    @Test
    void where_the_transaction_is_lost_all_of_it_has_failed() throws Exception {
        var all =
                together(
                        it -> add(it, "a"),
                        it -> {
                            it.execute("rollback"); // as SQLite does where the disk is full
                            throw new IllegalStateException("the disk is full");
                        },
                        it -> add(it, "b"));
        assertThat(all).allMatch(it -> it.state() == Future.State.FAILED);
        assertThatThrownBy(all.getFirst()::get).hasMessageContaining("the disk is full");
        assertThat(names(database)).isEmpty();
        database.with(it -> add(it, "c"));
        assertThat(committed()).containsExactly("c");
    }

    @Test
    void what_was_answered_is_there_after_a_loss_of_power() throws Exception {
        together(it -> add(it, "a"), it -> add(it, "b"));
        var copy = Files.createDirectory(folder.resolve("copy"));
        for (var name : List.of("switchhook.db", "switchhook.db-wal"))
            Files.copy(folder.resolve(name), copy.resolve(name));
        try (var after = Database.open(copy)) {
            assertThat(names(after)).containsExactly("a", "b");
        }
    }

    @Test
    void what_was_handed_over_is_done_before_the_end() throws Exception {
        for (int i = 0; i < 1000; i++) {
            String name = "%03d".formatted(i);
            database.later(it -> add(it, name));
        }
        database.close();
        assertThatThrownBy(() -> names(database)).isInstanceOf(StorageException.class);
        open();
        assertThat(names(database)).hasSize(1000);
    }

    private void awaitWaiting(int count) {
        while (database.counters().waiting() < count) Thread.onSpinWait();
    }
}
