package io.switchhook.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A server as the kernel sees it: its process and all processes below it, with all their threads.
final class ProcessTree {
    /// In nanoseconds: what `/proc` calls a tick is a hundredth of a second on every Linux.
    private static final long TICK = 10_000_000;

    /// Fields of `/proc/PID/stat` behind the name, which may have anything in it: proc_pid_stat(5).
    private static final int PARENT = 1;

    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private final Path proc;
    private final long root;

    private ProcessTree(Path proc, long root) {
        this.proc = proc;
        this.root = root;
    }

    static ProcessTree of(long root) {
        return new ProcessTree(Path.of("/proc"), root);
    }

    /// @param proc where the kernel's view is
    static ProcessTree of(Path proc, long root) {
        return new ProcessTree(proc, root);
    }

    /// Processor time, in nanoseconds.
    ///
    /// @param total more exact than the sum of the others
    record Usage(long total, long user, long system) {
        Usage since(Usage earlier) {
            return new Usage(total - earlier.total, user - earlier.user, system - earlier.system);
        }
    }

    /// In bytes.
    ///
    /// @param proportional what processes share is divided by how many they are (PSS)
    /// @param resident what processes share is counted for each (RSS)
    /// @param shared the part of the first that is no file's and is shared, or could be (Pss_Shmem)
    record Memory(long proportional, long resident, long shared) {}

    private record Stat(long process, long parent, long user, long system) {
        static Stat parse(long process, String line) {
            var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return new Stat(
                    process,
                    Long.parseLong(fields[PARENT]),
                    Long.parseLong(fields[USER]) * TICK,
                    Long.parseLong(fields[SYSTEM]) * TICK);
        }
    }

    /// Since the processes began.
    Usage usage() throws IOException {
        long total = 0;
        long user = 0;
        long system = 0;
        for (var stat : stats()) {
            long exact = proc.startsWith("/proc") ? ProcessorClock.of(stat.process) : -1;
            total += exact >= 0 ? exact : stat.user + stat.system;
            user += stat.user;
            system += stat.system;
        }
        return new Usage(total, user, system);
    }

    Memory memory() throws IOException {
        long proportional = 0;
        long resident = 0;
        long shared = 0;
        for (var stat : stats()) {
            var file = proc.resolve(stat.process + "/smaps_rollup");
            for (var line : linesOf(file)) {
                if (line.startsWith("Pss:")) proportional += kibibytes(line);
                if (line.startsWith("Rss:")) resident += kibibytes(line);
                if (line.startsWith("Pss_Shmem:")) shared += kibibytes(line);
            }
        }
        return new Memory(proportional, resident, shared);
    }

    List<Long> processes() throws IOException {
        return stats().stream().map(Stat::process).toList();
    }

    private List<Stat> stats() throws IOException {
        var all = new ArrayList<Stat>();
        try (Stream<Path> folders = Files.list(proc)) {
            for (var folder : folders.toList()) {
                var name = folder.getFileName().toString();
                if (!name.chars().allMatch(Character::isDigit)) continue;
                for (var line : linesOf(folder.resolve("stat")))
                    if (line.contains(") ")) all.add(Stat.parse(Long.parseLong(name), line));
            }
        }
        var tree = new ArrayList<Stat>();
        for (var stat : all) if (stat.process == root) tree.add(stat);
        for (int i = 0; i < tree.size(); i++)
            for (var stat : all) if (stat.parent == tree.get(i).process) tree.add(stat);
        return tree;
    }

    /// None if the process has just ended.
    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return List.of();
        }
    }

    private static long kibibytes(String line) {
        var words = line.split("\\s+", -1);
        return Long.parseLong(words[1]) * 1024;
    }
}
