package io.switchhook.server;

import io.switchhook.console.Health;
import io.switchhook.console.Health.Problem;
import io.switchhook.console.Health.Status;
import io.switchhook.console.Metrics;
import io.switchhook.console.Metrics.Unit;
import io.switchhook.ladder.Archive;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Timeline;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a server remembers of its calls: the recorder on which all floors write, the files and the collector that get what is on
/// it, and the ladders that are made of it. Files and collector have a thread each, which looks at the recorder again and again: nobody who writes waits, nor one for the other.
final class Recording implements AutoCloseable {
    private static final String FOLDER = "ladders";
    private static final long TICK_MILLISECONDS = 250;

    final Recorder recorder;
    final Ladders ladders;
    private final Optional<Archive> archive;
    private final Optional<HepSender> collector;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /// Nothing is read or written before [#start].
    ///
    /// @throws IOException if there is no socket for the collector
    Recording(Configuration configuration, FloorSettings settings, InstantSource clock)
            throws IOException {
        recorder = settings.recorder(System::nanoTime);
        var timeline = new Timeline(System.nanoTime(), clock.instant());
        var limits = configuration.limits();
        long bytes = recorder.isOn() ? limits.bytes(Limit.LADDER_FILES) : 0;
        archive =
                bytes == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Archive(
                                        configuration.data().resolve(FOLDER),
                                        bytes,
                                        limits.time(Limit.LADDER_AGE),
                                        recorder,
                                        timeline,
                                        System::nanoTime));
        var hep = configuration.hep();
        collector =
                hep.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new HepSender(hep.get(), recorder, timeline));
        ladders = new Ladders(recorder, timeline, System::nanoTime, archive);
    }

    void start() {
        archive.ifPresent(files -> again("ladder-files", files::write));
        collector.ifPresent(sender -> again("ladder-hep", sender::send));
    }

    private void again(String name, Runnable task) {
        threads.add(Thread.ofPlatform().name(name).start(() -> run(task)));
    }

    private void run(Runnable task) {
        try {
            while (!closing.await(TICK_MILLISECONDS, TimeUnit.MILLISECONDS)) task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes and sends what was recorded since the last time.
    void tellOthers() {
        archive.ifPresent(Archive::write);
        collector.ifPresent(HepSender::send);
    }

    void show(Metrics metrics, Health health) {
        metrics.gauge("switchhook_ladder_memory", Unit.BYTES, "What ladders have of memory.")
                .add(recorder::bytes);
        archive.ifPresent(files -> {
            metrics.counter(
                            "switchhook_ladder_files",
                            Unit.BYTES,
                            "What was recorded, on its way to the ladders' files.",
                            "outcome")
                    .add(files::written, "written")
                    .add(files::leftOut, "left_out")
                    .add(files::lost, "lost");
            health.add("ladders", () -> problem(files.problem()));
        });
        collector.ifPresent(sender -> {
            metrics.counter(
                            "switchhook_hep_packets",
                            Unit.NONE,
                            "Messages told to the HEP collector.",
                            "outcome")
                    .add(sender::sent, "sent")
                    .add(sender::failed, "failed");
            health.add("hep", () -> problem(sender.problem()));
        });
    }

    private static Optional<Problem> problem(String what) {
        return what.isEmpty() ? Optional.empty() : Optional.of(new Problem(Status.WARNING, what));
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            for (var thread : threads) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        archive.ifPresent(Archive::close);
        collector.ifPresent(HepSender::close);
    }
}
