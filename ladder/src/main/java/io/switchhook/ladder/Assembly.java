package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Link;
import io.switchhook.ladder.Rung.Arrow;
import io.switchhook.ladder.Rung.Note;
import io.switchhook.ladder.Strand.Message;
import io.switchhook.ladder.Strand.Remarked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes a ladder of a strand.
final class Assembly {
    /// A label is no longer than this.
    private static final int LABEL = 80;

    /// One message or remark on its way to become a rung.
    private static final class Draft {
        final long nanos;
        final Seen seen;
        final String lane;
        final String meaning;
        String step = "";
        int repeats;
        long last;

        Draft(Seen seen, String lane, String meaning) {
            this.nanos = seen.nanos();
            this.last = nanos;
            this.seen = seen;
            this.lane = lane;
            this.meaning = meaning;
        }

        Evidence.Turn turn() {
            return new Evidence.Turn(seen, lane, repeats, last);
        }
    }

    private final Strand strand;
    private final Timeline timeline;
    private final long now;
    private final Parties parties;
    private final Meaning meaning = new Meaning(new Talk());
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, List<Draft>> byKind = new HashMap<>();
    private final List<Supplier<Rung>> rungs = new ArrayList<>();
    private @Nullable Remark lastRemark;

    private Assembly(Strand strand, Timeline timeline, long now) {
        this.strand = strand;
        this.timeline = timeline;
        this.now = now;
        this.parties = new Parties(strand);
    }

    static Ladder ladder(Strand strand, Timeline timeline, long now, List<Link> links) {
        return new Assembly(strand, timeline, now).ladder(links);
    }

    private Ladder ladder(List<Link> links) {
        for (var item : strand.items()) {
            switch (item) {
                case Message(_, var seen) -> message(seen);
                case Remarked(var entry, var remark) -> remark(entry.nanos(), remark);
            }
        }
        number();
        var course = new Course(strand);
        var evidence =
                new Evidence(
                        course, drafts.stream().map(Draft::turn).toList(), told(), parties, now);
        var all = new ArrayList<Rung>();
        for (var rung : rungs) all.add(rung.get());
        for (var finding : MediaFindings.of(evidence))
            all.add(new Rung.Finding(time(finding.nanos()), finding.lanes(), finding.text()));
        // what follows from a message stands behind it
        all.sort(Comparator.comparing(Rung::time));
        return new Ladder(
                strand.id(),
                course.kind(),
                strand.callId(),
                parties.from(),
                parties.to(),
                timeline.at(strand.begun()),
                course.state(),
                course.status(),
                course.duration(now),
                Verdicts.of(evidence),
                parties.lanes(),
                List.copyOf(all),
                links,
                Optional.empty());
    }

    private List<Evidence.Told> told() {
        var told = new ArrayList<Evidence.Told>();
        for (var item : strand.items())
            if (item instanceof Remarked(var entry, var remark))
                told.add(new Evidence.Told(entry.nanos(), remark));
        return told;
    }

    private Duration time(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos - strand.begun()));
    }

    private void message(Seen seen) {
        String lane = parties.lane(seen);
        String kind = lane + seen.isSent() + seen.method() + seen.cseq() + ' ' + seen.status();
        var alike = byKind.computeIfAbsent(kind, _ -> new ArrayList<>());
        for (var draft : alike) {
            if (draft.seen.isRepetitionOf(seen)) {
                draft.repeats++;
                draft.last = seen.nanos();
                return;
            }
        }
        var draft = new Draft(seen, lane, meaning.of(seen, lane));
        alike.add(draft);
        drafts.add(draft);
        rungs.add(() -> arrow(draft));
    }

    private void remark(long nanos, Remark remark) {
        if (remark instanceof Remark.Redirected || remark instanceof Remark.Forwarded)
            parties.redirect();
        String text = Sentence.of(remark);
        if (remark.equals(lastRemark)) return;
        lastRemark = remark;
        var note = new Note(time(nanos), lane(remark), remark, text);
        rungs.add(() -> note);
    }

    private String lane(Remark remark) {
        var path =
                switch (remark) {
                    case Remark.TimedOut(_, _, var at) -> at;
                    case Remark.Undelivered(var at, _) -> at;
                    case Remark.FlowOpened(var at) -> at;
                    case Remark.FlowClosed(var at, _) -> at;
                    case Remark.HandshakeFailed(var at, _, _) -> at;
                    default -> null;
                };
        return path == null ? Parties.SERVER : parties.at(path).orElse(Parties.SERVER);
    }

    private Arrow arrow(Draft draft) {
        var seen = draft.seen;
        boolean sent = seen.isSent();
        String lane = draft.lane;
        return new Arrow(
                time(draft.nanos),
                draft.step,
                sent ? Parties.SERVER : lane,
                sent ? lane : Parties.SERVER,
                label(seen),
                draft.meaning,
                "",
                draft.repeats,
                seen.branch(),
                Mask.text(seen.bytes()));
    }

    private static String label(Seen seen) {
        if (seen.isMalformed()) return "not SIP";
        String label =
                seen.isRequest()
                        ? seen.method()
                        : seen.reasonPhrase().isEmpty()
                                ? String.valueOf(seen.status())
                                : seen.status() + " " + seen.reasonPhrase();
        return Plain.clipped(label, LABEL);
    }

    // Steps, as the guides of phone makers number them

    private void number() {
        int steps = 0;
        var challenged = new HashMap<String, String>();
        var requests = new HashMap<String, Draft>();
        for (var draft : drafts) {
            var seen = draft.seen;
            if (seen.isMalformed() || seen.status() == 100) continue;
            boolean toward = seen.isSent() == seen.isRequest();
            String transaction = draft.lane + toward + (seen.is("ACK") ? "INVITE" : seen.method());
            String key = transaction + seen.cseq();
            if (seen.isChallenge()) {
                var request = requests.get(key);
                if (request != null) challenged.put(transaction, request.step);
                continue;
            }
            boolean endsHere = seen.is("ACK") && challenged.containsKey(transaction);
            if (endsHere && isOfChallenged(requests.get(key), challenged.get(transaction)))
                continue;
            String before =
                    seen.isRequest() && !seen.is("ACK") ? challenged.remove(transaction) : null;
            draft.step = before == null ? "F" + ++steps : before + '\'';
            if (seen.isRequest() && !seen.is("ACK")) requests.put(key, draft);
        }
    }

    private static boolean isOfChallenged(@Nullable Draft request, @Nullable String step) {
        return request != null && request.step.equals(step);
    }
}
