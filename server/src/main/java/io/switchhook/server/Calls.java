package io.switchhook.server;

import io.switchhook.callflow.Recognition;
import io.switchhook.console.CallsView;
import io.switchhook.console.PhonesView.Failure;
import io.switchhook.console.Slice;
import io.switchhook.ladder.JsonForm;
import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Ladder.Kind;
import io.switchhook.ladder.Ladder.Severity;
import io.switchhook.ladder.Ladder.State;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.Overview;
import io.switchhook.ladder.PcapngExport;
import io.switchhook.ladder.Rung;
import io.switchhook.ladder.SvgDrawing;
import io.switchhook.ladder.TextDrawing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// The ladders of a server, as the console shows them.
///
/// All who look share one picture of the newest ladders. It is made anew after [#FRESH] at the earliest, and takes no more than a
/// tenth of a processor, unless it would be older than [#STALE]. Older ladders are looked up when somebody searches for them.
final class Calls implements CallsView {
    private static final Duration FRESH = Duration.ofMillis(900);

    /// Where the machine has much to do, to draw takes a while without taking the processor.
    private static final Duration STALE = Duration.ofSeconds(3);

    private static final int SHARE = 10;
    private static final int USERS = 10_000;
    private static final int FLOWS = 1024;

    /// @param next from when on another one may be made
    /// @param seen of `happened`, when it was made
    private record Picture(
            long next,
            long seen,
            List<Ladder> ladders,
            Map<String, Failure> failures,
            Recognition recognition) {}

    /// What was looked up last, and from when on it may be again.
    private record Searched(List<?> words, long next, Ladders.Found found) {}

    private final Ladders ladders;
    private final Overview overview;
    private final Map<String, Failure> failures = new LinkedHashMap<>();
    private final LongSupplier happened;
    private final LongSupplier nanoTime;
    private final ReentrantLock making = new ReentrantLock();
    private final ReentrantLock searching = new ReentrantLock();
    private volatile Picture picture;

    /// Guarded by [#searching].
    private Searched searched =
            new Searched(List.of(), 0, new Ladders.Found(List.of(), Optional.empty()));

    /// @param happened a number that is another one when a message came or went
    Calls(Ladders ladders, LongSupplier happened, LongSupplier nanoTime) {
        this.ladders = ladders;
        this.overview = ladders.overview(io.switchhook.ladder.Query.MOST);
        this.happened = happened;
        this.nanoTime = nanoTime;
        picture =
                new Picture(
                        nanoTime.getAsLong(), 0, List.of(), Map.of(), new Recognition(List.of()));
    }

    private Picture picture() {
        if (!isOld(picture)) return picture;
        making.lock();
        try {
            if (isOld(picture)) picture = made();
            return picture;
        } finally {
            making.unlock();
        }
    }

    private boolean isOld(Picture known) {
        return nanoTime.getAsLong() - known.next() >= 0;
    }

    private Picture made() {
        long begun = nanoTime.getAsLong();
        long seen = happened.getAsLong();
        var newest = overview.look();
        for (var ladder : newest.reversed()) {
            var verdict = ladder.verdict().filter(it -> it.severity() == Severity.FAULT);
            if (verdict.isEmpty()) continue;
            var failure = new Failure(ladder.begun(), shown(verdict.get()), ladder.id());
            failed(ladder.from().user(), failure);
            failed(ladder.to().user(), failure);
        }
        long now = nanoTime.getAsLong();
        return new Picture(
                now + Math.clamp((now - begun) * SHARE, FRESH.toNanos(), STALE.toNanos()),
                seen,
                newest,
                Map.copyOf(failures),
                new Recognition(newest));
    }

    /// The newest failure of each user, also after its ladder is older than those of the picture.
    private void failed(String user, Failure failure) {
        failures.remove(user);
        failures.put(user, failure);
        if (failures.size() > USERS) failures.remove(failures.keySet().iterator().next());
    }

    /// What went wrong last for a user.
    Optional<Failure> failure(String user) {
        return Optional.ofNullable(picture().failures().get(user));
    }

    @Override
    public Slice<Summary> search(Query query) {
        var wanted = wanted(query);
        var picture = picture();
        var found = found(picture.ladders(), wanted, query);
        Optional<Instant> searchedTo = Optional.empty();
        if (isLookedFor(query) && found.size() < query.offset() + query.limit()) {
            var older = older(wanted, query);
            found = withOlder(found, picture.ladders(), older.ladders());
            searchedTo = older.searchedTo();
        }
        var slice = Slice.of(found, query.offset(), query.limit());
        return new Slice<>(
                slice.items().stream()
                        .map(picture.recognition()::named)
                        .map(Calls::summary)
                        .toList(),
                slice.offset(),
                slice.total(),
                searchedTo);
    }

    private static List<Ladder> found(
            List<Ladder> all, io.switchhook.ladder.Query wanted, Query query) {
        return all.stream().filter(ladder -> wanted.holds(ladder) && fits(ladder, query)).toList();
    }

