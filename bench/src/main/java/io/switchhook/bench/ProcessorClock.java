package io.switchhook.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// What all threads of a process, ended ones too, have used of the processors, to the nanosecond. `/proc/PID/stat` has the same
/// sum in ticks of ten milliseconds, which are too coarse for a slice of some seconds.
final class ProcessorClock {
    private static final MemoryLayout TIMESPEC =
            MemoryLayout.structLayout(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

    /// As `clock_getcpuclockid` makes it: the complement of the process, and that the scheduler's sum is meant.
    private static final int SCHEDULED = 2;

    private static final MethodHandle CLOCK_GETTIME = clockGettime();

    private ProcessorClock() {}

    @SuppressWarnings("restricted")
    private static MethodHandle clockGettime() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }

    /// In nanoseconds; -1 if there is no such process, or the kernel does not tell.
    static long of(long process) {
        try (var arena = Arena.ofConfined()) {
            var time = arena.allocate(TIMESPEC);
            int clock = ((int) ~process << 3) | SCHEDULED;
            if ((int) CLOCK_GETTIME.invokeExact(clock, time) != 0) return -1;
            return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
                    + time.get(ValueLayout.JAVA_LONG, 8);
        } catch (Throwable e) {
            throw new IllegalStateException("clock_gettime could not be called", e);
        }
    }
}
