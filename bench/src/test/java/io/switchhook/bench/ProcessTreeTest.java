package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server used is what the kernel says of it and of all below it.
class ProcessTreeTest {
    @TempDir Path proc;

    private void process(int process, String name, int parent, int user, int system)
            throws IOException {
        var folder = Files.createDirectory(proc.resolve("" + process));
        Files.writeString(
                folder.resolve("stat"),
                process
                        + " ("
                        + name
                        + ") S "
                        + parent
                        + " 1 1 0 -1 4194560 1 2 3 4 "
                        + user
                        + " "
                        + system
                        + " 900 900 20 0 1 0 5 6 7\n");
        Files.writeString(
                folder.resolve("smaps_rollup"),
                "1-2 ---p 0 00:00 0 [rollup]\nRss:  3000 kB\nPss:  1000 kB\nPss_Dirty: 5 kB\nPss_Shmem: 700 kB\n");
    }

    @Test
    void countsAllBelowTheRootAndNobodyElse() throws IOException {
        process(10, "server", 1, 5, 7);
        process(11, "a ) b) (c", 10, 20, 1);
        process(9, "grandchild", 11, 300, 0);
        process(12, "stranger", 1, 4_000, 4_000);
        Files.createDirectory(proc.resolve("bus"));
        var tree = ProcessTree.of(proc, 10);
        assertThat(tree.processes()).containsExactlyInAnyOrder(10L, 11L, 9L);
        assertThat(tree.usage())
                .isEqualTo(new ProcessTree.Usage(3_330_000_000L, 3_250_000_000L, 80_000_000L));
        assertThat(tree.memory())
                .isEqualTo(
                        new ProcessTree.Memory(3 * 1000 * 1024, 3 * 3000 * 1024, 3 * 700 * 1024));
    }

    @Test
    void aProcessThatEndedCountsNothing() throws IOException {
        process(10, "server", 1, 5, 7);
        Files.createDirectory(proc.resolve("11"));
        assertThat(ProcessTree.of(proc, 10).usage().total()).isEqualTo(120_000_000L);
        assertThat(ProcessTree.of(proc, 99).usage()).isEqualTo(new ProcessTree.Usage(0, 0, 0));
    }

    @Test
    void theClockOfThisProcessGoes() throws IOException {
        long self = ProcessHandle.current().pid();
        long before = ProcessorClock.of(self);
        assertThat(before).isPositive();
        assertThat(ProcessTree.of(self).usage().total()).isGreaterThan(before);
        assertThat(ProcessorClock.of(Integer.MAX_VALUE - 1)).isNegative();
    }

    @Test
    void theMachineIsBusyWithWhatIsNotIdle() {
        var earlier = Machine.parse("cpu  100 1 50 1000 10 0 5 2 70 0");
        assertThat(earlier).isEqualTo(new Machine(158, 1010, 2));
        var later = Machine.parse("cpu  400 1 50 1000 10 0 5 2 70 0").since(earlier);
        assertThat(later.foreign(1_000_000_000L, 2_000_000_000L)).isEqualTo(1);
        assertThat(later.foreign(4_000_000_000L, 2_000_000_000L)).isZero();
    }
}