    /// Whether somebody looks for something that may be long ago, and not for what goes on.
    private static boolean isLookedFor(Query query) {
        return Stream.of(
                                query.text(),
                                query.user(),
                                query.address(),
                                query.device(),
                                query.reason())
                        .anyMatch(it -> !it.isEmpty())
                || query.since().isPresent()
                || query.until().isPresent()
                || query.status() > 0;
    }

    private static List<Ladder> withOlder(
            List<Ladder> found, List<Ladder> newest, List<Ladder> older) {
        var known = new HashSet<String>();
        for (var ladder : newest) known.add(ladder.id());
        return Stream.concat(found.stream(), older.stream().filter(it -> !known.contains(it.id())))
                .sorted(Comparator.comparing(Ladder::begun).reversed())
                .toList();
    }

    /// One search at a time: it reads files. The same one, which a page repeats as long as it is open, takes no more than a tenth of
    /// a processor either.
    private Ladders.Found older(io.switchhook.ladder.Query wanted, Query query) {
        searching.lock();
        try {
            var words = List.of(wanted, query.text(), query.state(), query.status());
            long begun = nanoTime.getAsLong();
            if (searched.words().equals(words) && begun - searched.next() < 0)
                return searched.found();
            var found = ladders.search(wanted, ladder -> fits(ladder, query));
            long now = nanoTime.getAsLong();
            long next = now + Math.max(FRESH.toNanos(), (now - begun) * SHARE);
            searched = new Searched(words, next, found);
            return found;
        } finally {
            searching.unlock();
        }
    }

    private static io.switchhook.ladder.Query wanted(Query query) {
        return new io.switchhook.ladder.Query(
                query.user(),
                query.device(),
                query.address(),
                0,
                query.reason(),
                Optional.of(query.kind())
                        .filter(kind -> !kind.isEmpty())
                        .map(kind -> Kind.valueOf(kind.toUpperCase(Locale.ROOT))),
                query.since(),
                query.until(),
                io.switchhook.ladder.Query.MOST);
    }

    private static boolean fits(Ladder ladder, Query query) {
        return query.fitsStatus(ladder.status())
                && (query.state().isEmpty() || isIn(ladder, query.state()))
                && (query.text().isEmpty() || mentions(ladder, query.text()));
    }

    private static boolean isIn(Ladder ladder, String state) {
        if (!state.equals("active")) return word(ladder.state()).equals(state);
        return Set.of(State.CALLING, State.RINGING, State.ANSWERED).contains(ladder.state());
    }

    private static boolean mentions(Ladder ladder, String text) {
        var all =
                String.join(
                        "\n",
                        ladder.id(),
                        ladder.callId(),
                        ladder.from().user(),
                        ladder.from().name(),
                        ladder.to().user(),
                        ladder.to().name(),
                        ladder.verdict().map(Ladder.Diagnosis::text).orElse(""));
        return all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    private static Summary summary(Ladder ladder) {
        long messages = ladder.rungs().stream().filter(Rung.Arrow.class::isInstance).count();
        return new Summary(
                ladder.id(),
                word(ladder.kind()),
                ladder.callId(),
                new Party(ladder.from().user(), ladder.from().name()),
                new Party(ladder.to().user(), ladder.to().name()),
                ladder.begun(),
                word(ladder.state()),
                ladder.status(),
                ladder.duration().toMillis() / 1e3,
                ladder.verdict().map(Calls::shown),
                ladder.flow()
                        .map(it -> new Flow(it.name(), it.title(), it.section(), it.complete())),
                (int) messages);
    }

    private static Verdict shown(Ladder.Diagnosis verdict) {
        return new Verdict(
                verdict.name(), word(verdict.severity()), verdict.text(), verdict.advice());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private Optional<Ladder> find(String id) {
        for (var ladder : picture().ladders())
            if (ladder.id().equals(id)) return Optional.of(ladder);
        return Optional.empty();
    }

    @Override
    public Optional<byte[]> ladder(String id, Format format) {
        return find(id).or(() -> ladders.byId(id))
                .map(picture.recognition()::named)
                .map(ladder ->
                        switch (format) {
                            case JSON -> bytes(JsonForm.of(ladder));
                            case TEXT -> bytes(TextDrawing.draw(ladder, TextDrawing.USUAL_WIDTH));
                            case SVG -> bytes(SvgDrawing.draw(ladder));
                            case PCAPNG ->
                                    PcapngExport.of(ladders.entries(ladder), ladders.timeline());
                        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long revision(String id) {
        if (id.isEmpty()) return picture().seen(); // who asks then is shown what this is about
        return find(id).map(ladder ->
                        (((long) ladder.rungs().size() << 24)
                                                + (repeats(ladder) << 3)
                                                + ladder.state().ordinal())
                                        * FLOWS
                                + Math.floorMod(flow(ladder), FLOWS))
                .orElse(0L);
    }

    /// Another call may make another flow of this one.
    private int flow(Ladder ladder) {
        return picture.recognition().named(ladder).flow().hashCode();
    }

    private static long repeats(Ladder ladder) {
        long repeats = 0;
        for (var rung : ladder.rungs())
            if (rung instanceof Rung.Arrow arrow) repeats += arrow.repeats();
        return repeats;
    }
}
