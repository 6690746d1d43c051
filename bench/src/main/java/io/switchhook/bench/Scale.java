package io.switchhook.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Measures servers that differ by one thing, in turn, at shares of the rate that is sustained.
final class Scale {
    /// What is asked of each: the second needs the phones of the first.
    static final List<Load> LOADS = List.of(Load.CALL, Load.REFRESH);

    /// In seconds, after which phones register again before the hour is over that they registered for.
    private static final long REGISTERED = TimeUnit.MINUTES.toSeconds(40);

    /// In seconds: so long a server gets at most to end what was too much.
    private static final int RECOVERY = 45;

    /// Calls that stay up are made at this rate, a second, or at half of what is sustained.
    private static final double OPENING = 500;

    private final Settings settings;
    private final Progress progress;

    /// @param seconds of a turn
    /// @param rounds turns of each server at each rate
    /// @param warmUp seconds that each server works before
    /// @param settling seconds more at most for each load, while its compiler is still busy
    /// @param shares of the rates, in percent
    /// @param patience seconds to wait at most until the rest of the machine is quiet, before each turn
    /// @param bindings registered phones where servers do not differ by them
    /// @param shards likewise
    record Settings(
            int seconds,
            int rounds,
            int warmUp,
            int settling,
            List<Integer> shares,
            int patience,
            int bindings,
            int shards) {}

    /// A server at its place on an axis.
    private static final class Site implements AutoCloseable {
        private final int place;
        private final Party party;
        private long registered;

        private Site(int place, Party party) {
            this.place = place;
            this.party = party;
        }

        private void register(Progress progress) throws Exception {
            party.register(progress);
            registered = System.nanoTime();
        }

        private boolean isOld() {
            return System.nanoTime() - registered > TimeUnit.SECONDS.toNanos(REGISTERED);
        }

        @Override
        public void close() throws IOException {
            party.close();
        }
    }

    Scale(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /// The rate that a server sustains, of each load.
    ///
    /// @param loads whose rate is wanted
    Map<Load, Double> sustained(List<Load> loads) throws Exception {
        var rates = new EnumMap<Load, Double>(Load.class);
        if (loads.isEmpty()) return rates;
        try (var site = start(ScalePoint.Axis.BINDINGS, settings.bindings)) {
            site.register(progress);
            for (var load : loads) {
                site.party.rise(load, load.rate() / 2.0, settings.warmUp);
                var ramp =
                        new Ramp(
                                load,
                                new Ramp.Settings(
                                        settings.seconds,
                                        load.rate(),
                                        100_000,
                                        1.1,
                                        settings.patience),
                                progress);
                double rate = ramp.run(List.of(site.party)).getFirst().rate();
                if (rate == 0)
                    throw new IllegalStateException(
                            "no rate of " + load.label() + " is sustained on this machine");
                rates.put(load, rate);
            }
        }
        return rates;
    }

    /// @param places on the axis, one server each
    /// @param rates that are sustained
    List<ScalePoint> along(ScalePoint.Axis axis, List<Integer> places, Map<Load, Double> rates)
            throws Exception {
        var sites = new ArrayList<Site>();
        var points = new ArrayList<ScalePoint>();
        try {
            for (int place : places) sites.add(start(axis, place));
            for (var site : sites) prepare(axis, site, rates);
            for (int round = 0; round < settings.rounds; round++)
                for (int share : settings.shares)
                    for (var load : LOADS)
                        for (var site : round % 2 == 0 ? sites : sites.reversed())
                            points.add(turn(axis, site, load, share, rates, round));
        } finally {
            for (var site : sites) site.close();
        }
        return points;
    }

    private Site start(ScalePoint.Axis axis, int place) throws Exception {
        int bindings = axis == ScalePoint.Axis.BINDINGS ? place : settings.bindings;
        int shards = axis == ScalePoint.Axis.SHARDS ? place : settings.shards;
        String name = axis.counted(place);
        progress.say("%s: starts", name);
        var server =
                Switchhook.with(
                        name,
                        "limits.shards=" + shards,
                        "limits.allBindings=" + Math.max(1_000_000, 2 * bindings));
        var needs = Load.Needs.udp(false, bindings);
        return new Site(place, Party.start(server, Load.CALL, needs, 0));
    }

    private void prepare(ScalePoint.Axis axis, Site site, Map<Load, Double> rates)
            throws Exception {
        long start = System.nanoTime();
        site.register(progress);
        progress.say(
                "%s: registered after %.1f s, warms up",
                site.party.name(), (System.nanoTime() - start) / 1e9);
        for (var load : LOADS) {
            double rate = rates.getOrDefault(load, 0.0) / 2;
            site.party.rise(load, rate, settings.warmUp / 2);
            site.party.settle(load, rate, settings.settling, progress);
        }
        if (axis != ScalePoint.Axis.OPEN_CALLS || site.place == 0) return;
        double rate = Math.min(OPENING, rates.getOrDefault(Load.CALL, OPENING) / 2);
        var opened = site.party.office().open(site.place, rate);
        progress.say("%s: %d failed %s", site.party.name(), opened.failed(), opened.failures);
    }

    private ScalePoint turn(
            ScalePoint.Axis axis,
            Site site,
            Load load,
            int share,
            Map<Load, Double> rates,
            int round)
            throws Exception {
        if (site.isOld()) site.register(progress);
        double rate = Math.max(1, Math.rint(rates.getOrDefault(load, 0.0) * share / 100));
        Machine.awaitQuiet(settings.patience);
        var slice = site.party.play(load, round, rate, (int) Math.ceil(rate * settings.seconds));
        progress.say(
                "%d/%d  %-17s %-8s %6.0f/s  %7.1f µs each (JIT %.1f, GC %.1f), %d failed, %d sent again, others %.2f cores",
                round + 1,
                settings.rounds,
                site.party.name(),
                load.label(),
                rate,
                slice.cpu(),
                slice.compiler(),
                slice.collector(),
                slice.failed(),
                slice.retransmissions(),
                slice.foreignCores());
        if (slice.isOverloaded()) site.party.rest(RECOVERY);
        return new ScalePoint(axis, site.place, share, slice);
    }
}
