package io.switchhook.server;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The virtual machine's optimizing compiler, C2. It wants a whole processor for the first half minute under load, which is
/// when the phones of a restarted server come back. So it takes what messages leave over.
final class OptimizingCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(OptimizingCompiler.class);

    /// As the kernel cuts names to 15 bytes.
    private static final String NAME = "C2 CompilerThre";

    /// About a tenth of the weight of other threads.
    private static final int NICE = 10;

    private static final int PRIO_PROCESS = 0;

    private OptimizingCompiler() {}

    /// Lowers the priority of its threads, where there is Linux: only there a priority belongs to a thread. The virtual
    /// machine must have started them all (`-XX:-UseDynamicNumberOfCompilerThreads`).
    static void stepBack() {
        Thread.ofPlatform().daemon().name("compiler-priority").start(OptimizingCompiler::lower);
    }

    private static void lower() {
        var threads = Path.of("/proc/self/task");
        if (!Files.isDirectory(threads)) return;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (var thread : all)
                if (Files.readString(thread.resolve("comm")).startsWith(NAME))
                    lower(Integer.parseInt(thread.getFileName().toString()));
        } catch (IOException e) {
            LOG.debug("the optimizing compiler keeps its priority: {}", Reasons.of(e));
        }
    }

    /// `int setpriority(int which, id_t who, int priority)` of POSIX.
    @SuppressWarnings("restricted") // the launcher grants it
    private static void lower(int thread) {
        var linker = Linker.nativeLinker();
        var address = linker.defaultLookup().find("setpriority");
        if (address.isEmpty()) return;
        var call =
                linker.downcallHandle(
                        address.get(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT));
        try {
            int result = (int) call.invokeExact(PRIO_PROCESS, thread, NICE);
            if (result != 0) LOG.debug("the optimizing compiler keeps its priority");
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
