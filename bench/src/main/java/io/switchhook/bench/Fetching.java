package io.switchhook.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Phones that fetch their files, each on a virtual thread: first the common file, then its own. They begin at moments that do not
/// depend on answers.
final class Fetching {
    /// In milliseconds.
    private static final int PATIENCE = 120_000;

    private final FileFetch fetch;
    private final StormTimes common = new StormTimes();
    private final StormTimes own = new StormTimes();
    private final StormTimes both = new StormTimes();
    private final Map<String, Integer> failures = new TreeMap<>();
    private long bytes;

    private Fetching(InetSocketAddress server) {
        fetch = new FileFetch(server, PATIENCE);
    }

    /// What became of it.
    ///
    /// @param phones that were to fetch
    /// @param over seconds from the first to the last that begins; 0 if all began at once
    /// @param seconds until the last was done
    /// @param done phones that have both files
    /// @param failures phones that have not, by what came instead
    /// @param bytes of the files of one phone, on average
    /// @param common from when a phone was to begin until it had the common file, as `both`; `own` is from then on
    record Result(
            int phones,
            double over,
            double seconds,
            int done,
            Map<String, Integer> failures,
            long bytes,
            SliceResult.Percentiles common,
            SliceResult.Percentiles own,
            SliceResult.Percentiles both) {
        Result {
            failures = Map.copyOf(failures);
        }

        int failed() {
            return phones - done;
        }
    }

    /// Returns when each has its files, or has failed.
    ///
    /// @param over seconds in which they begin, one after the other; 0 for all at once
    static Result play(InetSocketAddress server, List<FilePhone> phones, double over)
            throws InterruptedException {
        var fetching = new Fetching(server);
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < phones.size(); i++) {
                long due = start + (long) (over * 1e9 * i / phones.size());
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                var phone = phones.get(i);
                threads.execute(() -> fetching.fetch(phone, due));
            }
        }
        return fetching.result(phones.size(), over, (System.nanoTime() - start) / 1e9);
    }

    private void fetch(FilePhone phone, long due) {
        try {
            int first = read(phone, FilePhone.COMMON_FILE, FilePhone.MARK);
            long between = System.nanoTime();
            int second =
                    read(phone, phone.ownFile(), "account.1.user_name = " + phone.user() + '\n');
            done(due, between, System.nanoTime(), first + second);
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private int read(FilePhone phone, String name, String mark) throws IOException {
        var kind = name.equals(FilePhone.COMMON_FILE) ? "common file: " : "MAC file: ";
        try {
            var file = fetch.get(phone, name);
            if (!new String(file, UTF_8).contains(mark)) throw new IOException("of another");
            return file.length;
        } catch (IOException e) {
            throw new IOException(kind + e.getMessage(), e);
        }
    }

    private synchronized void done(long due, long between, long end, int fetched) {
        common.add(between - due);
        own.add(end - between);
        both.add(end - due);
        bytes += fetched;
    }

    private synchronized void failed(String reason) {
        failures.merge(reason, 1, Integer::sum);
    }

    private synchronized Result result(int phones, double over, double seconds) {
        return new Result(
                phones,
                over,
                seconds,
                both.count(),
                failures,
                bytes / Math.max(1, both.count()),
                SliceResult.Percentiles.of(common),
                SliceResult.Percentiles.of(own),
                SliceResult.Percentiles.of(both));
    }
}
