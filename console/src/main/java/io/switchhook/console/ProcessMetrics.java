package io.switchhook.console;

import com.sun.management.UnixOperatingSystemMXBean;
import io.switchhook.console.Metrics.Unit;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/// What the Java virtual machine tells about the process.
public final class ProcessMetrics {
    private ProcessMetrics() {}

    public static void register(Metrics metrics) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        metrics.gauge("process_uptime", Unit.SECONDS, "How long the process has run.")
                .addDouble(() -> runtime.getUptime() / 1e3);
        metrics.gauge("process_start_time", Unit.SECONDS, "When it was started, since 1970.")
                .addDouble(() -> runtime.getStartTime() / 1e3);
        system(metrics);
        memory(metrics);
        var threads = ManagementFactory.getThreadMXBean();
        metrics.gauge("jvm_threads", Unit.NONE, "Platform threads that live.")
                .add(threads::getThreadCount);
        collections(metrics);
    }

    private static void system(Metrics metrics) {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean unix)) return;
        metrics.counter("process_cpu", Unit.SECONDS, "Processor time used, user and system.")
                .addDouble(() -> unix.getProcessCpuTime() / 1e9);
        metrics.gauge("process_open_fds", Unit.NONE, "File descriptors that are open.")
                .add(unix::getOpenFileDescriptorCount);
        metrics.gauge("process_max_fds", Unit.NONE, "File descriptors that may be open.")
                .add(unix::getMaxFileDescriptorCount);
    }

    private static void memory(Metrics metrics) {
        var memory = ManagementFactory.getMemoryMXBean();
        metrics.gauge("jvm_memory_used", Unit.BYTES, "Memory in use.", "area")
                .add(() -> memory.getHeapMemoryUsage().getUsed(), "heap")
                .add(() -> memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
        metrics.gauge("jvm_memory_committed", Unit.BYTES, "Memory taken from the system.", "area")
                .add(() -> memory.getHeapMemoryUsage().getCommitted(), "heap")
                .add(() -> memory.getNonHeapMemoryUsage().getCommitted(), "nonheap");
        metrics.gauge("jvm_memory_max", Unit.BYTES, "Memory that may be taken.", "area")
                .add(() -> memory.getHeapMemoryUsage().getMax(), "heap");
    }

    private static void collections(Metrics metrics) {
        var collectors = ManagementFactory.getGarbageCollectorMXBeans();
        var runs = metrics.counter("jvm_gc_collections", Unit.NONE, "Garbage collections.", "gc");
        var time = metrics.counter("jvm_gc", Unit.SECONDS, "Time spent in them.", "gc");
        for (GarbageCollectorMXBean collector : collectors) {
            runs.add(collector::getCollectionCount, collector.getName());
            time.addDouble(() -> collector.getCollectionTime() / 1e3, collector.getName());
        }
    }
}
