package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PrioritiesTest {
    @Test
    void threadsOfThatNameStepBackAndNoOthers() throws Exception {
        var running = new CountDownLatch(2);
        var end = new CountDownLatch(1);
        var patient = start("patient-1", running, end);
        var hurried = start("hurried-1", running, end);
        running.await();
        int before = nice("hurried-1"); // not 0 where the tests themselves run niced
        int lowered = Priorities.lower(List.of(new Priorities.Lowered("patient-", 5)));
        assertThat(lowered).isOne();
        assertThat(nice("patient-1")).isEqualTo(5);
        assertThat(nice("hurried-1")).isEqualTo(before);
        end.countDown();
        patient.join();
        hurried.join();
    }

    private static Thread start(String name, CountDownLatch running, CountDownLatch end) {
        return Thread.ofPlatform()
                .name(name)
                .start(() -> {
                    running.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// Field 19 of `/proc/self/task/*/stat`, the 16th behind the name.
    private static int nice(String name) throws Exception {
        try (var threads = Files.list(Path.of("/proc/self/task"))) {
            for (var thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                int end = stat.lastIndexOf(')');
                if (stat.substring(stat.indexOf('(') + 1, end).equals(name))
                    return Integer.parseInt(stat.substring(end + 2).split(" ", -1)[16]);
            }
        }
        throw new AssertionError("no thread " + name);
    }
}
