package io.switchhook.pbx.directory;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.switchhook.sip.auth.DigestAlgorithm;
import io.switchhook.sip.auth.Ha1s;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The accounts on disk. One thread of its own does all the work, since SQLite takes one writer and would pin the carrier
/// of a virtual thread; the caller waits for it. What a method changed is on disk when it returns.
public final class AccountStore implements AutoCloseable {
    private static final String FILE = "switchhook.db";
    private static final String REALM = "realm";
    private static final String INSERT =
            """
            insert into account (user_name, domain, display_name, realm,
                                 ha1_md5, ha1_sha_256, ha1_sha_512_256, redirects)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPSERT =
            INSERT
                    + """
                    on conflict (user_name) do update set
                        domain = excluded.domain, display_name = excluded.display_name,
                        realm = excluded.realm, ha1_md5 = excluded.ha1_md5,
                        ha1_sha_256 = excluded.ha1_sha_256,
                        ha1_sha_512_256 = excluded.ha1_sha_512_256,
                        redirects = excluded.redirects
                    """;

    private final Path file;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("account-store").factory());

    private AccountStore(Path file, HikariDataSource pool) {
        this.file = file;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /// Opens the database of a data folder, and makes or migrates it first.
    ///
    /// @param folder which exists
    public static AccountStore open(Path folder) throws AccountException {
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
            return new AccountStore(file, new HikariDataSource(pool(source)));
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
        config.setPoolName("accounts");
        config.setMaximumPoolSize(1);
        config.setIdleTimeout(0);
        config.setMaxLifetime(0);
        config.setKeepaliveTime(0);
        return config;
    }

    private static void migrate(SQLiteDataSource source) {
        Flyway.configure(AccountStore.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(source)
                .locations("classpath:io/switchhook/pbx/directory/migrations")
                .load()
                .migrate();
    }

    List<Account> accounts() throws AccountException {
        return with(handle -> handle.createQuery("select * from account").map(this::row).list());
    }

    /// What the HA1s of new accounts are for: the realm of the last start, or of the first account.
    Optional<String> realm() throws AccountException {
        return with(handle ->
                handle.createQuery("select value from setting where name = :name")
                        .bind("name", REALM)
                        .mapTo(String.class)
                        .findOne());
    }

    void realm(String realm) throws AccountException {
        with(handle ->
                handle.createUpdate(
                                """
                                insert into setting (name, value) values (:name, :value)
                                on conflict (name) do update set value = excluded.value
                                """)
                        .bind("name", REALM)
                        .bind("value", realm)
                        .execute());
    }

    void add(Account account) throws AccountException {
        write(INSERT, List.of(account));
    }

    /// Adds or replaces all of them, or none.
    void put(Collection<Account> accounts) throws AccountException {
        write(UPSERT, accounts);
    }

    void remove(String user) throws AccountException {
        with(handle ->
                handle.createUpdate("delete from account where user_name = :user")
                        .bind("user", user)
                        .execute());
    }

    private void write(String sql, Collection<Account> accounts) throws AccountException {
        with(handle -> {
            handle.useTransaction(transaction -> write(transaction.getConnection(), sql, accounts));
            return accounts.size();
        });
    }

    /// By hand, since 100,000 rows are to take seconds.
    private static void write(Connection connection, String sql, Collection<Account> accounts)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (var account : accounts) {
                statement.setString(1, account.user());
                statement.setString(2, account.domain());
                statement.setString(3, account.name());
                statement.setString(4, account.realm());
                statement.setString(5, hex(account, DigestAlgorithm.MD5));
                statement.setString(6, hex(account, DigestAlgorithm.SHA_256));
                statement.setString(7, hex(account, DigestAlgorithm.SHA_512_256));
                statement.setString(8, account.redirects().map(Redirects::toString).orElse(""));
                statement.addBatch();
                if (++waiting % 1000 == 0) statement.executeBatch();
            }
            statement.executeBatch();
        }
    }

    private static String hex(Account account, DigestAlgorithm algorithm) {
        return account.ha1s().hex(algorithm).orElse("");
    }

    private Account row(ResultSet row, org.jdbi.v3.core.statement.StatementContext context)
            throws SQLException {
        return new Account(
                row.getString("user_name"),
                row.getString("domain"),
                row.getString("display_name"),
                row.getString("realm"),
                Ha1s.none()
                        .with(DigestAlgorithm.MD5, row.getString("ha1_md5"))
                        .with(DigestAlgorithm.SHA_256, row.getString("ha1_sha_256"))
                        .with(DigestAlgorithm.SHA_512_256, row.getString("ha1_sha_512_256")),
                Redirects.of(row.getString("redirects")),
                false);
    }

    private interface Work<T> {
        T on(Handle handle) throws SQLException;
    }

    private <T> T with(Work<T> work) throws AccountException {
        Callable<T> task =
                () -> {
                    try (var handle = jdbi.open()) {
                        return work.on(handle);
                    }
                };
        try {
            return thread.submit(task).get();
        } catch (ExecutionException e) {
            throw storage(file, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw storage(file, e);
        }
    }

    private static AccountException storage(Path file, @Nullable Throwable cause) {
        if (cause == null) cause = new IllegalStateException("unknown");
        var root = cause;
        while ((root instanceof JdbiException || root instanceof FlywayException)
                && root.getCause() != null) root = root.getCause();
        String reason = root.getMessage() == null ? root.toString() : root.getMessage();
        reason = reason.strip().lines().findFirst().orElse(root.toString());
        return AccountException.storage("cannot use the database " + file + ": " + reason, cause);
    }

    /// Lets what is under way finish.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) thread.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.close();
    }
}
