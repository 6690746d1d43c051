package io.switchhook.server;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who steps back where processors are short, so that calls do not wait.
///
/// On Linux alone, where each thread has a priority of its own that anybody may lower. Elsewhere all are equal.
final class Priorities {
    private static final Logger LOG = LoggerFactory.getLogger(Priorities.class);
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final int PRIO_PROCESS = 0;

    /// Threads by the beginning of their name, which the kernel cuts to 15 bytes.
    ///
    /// @param nice 5 is a third of the weight of other threads, 10 a tenth
    record Lowered(String name, int nice) {}

    /// The optimizing compiler wants a whole processor for the first half minute under load, which is when the phones of a
    /// restarted server come back; and then the handshakes of those on TLS want another.
    /// Whoever reads ladders can wait.
    private static final List<Lowered> ALL =
            List.of(
                    new Lowered("C2 CompilerThre", 10),
                    new Lowered("stream-", 5),
                    new Lowered("ladder-", 10));

    private Priorities() {}

    /// Lowers what runs by now. The virtual machine must have started all its compilers
    /// (`-XX:-UseDynamicNumberOfCompilerThreads`).
    static void lower() {
        Thread.ofPlatform().daemon().name("priorities").start(() -> lower(ALL));
    }

    /// @return how many threads have their new priority
    static int lower(List<Lowered> all) {
        int lowered = 0;
        if (!Files.isDirectory(THREADS)) return lowered;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            var setpriority = setpriority();
            for (var thread : threads) {
                String name = Files.readString(thread.resolve("comm"));
                int id = Integer.parseInt(thread.getFileName().toString());
                for (var kind : all)
                    if (name.startsWith(kind.name)
                            && (int) setpriority.invokeExact(PRIO_PROCESS, id, kind.nice) == 0)
                        lowered++;
            }
        } catch (IOException e) {
            LOG.debug("some threads keep their priority: {}", Reasons.of(e)); // one ended meanwhile
        } catch (Throwable e) {
            LOG.warn("threads keep their priority, so calls may wait for others", e);
        }
        return lowered;
    }

    /// `int setpriority(int which, id_t who, int priority)` of POSIX; on Linux, `who` may be a thread.
    @SuppressWarnings("restricted") // the launcher grants it
    private static MethodHandle setpriority() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setpriority"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT));
    }
}
