package io.switchhook.bench;

import java.util.ArrayList;
import java.util.List;

/// Servers do the same in turn, on the same machine, and the kernel says what that cost. All of them run at once, and one of
/// them works: what a machine does to one it does to the other a few seconds later.
final class Contest {
    private final Settings settings;
    private final Progress progress;

    /// @param pairs how often each has its turn
    /// @param spare how many more at most for those in which others used the machine
    /// @param seconds of a turn
    /// @param warmUp seconds that each works before the first turn
    /// @param settling seconds more at most, while its compiler is still busy
    /// @param patience seconds to wait at most until the rest of the machine is quiet, before each turn
    /// @param rate exchanges a second; 0 for what the load has by itself
    record Settings(
            int pairs,
            int spare,
            int seconds,
            int warmUp,
            int settling,
            int patience,
            double rate) {
        int most() {
            return pairs + spare;
        }
    }

    Contest(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    List<SliceResult> run(Load load, List<Contender> contenders) throws Exception {
        var parties = new ArrayList<Party>();
        var results = new ArrayList<SliceResult>();
        try {
            for (var contender : contenders) parties.add(start(contender, load));
            for (var party : parties) warmUp(party, load);
            int wanted = settings.pairs;
            for (int pair = 0; pair < Math.min(wanted, settings.most()); pair++) {
                boolean isNoisy = false;
                for (var party : pair % 2 == 0 ? parties : parties.reversed()) {
                    var result = slice(party, load, pair);
                    results.add(result);
                    isNoisy |= result.isNoisy();
                }
                if (isNoisy) wanted++;
            }
        } finally {
            for (var party : parties) party.close();
        }
        return results;
    }

    private Party start(Contender contender, Load load) throws Exception {
        progress.say("%s  %s starts", load.label(), contender.name());
        int users = LoadOffice.users(load, settings.most() * count(load));
        var party = Party.start(contender, load, load.needs(), users);
        try {
            party.register(progress);
            return party;
        } catch (Exception e) {
            party.close();
            throw e;
        }
    }

    private double rate(Load load) {
        return settings.rate > 0 ? settings.rate : load.rate();
    }

    private int count(Load load) {
        return (int) (rate(load) * settings.seconds);
    }

    /// Until the compiler of a virtual machine has little to do, or the time for that is over.
    private void warmUp(Party party, Load load) throws Exception {
        if (settings.warmUp == 0) return;
        progress.say("%s  %s warms up for %d s", load.label(), party.name(), settings.warmUp);
        party.rise(load, rate(load), settings.warmUp);
        party.settle(load, rate(load), settings.settling, progress);
    }

    private SliceResult slice(Party party, Load load, int pair) throws Exception {
        Machine.awaitQuiet(settings.patience);
        var result = party.play(load, pair, rate(load), count(load));
        progress.say(
                "%s  %d  %-14s %6.1f µs each (JIT %.1f, GC %.1f), set-up p50 %.2f p99 %.2f ms, %d failed, %d sent again, others %.2f cores%s",
                load.label(),
                pair + 1,
                party.name(),
                result.cpu(),
                result.compiler(),
                result.collector(),
                result.setUp().p50(),
                result.setUp().p99(),
                result.failed(),
                result.retransmissions(),
                result.foreignCores(),
                result.failures().isEmpty() ? "" : " " + result.failures());
        return result;
    }
}
