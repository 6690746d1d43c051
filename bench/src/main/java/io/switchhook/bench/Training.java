package io.switchhook.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Shows a server what its days are like: `./switchhook train`. The virtual machine writes down what it loaded and which code
/// was busy (JEP 483, 514, 515), and the servers after it start with that.
public final class Training {
    private static final int PHONES = 3_000;

    /// In milliseconds, for which the phones come back and call.
    private static final long LESSON = 10_000;

    private static final long LONGEST = 120_000;

    private Training() {}

    /// @param arguments the file to be written
    public static void main(String[] arguments) throws Exception {
        var cache = Path.of(arguments[0]);
        var learning = List.of("-XX:AOTCacheOutput=" + cache);
        try (var server = ServerProcess.start(learning, "authentication=digest")) {
            server.importAccounts(StormBench.accounts(PHONES));
            try (var phones = new StormPhones(PHONES, PHONES / 2, server);
                    var calls = new StormCalls(server)) {
                calls.register();
                phones.register();
                await(phones);
                phones.rest();
                calls.begin();
                phones.comeBack(LESSON);
                await(phones);
                calls.end();
            }
        }
        if (!Files.exists(cache)) {
            System.err.println("the virtual machine wrote nothing to " + cache);
            System.exit(1);
        }
    }

    private static void await(StormPhones phones) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST);
        while (phones.registered() < PHONES && System.nanoTime() < end)
            TimeUnit.MILLISECONDS.sleep(100);
    }
}
