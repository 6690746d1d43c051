package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.State;
import io.switchhook.ladder.Rung.Arrow;
import io.switchhook.ladder.Rung.Finding;
import io.switchhook.ladder.Rung.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A rung as people are shown it: a decision that an arrow already shows stands beside the arrow, and has no row of its own.
///
/// @param text beside an arrow, or that of a note or a finding
record Row(Rung rung, String text) {

    static List<Row> of(Ladder ladder) {
        var rungs = ladder.rungs();
        var texts = new ArrayList<String>();
        for (var rung : rungs) texts.add(text(rung));
        var hidden = new HashSet<Integer>();
        for (int i = 0; i < rungs.size(); i++) {
            if (!(rungs.get(i) instanceof Note note)) continue;
            int arrow = arrow(ladder, i, note.remark());
            if (arrow >= 0) {
                texts.set(arrow, told(rungs.get(arrow), note.text()));
                hidden.add(i);
            } else if (saysNothing(note.remark())) {
                hidden.add(i);
            }
        }
        var rows = new ArrayList<Row>();
        for (int i = 0; i < rungs.size(); i++)
            if (!hidden.contains(i)) rows.add(new Row(rungs.get(i), texts.get(i)));
        return rows;
    }

    private static String text(Rung rung) {
        return switch (rung) {
            case Arrow arrow -> {
                // that it is passed on, the arrow shows
                String meaning = arrow.meaning().equals(Meaning.PASSED_ON) ? "" : arrow.meaning();
                meaning = told(arrow, meaning);
                if (arrow.repeats() == 0) yield meaning;
                yield (meaning.isEmpty() ? "" : meaning + "; ")
                        + "sent "
                        + (arrow.repeats() + 1)
                        + " times";
            }
            case Note note -> note.text();
            case Finding finding -> finding.text();
        };
    }

    /// What the call flow says comes first: the rest is about this call.
    private static String told(Rung rung, String text) {
        if (!(rung instanceof Arrow arrow) || arrow.told().isEmpty()) return text;
        return arrow.told() + (text.isEmpty() ? "" : "; " + text);
    }

    /// Beside which arrow a remark can stand; -1 for none.
    private static int arrow(Ladder ladder, int note, Remark remark) {
        var rungs = ladder.rungs();
        return switch (remark) {
            case Remark.Authenticated _ -> {
                for (int i = note - 1; i >= 0; i--)
                    if (rungs.get(i) instanceof Arrow arrow && arrow.to().equals(Parties.SERVER))
                        yield arrow.step().endsWith("'") ? i : -1;
                yield -1;
            }
            case Remark.Targeted(var contact, _, var path, _) -> {
                for (int i = note + 1; i < rungs.size(); i++)
                    if (rungs.get(i) instanceof Arrow arrow
                            && arrow.from().equals(Parties.SERVER)
                            && arrow.meaning().equals(Meaning.PASSED_ON)
                            && isThere(ladder, arrow, contact, path)) yield i;
                yield -1;
            }
            default -> -1;
        };
    }

    /// What is plain to see from the arrows: an address that needed no name server, a call that just goes on.
    private static boolean saysNothing(Remark remark) {
        return switch (remark) {
            case Remark.Resolved(var name, var addresses) ->
                    addresses.size() == 1 && addresses.getFirst().contains(name);
            case Remark.Routed(var why) -> why.isEmpty();
            default -> false;
        };
    }

    /// Whether a request went to this target: over its flow, or to its Request-URI.
    private static boolean isThere(
            Ladder ladder, Arrow arrow, String contact, Optional<Path> path) {
        if (path.isPresent())
            return address(ladder, arrow.to()).equals(Sentence.address(path.get()));
        return arrow.text().startsWith(arrow.label() + ' ' + contact + ' ');
    }

    private static String address(Ladder ladder, String lane) {
        return ladder.lanes().stream()
                .filter(it -> it.id().equals(lane))
                .map(Ladder.Lane::address)
                .findFirst()
                .orElse("");
    }

    // What stands above the rungs

    /// `1001 -> 1002   answered 00:42, held by 1001`.
    static String title(Ladder ladder) {
        String who =
                switch (ladder.kind()) {
                    case CALL -> user(ladder.from()) + " -> " + user(ladder.to());
                    case REGISTRATION -> "registration of " + user(ladder.to());
                    case SUBSCRIPTION -> user(ladder.from()) + " watches " + user(ladder.to());
                    case OTHER ->
                            ladder.callId().isEmpty()
                                    ? "no call"
                                    : user(ladder.from()) + " asks " + user(ladder.to());
                };
        return who + "   " + state(ladder);
    }

    private static String user(Ladder.Subject subject) {
        if (!subject.user().isEmpty()) return subject.user();
        return subject.name().isEmpty() ? "somebody" : subject.name();
    }

    private static String state(Ladder ladder) {
        var holders = holders(ladder);
        String held = holders.isEmpty() ? "" : ", held by " + String.join(" and ", holders);
        return switch (ladder.kind()) {
            case CALL ->
                    switch (ladder.state()) {
                        case CALLING -> "calling";
                        case RINGING -> "ringing";
                        case ANSWERED -> "answered " + clock(ladder.duration()) + held;
                        case ENDED -> "ended after " + clock(ladder.duration());
                        case FAILED -> "failed with " + Statuses.phrase(ladder.status());
                    };
            case REGISTRATION, SUBSCRIPTION, OTHER -> {
                if (ladder.state() == State.FAILED)
                    yield "failed with " + Statuses.phrase(ladder.status());
                yield ladder.status() == 0 ? "no answer yet" : "done";
            }
        };
    }

    private static Set<String> holders(Ladder ladder) {
        if (ladder.state() != State.ANSWERED) return Set.of();
        var lanes = new LinkedHashSet<String>();
        for (var rung : ladder.rungs()) {
            if (!(rung instanceof Arrow arrow) || arrow.from().equals(Parties.SERVER)) continue;
            if (arrow.meaning().equals(Meaning.HOLDS)
                    || arrow.meaning().equals(Meaning.HOLDS_AS_WELL)) lanes.add(arrow.from());
            if (arrow.meaning().startsWith(Meaning.RESUMES)) lanes.remove(arrow.from());
        }
        return ladder.lanes().stream()
                .filter(lane -> lanes.contains(lane.id()))
                .map(lane -> lane.id().equals(Parties.CALLER) ? user(ladder.from()) : lane.label())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static String clock(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 3600
                ? String.format("%02d:%02d", seconds / 60, seconds % 60)
                : String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /// `Call flow: A call is put on hold (section 4 of the guides)`; empty if it follows none.
    static String flow(Ladder ladder) {
        return ladder.flow()
                .map(flow ->
                        "Call flow: "
                                + flow.title()
                                + (flow.section() > 0
                                        ? " (section " + flow.section() + " of the guides)"
                                        : "")
                                + (flow.complete() ? "" : ", so far"))
                .orElse("");
    }

    static String verdict(Ladder ladder) {
        return ladder.verdict().map(it -> "Verdict: " + it.text()).orElse("");
    }

    static String advice(Ladder ladder) {
        return ladder.verdict().map(Ladder.Diagnosis::advice).orElse("");
    }
}
