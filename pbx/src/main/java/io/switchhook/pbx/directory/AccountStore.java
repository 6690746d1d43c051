package io.switchhook.pbx.directory;

import io.switchhook.sip.auth.DigestAlgorithm;
import io.switchhook.sip.auth.Ha1s;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The accounts on disk. What a method changed is there when it returns.
public final class AccountStore implements AutoCloseable {
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

    private static final String FEATURES =
            """
            insert into call_feature (user_name, forward_always, forward_busy, forward_no_answer,
                                      forward_after, do_not_disturb)
            values (?, ?, ?, ?, ?, ?)
            """;

    private final Database database;

    private AccountStore(Database database) {
        this.database = database;
    }

    /// Opens the database of a data folder, and makes or migrates it first.
    ///
    /// @param folder which exists
    public static AccountStore open(Path folder) throws AccountException {
        try {
            return new AccountStore(Database.open(folder));
        } catch (StorageException e) {
            throw AccountException.storage(e);
        }
    }

    /// What the accounts share with others who keep something in the data folder. It is closed with the accounts.
    public Database database() {
        return database;
    }

    /// With nothing of [#features].
    List<Account> accounts() throws AccountException {
        return with(handle -> handle.createQuery("select * from account").map(this::row).list());
    }

    /// By user, of those who have set anything.
    ///
    /// @param realm that the targets of forwards are in where they say nothing
    Map<String, CallFeatures> features(String realm) throws AccountException {
        return with(handle -> {
            var all = new HashMap<String, CallFeatures>();
            handle.createQuery("select * from call_feature")
                    .map((row, _) -> Map.entry(row.getString("user_name"), features(row, realm)))
                    .forEach(its -> all.put(its.getKey(), its.getValue()));
            return all;
        });
    }

    private static CallFeatures features(ResultSet row, String realm) throws SQLException {
        return new CallFeatures(
                        ForwardTarget.of(row.getString("forward_always"), realm),
                        ForwardTarget.of(row.getString("forward_busy"), realm),
                        ForwardTarget.of(row.getString("forward_no_answer"), realm),
                        Duration.ofSeconds(row.getInt("forward_after")),
                        row.getInt("do_not_disturb") == 1)
                .settled();
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
        write(INSERT, List.of(account), List.of(account));
    }

    /// Adds or replaces all of them, or none.
    ///
    /// @param changed those of them that have other features than before
    void put(Collection<Account> accounts, Collection<Account> changed) throws AccountException {
        write(UPSERT, accounts, changed);
    }

    /// Keeps the features of an account that need not be here.
    void putFeatures(Account account) throws AccountException {
        write(UPSERT, List.of(), List.of(account));
    }

    void remove(String user) throws AccountException {
        with(handle -> {
            handle.createUpdate("delete from call_feature where user_name = :user")
                    .bind("user", user)
                    .execute();
            return handle.createUpdate("delete from account where user_name = :user")
                    .bind("user", user)
                    .execute();
        });
    }

    private void write(String sql, Collection<Account> accounts, Collection<Account> changed)
            throws AccountException {
        with(handle -> {
            write(handle.getConnection(), sql, accounts);
            writeFeatures(handle.getConnection(), changed);
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

    private static void writeFeatures(Connection connection, Collection<Account> accounts)
            throws SQLException {
        try (var delete =
                        connection.prepareStatement(
                                "delete from call_feature where user_name = ?");
                var put = connection.prepareStatement(FEATURES)) {
            for (var account : accounts) {
                var features = account.features();
                delete.setString(1, account.user());
                delete.addBatch();
                if (features.isNone()) continue;
                put.setString(1, account.user());
                put.setString(2, text(features.always()));
                put.setString(3, text(features.busy()));
                put.setString(4, text(features.noAnswer()));
                put.setLong(5, features.after().toSeconds());
                put.setInt(6, features.doNotDisturb() ? 1 : 0);
                put.addBatch();
            }
            delete.executeBatch();
            put.executeBatch();
        }
    }

    private static String text(Optional<ForwardTarget> target) {
        return target.map(ForwardTarget::text).orElse("");
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
                CallFeatures.NONE,
                false);
    }

    private <T> T with(Database.Work<T> work) throws AccountException {
        try {
            return database.with(work);
        } catch (StorageException e) {
            throw AccountException.storage(e);
        }
    }

    /// Lets what is under way finish.
    @Override
    public void close() {
        database.close();
    }
}
