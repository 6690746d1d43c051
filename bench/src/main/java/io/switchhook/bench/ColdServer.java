package io.switchhook.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// A server that is started again and again with its phones still registered, as after an update.
final class ColdServer implements AutoCloseable {
    /// Calls a second when one at a time is looked at.
    private static final double ONE_BY_ONE = 20;

    private static final int WARM_CALLS = 200;

    private final Variant variant;
    private final ServerProcess server;
    private final LoadOffice office;

    private ColdServer(Variant variant, ServerProcess server, LoadOffice office) {
        this.variant = variant;
        this.server = server;
        this.office = office;
    }

    /// What is asked of a start.
    ///
    /// @param calls the first ones, at `rate` a second
    /// @param atOnce calls a second that come when it is ready, for `seconds`
    record Questions(int calls, double rate, double atOnce, int seconds) {}

    /// What became of one start, or of three in the same round.
    ///
    /// @param java seconds until it is ready, as a distribution starts it
    /// @param launcher seconds with the script of a source tree; 0 if there is none
    /// @param processor seconds of processor time until it is ready
    /// @param first milliseconds from the first INVITE to its 200, 10 ms of ringing in it
    /// @param price microseconds of processor time for each of the first calls, the first included
    /// @param failed of them
    /// @param p99 milliseconds of set-up, of many calls at once
    /// @param refused calls of those that failed, of `begun`
    record Start(
            String server,
            int round,
            double java,
            double launcher,
            double processor,
            double first,
            double price,
            int failed,
            double p99,
            int refused,
            int begun) {}

    /// Starts it for the first time, and phones register.
    static ColdServer of(Variant variant, int phones, Progress progress) throws Exception {
        progress.say("%s  starts for the first time", name(variant));
        var folder = Files.createTempDirectory("switchhook-bench");
        var server =
                ServerProcess.start(
                        folder,
                        "udp://127.0.0.1:0,tls://127.0.0.1:0",
                        variant.options(),
                        Switchhook.settings(false).toArray(String[]::new));
        try {
            var needs = Load.Needs.udp(false, phones);
            var office = new LoadOffice(Load.CALL, needs, new Address(server));
            var its = new ColdServer(variant, server, office);
            int missing = office.register();
            if (missing > 0) throw new IOException(missing + " phones could not register");
            server.kill();
            return its;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static String name(Variant variant) {
        return variant == Variant.UNTRAINED ? "untrained" : "trained";
    }

    String name() {
        return name(variant);
    }

    /// Where it is, whichever process it is now.
    private record Address(ServerProcess server) implements ContestServer {
        @Override
        public long process() {
            return server.process();
        }

        @Override
        public InetSocketAddress address(String transport) {
            return server.address(transport.toLowerCase(Locale.ROOT));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /// Starts it, and ends it, for each of the questions.
    ///
    /// @param launcher the script of a source tree; empty if there is none
    Start start(int round, Questions questions, String launcher)
            throws IOException, InterruptedException {
        double script = launcher.isEmpty() ? 0 : seconds(() -> server.restart(Path.of(launcher)));
        if (script > 0) server.kill();

        double java = seconds(server::restart);
        var tree = ProcessTree.of(server.process());
        long ready = tree.usage().total();
        double first = office.play(1, ONE_BY_ONE).setUp.at(1);
        var more = office.play(questions.calls - 1, questions.rate);
        long used = tree.usage().total() - ready;
        server.kill();

        server.restart();
        var burst = office.play((int) (questions.atOnce * questions.seconds), questions.atOnce);
        server.kill();
        return new Start(
                name(),
                round,
                java,
                script,
                ready / 1e9,
                first,
                used / 1e3 / questions.calls,
                more.failed() + (first == 0 ? 1 : 0),
                burst.setUp.at(0.99),
                burst.failed(),
                burst.begun);
    }

    /// From INVITE to 200 when it has worked for a while, in milliseconds: the median of calls one by one.
    double warmCall(int seconds, double rate) throws IOException, InterruptedException {
        server.restart();
        new Party(name(), new Address(server), office).rise(Load.CALL, rate, seconds);
        double warm = office.play(WARM_CALLS, ONE_BY_ONE).setUp.at(0.5);
        server.kill();
        return warm;
    }

    private interface Action {
        void run() throws IOException;
    }

    private static double seconds(Action action) throws IOException {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() throws IOException {
        try (server) {
            office.close();
        }
    }
}
