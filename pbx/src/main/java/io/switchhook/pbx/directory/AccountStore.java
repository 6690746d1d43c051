package io.switchhook.pbx.directory;

import io.switchhook.sip.auth.DigestAlgorithm;
import io.switchhook.sip.auth.Ha1s;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
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
            write(handle.getConnection(), sql, accounts);
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
