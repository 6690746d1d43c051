package io.switchhook.pbx.directory;

import io.switchhook.pbx.directory.Database.Work;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does pieces of work one after the other on a thread of its own, and all that wait by then in one transaction: it is the disk that
/// takes its time, and it takes the same for one piece and for a hundred. Whoever handed over a piece hears of it when the transaction
/// is safe.
///
/// A piece that fails takes back what it did itself, and the others do not notice. Where all of a transaction is lost, because the
/// disk is full or fails, all of its pieces have failed.
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /// How many pieces a transaction has at most: the first of them waits for the last.
    private static final int MOST = 256;

    private static final String BEFORE_PIECE = "before_piece";
    private static final int SECONDS_TO_END = 10;

    private final Jdbi jdbi;
    private final DatabaseCounters counters = new DatabaseCounters(this::unfinished);
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    waiting,
                    Thread.ofPlatform().daemon().name("database").factory());

    /// Pieces of the transaction that is under way.
    private volatile int working;

    GroupCommit(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    DatabaseCounters counters() {
        return counters;
    }

    private long unfinished() {
        return waiting.size() + working;
    }

    /// Has a piece of work done after all that were handed over before.
    ///
    /// @return what came of it; completed on the thread of this object, which is not to be kept
    /// @throws RejectedExecutionException after the end
    <T> CompletableFuture<T> add(Work<T> work) {
        var piece = new Piece<>(work);
        thread.execute(piece);
        return piece.told;
    }

    /// One that is run takes those behind it along.
    private final class Piece<T> implements Runnable {
        private final Work<T> work;
        private final CompletableFuture<T> told = new CompletableFuture<>();

        /// Tells what came of it, which is not safe yet.
        private Runnable outcome = () -> {};

        Piece(Work<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            var rest = new ArrayList<Runnable>();
            waiting.drainTo(rest, MOST - 1);
            var group = new ArrayList<Piece<?>>();
            group.add(this);
            for (var piece : rest) group.add((Piece<?>) piece);
            commit(group);
        }

        void perform(Handle handle) throws SQLException {
            handle.savepoint(BEFORE_PIECE);
            try {
                var result = work.on(handle);
                handle.releaseSavepoint(BEFORE_PIECE);
                outcome = () -> told.complete(result);
            } catch (SQLException | RuntimeException | Error e) {
                if (!isTakenBack(handle)) throw e;
                fail(e);
            }
        }

        /// Some errors end the transaction, with what others did in it.
        private static boolean isTakenBack(Handle handle) {
            try {
                handle.rollbackToSavepoint(BEFORE_PIECE);
                return true;
            } catch (RuntimeException e) {
                LOG.debug("the transaction is lost", e);
                return false;
            }
        }

        void fail(Throwable cause) {
            outcome = () -> told.completeExceptionally(cause);
        }
    }

    private void commit(List<Piece<?>> group) {
        working = group.size();
        try {
            jdbi.useTransaction(handle -> {
                for (var piece : group) piece.perform(handle);
            });
        } catch (SQLException | RuntimeException | Error e) {
            for (var piece : group) piece.fail(e);
        }
        counters.transactions.increment();
        counters.pieces.add(group.size());
        working = 0;
        for (var piece : group) piece.outcome.run();
    }

    /// Lets all that was handed over finish.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var piece : thread.shutdownNow())
            ((Piece<?>) piece)
                    .told.completeExceptionally(
                            new IllegalStateException("the database is closed"));
    }
}
