package io.switchhook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The durable location service with a disk under it; each measurement once, in a process of its own, as at a start.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class LocationBench {
    @Param({"1000000"})
    private int phones;

    private Path folder = Path.of("");

    /// All have registered, and every tenth has refreshed.
    @Setup(Level.Trial)
    public void write() throws IOException, InterruptedException {
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "bindings");
        try (var before = new ManyPhones(folder)) {
            before.register(phones, 1, _ -> Optional.empty());
            before.register(phones / 10, 2, _ -> Optional.empty());
        }
    }

    /// A start: from the folder to the last binding in memory.
    @Benchmark
    public int recover() throws IOException {
        try (var after = new ManyPhones(folder)) {
            if (after.size() != phones)
                throw new IllegalStateException(after.size() + " instead of " + phones);
            return after.size();
        }
    }

    /// A storm: a tenth of the phones refresh, a thousand at once.
    @Benchmark
    public int refreshTenth() throws IOException, InterruptedException {
        try (var after = new ManyPhones(folder)) {
            long began = System.nanoTime();
            after.register(phones / 10, 3, _ -> Optional.empty());
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf("%n%.0f REGISTER/s%n", phones / 10 / seconds);
            return after.size();
        }
    }

    @TearDown(Level.Trial)
    public void remove() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
