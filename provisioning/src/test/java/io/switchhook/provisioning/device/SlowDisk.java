package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.Database;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Handle;

/// A disk that does not answer until it is told to.
public final class SlowDisk implements Database.Work<Boolean> {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final Database database;

    /// Returns when it is asked, so that who comes next is none of those for whom it was asked.
    public SlowDisk(Database database) throws InterruptedException {
        this.database = database;
        database.later(this);
        asked.await();
    }

    @Override
    public Boolean on(Handle handle) throws SQLException {
        asked.countDown();
        try {
            answer.await();
            return true;
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }

    /// Returns when so many wait for it.
    public void awaitWaiting(int count) {
        while (database.counters().waiting() < 1 + count) Thread.onSpinWait();
    }

    public void answer() {
        answer.countDown();
    }
}
