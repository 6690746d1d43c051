package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is asked of another virtual machine.
class ServerMachineTest {
    private static final int MEGABYTE = 1024 * 1024;

    /// Has an old object that is large and a lot of garbage, and waits until its input ends.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            var held = new byte[30 * MEGABYTE];
            int garbage = 0;
            for (int i = 0; i < 100; i++) garbage += new byte[MEGABYTE].length;
            System.out.println("ready " + garbage);
            while (System.in.read() >= 0) continue;
            Reference.reachabilityFence(held);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UseSerialGC", "UseParallelGC", "UseG1GC"})
    void the_live_heap_is_that_of_all_generations_without_garbage(String collector)
            throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var holder =
                new ProcessBuilder(
                                java,
                                "-XX:+" + collector,
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path")
                                        + ":"
                                        + Path.of("target", "test-classes"),
                                Holder.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try (var said = holder.inputReader();
                var input = holder.getOutputStream()) {
            assertThat(said.readLine()).startsWith("ready");
            long live = new ServerMachine(holder.pid()).liveHeap();
            assertThat(live).isBetween(30L * MEGABYTE, 40L * MEGABYTE);
            input.flush();
        } finally {
            holder.destroy();
        }
    }
}
