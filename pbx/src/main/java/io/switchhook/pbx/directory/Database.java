package io.switchhook.pbx.directory;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The database of a data folder. One thread of its own does all the work, since SQLite takes one writer and would pin the
/// carrier of a virtual thread; what many hand over at the same time goes to the disk together ([GroupCommit]). What was changed is
/// there when the work is done.
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final String FILE = "switchhook.db";

    /// What is done with it, in one go: all of it or nothing. It sees what others did, and leaves transactions alone.
    public interface Work<T> {
        T on(Handle handle) throws SQLException;
    }

    private final Path file;
    private final HikariDataSource pool;
    private final GroupCommit commits;

    private Database(Path file, HikariDataSource pool) {
        this.file = file;
        this.pool = pool;
        this.commits = new GroupCommit(Jdbi.create(pool));
    }

    /// Opens the database of a data folder, and makes or migrates it first.
    ///
    /// @param folder which exists
    public static Database open(Path folder) throws StorageException {
        var file = folder.resolve(FILE);
        try {
            // SQLite gives its journal the permissions of the database.
            if (!Files.exists(file))
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            var source = source(file);
            migrate(source);
            return new Database(file, new HikariDataSource(pool(source)));
        } catch (IOException | RuntimeException e) {
            throw storage(file, e);
        }
    }

    private static SQLiteDataSource source(Path file) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5000);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static HikariConfig pool(SQLiteDataSource source) {
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("database");
        config.setMaximumPoolSize(1);
        config.setIdleTimeout(0);
        config.setMaxLifetime(0);
        config.setKeepaliveTime(0);
        return config;
    }

    private static void migrate(SQLiteDataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(source)
                .locations("classpath:io/switchhook/pbx/directory/migrations")
                .load()
                .migrate();
    }

    /// Does a piece of work, all of it or nothing, and waits for it.
    ///
    /// @throws StorageException if it cannot be done
    public <T> T with(Work<T> work) throws StorageException {
        try {
            return commits.add(work).get();
        } catch (ExecutionException e) {
            throw storage(file, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw storage(file, e);
        } catch (RejectedExecutionException e) {
            throw storage(file, e);
        }
    }

    /// Has a piece of work done soon, and does not wait. If it fails, the log says so.
    public void later(Work<?> work) {
        try {
            var unused =
                    commits.add(work)
                            .whenComplete((_, failure) -> {
                                if (failure != null)
                                    LOG.error("{}", storage(file, failure).getMessage());
                            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the database is closed", e);
        }
    }

    /// What it has done.
    public DatabaseCounters counters() {
        return commits.counters();
    }

    private static StorageException storage(Path file, @Nullable Throwable cause) {
        if (cause == null) cause = new IllegalStateException("unknown");
        var root = cause;
        while ((root instanceof JdbiException || root instanceof FlywayException)
                && root.getCause() != null) root = root.getCause();
        String reason = root.getMessage() == null ? root.toString() : root.getMessage();
        reason = reason.strip().lines().findFirst().orElse(root.toString());
        return new StorageException("cannot use the database " + file + ": " + reason, cause);
    }

    /// Lets what is under way finish.
    @Override
    public void close() {
        commits.close();
        pool.close();
    }
}
