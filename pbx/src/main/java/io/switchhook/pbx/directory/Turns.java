package io.switchhook.pbx.directory;

import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/// Has the changes of one thing follow each other, while those of other things go on beside them: who waits for the disk keeps
/// nobody waiting but who wants the same thing. For threads that may block; within a turn nobody may ask for another one.
public final class Turns {
    /// Things of which two may share a lock now and then, which only makes them wait.
    private static final int LOCKS = 1024;

    /// What is done in a turn.
    ///
    /// @param <X> why it may not be done
    public interface Change<T, X extends Exception> {
        T made() throws X;
    }

    private final ReadWriteLock all = new StampedLock().asReadWriteLock();
    private final Lock[] each = new Lock[LOCKS];

    public Turns() {
        Arrays.setAll(each, _ -> new ReentrantLock());
    }

    /// Makes a change of one thing when those of the same thing, and of everything, are over.
    ///
    /// @param thing by which its changes are told from others
    public <T, X extends Exception> T of(Object thing, Change<T, X> change) throws X {
        return held(
                all.readLock(), () -> held(each[Math.floorMod(thing.hashCode(), LOCKS)], change));
    }

    /// Makes a change that may be one of everything, when no other is under way.
    public <T, X extends Exception> T alone(Change<T, X> change) throws X {
        return held(all.writeLock(), change);
    }

    private static <T, X extends Exception> T held(Lock lock, Change<T, X> change) throws X {
        lock.lock();
        try {
            return change.made();
        } finally {
            lock.unlock();
        }
    }
}
