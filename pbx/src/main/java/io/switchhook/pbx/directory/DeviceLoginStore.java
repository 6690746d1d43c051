package io.switchhook.pbx.directory;

import io.switchhook.sip.auth.DigestAlgorithm;
import io.switchhook.sip.auth.Ha1s;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The logins of devices on disk.
record DeviceLoginStore(Database database) {

    List<DeviceLogin> all() throws StorageException {
        return database.with(handle ->
                handle.createQuery("select * from device_login").map(DeviceLoginStore::row).list());
    }

    /// Adds some and takes others away, all or nothing.
    void change(Collection<DeviceLogin> fresh, Collection<DeviceLogin> gone)
            throws StorageException {
        database.with(handle -> {
            remove(handle, gone);
            for (var login : fresh) add(handle, login);
            return fresh.size();
        });
    }

    /// The same, soon.
    void proven(DeviceLogin login, Collection<DeviceLogin> gone) {
        database.later(handle -> {
            remove(handle, gone);
            return handle.createUpdate("update device_login set proven = 1 where auth_name = :name")
                    .bind("name", login.authName())
                    .execute();
        });
    }

    private static void remove(Handle handle, Collection<DeviceLogin> gone) {
        for (var login : gone)
            handle.createUpdate("delete from device_login where auth_name = :name")
                    .bind("name", login.authName())
                    .execute();
    }

    private static void add(Handle handle, DeviceLogin login) {
        handle.createUpdate(
                        """
                        insert into device_login (auth_name, user_name, device, issue, proven,
                                                  realm, ha1_md5, ha1_sha_256, ha1_sha_512_256)
                        values (:name, :user, :device, :issue, :proven, :realm, :md5, :sha256, :sha512)
                        """)
                .bind("name", login.authName())
                .bind("user", login.user())
                .bind("device", login.device())
                .bind("issue", login.issue())
                .bind("proven", login.proven() ? 1 : 0)
                .bind("realm", login.realm())
                .bind("md5", hex(login, DigestAlgorithm.MD5))
                .bind("sha256", hex(login, DigestAlgorithm.SHA_256))
                .bind("sha512", hex(login, DigestAlgorithm.SHA_512_256))
                .execute();
    }

    private static String hex(DeviceLogin login, DigestAlgorithm algorithm) {
        return login.ha1s().hex(algorithm).orElse("");
    }

    private static DeviceLogin row(ResultSet row, StatementContext context) throws SQLException {
        return new DeviceLogin(
                row.getString("auth_name"),
                row.getString("user_name"),
                row.getString("device"),
                row.getLong("issue"),
                row.getInt("proven") != 0,
                row.getString("realm"),
                Ha1s.none()
                        .with(DigestAlgorithm.MD5, row.getString("ha1_md5"))
                        .with(DigestAlgorithm.SHA_256, row.getString("ha1_sha_256"))
                        .with(DigestAlgorithm.SHA_512_256, row.getString("ha1_sha_512_256")));
    }
}
