package io.switchhook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The storm after a power cut: `./switchhook bench storm`. All phones of a server that was killed come back to it when it
/// runs again, while others call each other. Ends with 0 only if all phones are back in time.
public final class StormBench {
    private static final int PHONES = 50_000;

    /// In milliseconds, for all to register before the storm.
    private static final long PREPARATION = 600_000;

    /// In milliseconds: when the last phone notices, and when all must be back.
    private static final long NOTICED = 45_000;

    private static final long DEADLINE = 60_000;

    /// In milliseconds, of the p99 of the INVITE to its 200.
    private static final double SET_UP = 100;

    /// Files besides connections that a process needs open.
    private static final int OTHER_FILES = 1_500;

    private final ServerProcess server;
    private final int number;
    private long ready;

    private StormBench(ServerProcess server, int number) {
        this.server = server;
        this.number = number;
    }

    public static void main(String[] arguments) throws Exception {
        int number = arguments.length > 0 ? Integer.parseInt(arguments[0]) : PHONES;
        boolean inTime;
        try (var server = ServerProcess.start(List.of(), "authentication=digest")) {
            inTime = new StormBench(server, number).run();
        }
        System.exit(inTime ? 0 : 1);
    }

    private boolean run() throws Exception {
        int secure = Math.min(number / 2, mostConnections());
        if (secure < number / 2)
            say(
                    "a process may open so many files (ulimit -n) that %d phones use TLS instead of %d;"
                            + " the others use UDP",
                    secure, number / 2);
        long start = System.nanoTime();
        server.importAccounts(accounts(number));
        say("%d accounts imported in %.1f s", number, since(start));
        try (var phones = new StormPhones(number, secure, server);
                var calls = new StormCalls(server)) {
            start = System.nanoTime();
            calls.register();
            phones.register();
            await(phones, PREPARATION);
            say("registered in %.1f s: %s", since(start), failures(phones.tally()));
            phones.rest();
            System.gc(); // now, lest the callers stand still in the storm
            start = System.nanoTime();
            server.kill();
            server.restart();
            ready = System.nanoTime();
            say("killed, and ready again after %.1f s", since(start));
            calls.begin();
            phones.comeBack(NOTICED);
            int back = await(phones, DEADLINE);
            var processor = server.processorTime();
            double seconds = since(ready);
            int made = calls.end();
            phones.rest();
            report(phones.tally(), back, secure);
            report(calls, made);
            say(
                    "server             %.1f s of processor time in %.1f s, %d MB resident",
                    processor.toMillis() / 1e3, seconds, server.resident() / 1_000_000);
            boolean all = back == number && phones.tally().back.at(1) <= DEADLINE;
            say(
                    "verdict            %s within %d s; set-up p99 %.1f ms is %s %.0f ms",
                    all ? "all phones are back" : "NOT all phones are back",
                    DEADLINE / 1000,
                    calls.toAnswer.at(0.99),
                    calls.toAnswer.at(0.99) <= SET_UP ? "within" : "MORE than",
                    SET_UP);
            return all;
        }
    }

    /// One descriptor for each in the server, and one here.
    private static int mostConnections() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/limits")))
            if (line.startsWith("Max open files")) {
                String most = line.substring(26).strip().split("\\s+", -1)[1];
                if (most.equals("unlimited")) return Integer.MAX_VALUE;
                return Math.max(0, Integer.parseInt(most) - OTHER_FILES);
            }
        return Integer.MAX_VALUE;
    }

    /// Lines to import, for the phones of a storm and those who call.
    static List<String> accounts(int number) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < number; i++) lines.add(StormPhones.user(i) + account());
        for (int i = 0; i < 2 * StormCalls.PARTIES; i++) lines.add(StormCalls.user(i) + account());
        return lines;
    }

    private static String account() {
        return "," + StormText.PASSWORD + ",";
    }

    /// Until all are registered or the time is over, with a line every two seconds.
    ///
    /// @param most in milliseconds
    /// @return how many are
    private int await(StormPhones phones, long most) throws Exception {
        long start = System.nanoTime();
        long nextLine = 2;
        int registered = phones.registered();
        while (registered < number && since(start) * 1000 < most) {
            TimeUnit.MILLISECONDS.sleep(100);
            registered = phones.registered();
            if (since(start) < nextLine) continue;
            nextLine += 2;
            say(
                    "%5.0f s  %d of %d registered, server has used %.1f s",
                    since(start), registered, number, server.processorTime().toMillis() / 1e3);
        }
        return registered;
    }

    private void report(StormTally tally, int back, int secure) {
        say(
                "phones             %d of %d back (%d over TLS), %d not",
                back, number, secure, number - back);
        say(
                "back               50 %% after %.1f s, 90 %% %.1f s, 99 %% %.1f s, 100 %% %.1f s",
                tally.back.at(0.5) / 1000,
                tally.back.at(0.9) / 1000,
                tally.back.at(0.99) / 1000,
                tally.back.at(1) / 1000);
        say("REGISTER, UDP      %s", tally.overUdp);
        say("REGISTER, TLS      %s", tally.overTls);
        say(
                "TLS handshake      %s; %d in the fullest second",
                tally.handshakes, tally.handshakeEnds.fullestSecond());
        say("trouble            %s", failures(tally));
    }

    private static String failures(StormTally tally) {
        return "%d times 503, for at most %.1f s; %d retransmissions; %d connections lost; failures %s"
                .formatted(
                        tally.unavailable,
                        tally.longestWait / 1e3,
                        tally.retransmissions,
                        tally.lost,
                        tally.failures);
    }

    private static void report(StormCalls calls, int made) {
        int failed = calls.failures.values().stream().mapToInt(Integer::intValue).sum();
        say("calls              %d, %d failed %s", made, failed, calls.failures);
        say("INVITE to 1xx      %s", calls.toProvisional);
        say("INVITE to 200      %s", calls.toAnswer);
        say("                   p99 in each 5 s: %s", calls.courseOfAnswers());
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
