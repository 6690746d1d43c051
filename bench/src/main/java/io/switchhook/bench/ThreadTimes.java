package io.switchhook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What each thread of a process has used of the processors, by what it is for.
///
/// @param nanos by the kernel's number of the thread
/// @param groups the group of each, see [Group]
record ThreadTimes(Map<Long, Long> nanos, Map<Long, Group> groups) {
    enum Group {
        /// Threads that run Java code.
        JAVA,

        /// With the one thread of the virtual machine that stops all others, nearly always for the collector.
        COLLECTOR,
        COMPILER,
        MACHINE,
        RECORDER;

        /// @param name as the kernel has it, of at most fifteen characters
        static Group of(String name) {
            if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) return COMPILER;
            if (name.startsWith("GC Thread")
                    || name.startsWith("G1 ")
                    || name.startsWith("ZWorker")
                    || name.startsWith("ZDriver")
                    || name.startsWith("ZDirector")
                    || name.startsWith("ZStat")
                    || name.startsWith("ZUncommitter")
                    || name.equals("VM Thread")) return COLLECTOR;
            if (name.startsWith("VM ") || name.equals("DestroyJavaVM")) return MACHINE;
            return name.startsWith("JFR ") ? RECORDER : JAVA;
        }

        String label() {
            return switch (this) {
                case JAVA -> "Java threads";
                case COLLECTOR -> "GC";
                case COMPILER -> "JIT";
                case MACHINE -> "virtual machine";
                case RECORDER -> "flight recorder";
            };
        }
    }

    static ThreadTimes of(long process) throws IOException {
        var nanos = new HashMap<Long, Long>();
        var groups = new HashMap<Long, Group>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process + "/task"))) {
            for (var task : tasks.toList()) {
                try {
                    long number = Long.parseLong(task.getFileName().toString());
                    var times = Files.readString(task.resolve("schedstat")).split(" ", -1);
                    nanos.put(number, Long.parseLong(times[0]));
                    groups.put(number, Group.of(Files.readString(task.resolve("comm")).strip()));
                } catch (IOException _) {
                    // it has just ended
                }
            }
        }
        return new ThreadTimes(nanos, groups);
    }

    /// In nanoseconds, of threads that are still there.
    Map<Group, Long> since(ThreadTimes earlier) {
        var used = new TreeMap<Group, Long>();
        nanos.forEach((thread, now) ->
                used.merge(
                        groups.getOrDefault(thread, Group.JAVA),
                        now - earlier.nanos.getOrDefault(thread, 0L),
                        Long::sum));
        return used;
    }
}
