package io.switchhook.sip.registrar;

import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.AddressOfRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// A durable location service over a faulty folder, and phones that register with it. Its writer takes a turn when told.
final class Phones {
    static final long LONGEST_LOG = 1 << 15;
    private static final Registration REGISTRATION = new Registration(RegistrarSettings.DEFAULT);

    final FaultyFolder folder;
    final TestClock steady;
    final TestClock wall;
    final KnownFlows flows = new KnownFlows();
    final List<LocationEvent> events = new ArrayList<>();
    final Queue<Runnable> background = new ArrayDeque<>();
    final DurableLocationService locations;
    long nanos;
    private int cseq;

    Phones(FaultyFolder folder, TestClock wall) throws IOException {
        this.folder = folder;
        this.wall = wall;
        this.steady = wall.copy();
        this.locations =
                new DurableLocationService(
                        folder,
                        new DurableLocationService.Bounds(1000, 50, Duration.ofHours(2)),
                        new DurableLocationService.Clocks(steady, wall, () -> nanos),
                        flows,
                        events::add,
                        background::add,
                        LONGEST_LOG);
    }

    Phones() throws IOException {
        this(new FaultyFolder(), new TestClock());
    }

    /// The next process, which finds this folder.
    Phones next(FaultyFolder found) throws IOException {
        return new Phones(found, wall);
    }

    /// Answers come in here, perhaps later.
    List<Outcome> register(String user, Optional<Flow> flow, String... lines) {
        var request = Register.forUser(user, user, ++cseq, lines);
        var outcomes = new ArrayList<Outcome>();
        locations.update(
                aor(user),
                current -> REGISTRATION.apply(steady.instant(), current, request, flow),
                Runnable::run,
                outcomes::add);
        return outcomes;
    }

    List<Outcome> register(String user) {
        return register(user, Optional.empty(), "Contact: <sip:" + user + "@192.0.2.7>");
    }

    /// Registers, and takes the turn of the writer.
    Outcome registered(String user, String... lines) {
        var outcomes = lines.length == 0 ? register(user) : register(user, Optional.empty(), lines);
        turn();
        return outcomes.getFirst();
    }

    void turn() {
        while (locations.turn()) {}
    }

    void runBackground() {
        for (var task = background.poll(); task != null; task = background.poll()) task.run();
        turn();
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        steady.pass(time);
        wall.pass(time);
    }

    Bindings bindings(String user) {
        return locations.bindings(aor(user), steady.instant());
    }

    boolean knows(String user) {
        return !bindings(user).isEmpty();
    }

    private static AddressOfRecord aor(String user) {
        return new AddressOfRecord(user, "office.example");
    }
}
