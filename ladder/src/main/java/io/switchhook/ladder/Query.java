package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Kind;
import io.switchhook.ladder.Ladder.Subject;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which ladders somebody looks for; what is empty, or 0, holds of all.
///
/// @param party an account or a number that asked or was asked, with or without its domain
/// @param device a part of a User-Agent, a Server or a Contact
/// @param address a part of where a phone is: `10.0.0.7`, `tcp`, `:5062`
/// @param status of the final answer, or of any other
/// @param reason a part of the verdict, of a reason phrase or of a Reason
/// @param most how many ladders are wanted, the newest; 1 to [#MOST]
public record Query(
        String party,
        String device,
        String address,
        int status,
        String reason,
        Optional<Kind> kind,
        Optional<Instant> since,
        Optional<Instant> until,
        int most) {
    /// No more are found.
    public static final int MOST = 1000;

    public static final Query ALL =
            new Query("", "", "", 0, "", Optional.empty(), Optional.empty(), Optional.empty(), 50);

    public Query {
        most = Math.clamp(most, 1, MOST);
    }

    public Query withParty(String changed) {
        return new Query(changed, device, address, status, reason, kind, since, until, most);
    }

    public Query withMost(int changed) {
        return new Query(party, device, address, status, reason, kind, since, until, changed);
    }

    /// Whether a ladder is one of those.
    public boolean holds(Ladder ladder) {
        return kind.map(it -> it == ladder.kind()).orElse(true)
                && since.map(it -> !last(ladder).isBefore(it)).orElse(true)
                && until.map(it -> !ladder.begun().isAfter(it)).orElse(true)
                && (party.isEmpty() || isParty(ladder))
                && (address.isEmpty() || isAt(ladder))
                && (status == 0 || hasStatus(ladder))
                && (device.isEmpty() || arrows(ladder).anyMatch(this::isDevice))
                && (reason.isEmpty() || hasReason(ladder));
    }

    /// Frames in which the most telling word of this query stands. A ladder that is looked for has one of them at least.
    Frames.Choice mentions() {
        String user = party.isEmpty() ? "" : user();
        String word = user.isEmpty() ? device : user;
        return word.isEmpty() ? Frames.Choice.ALL : new Word(word);
    }

    private String user() {
        int at = party.lastIndexOf('@');
        return at < 0 ? party : party.substring(0, at);
    }

    private static Instant last(Ladder ladder) {
        return ladder.rungs().isEmpty()
                ? ladder.begun()
                : ladder.begun().plus(ladder.rungs().getLast().time());
    }

    private boolean isParty(Ladder ladder) {
        String user = user();
        return isUser(ladder.from(), user)
                || isUser(ladder.to(), user)
                || ladder.lanes().stream().anyMatch(lane -> lane.label().equalsIgnoreCase(user));
    }

    private static boolean isUser(Subject subject, String user) {
        return subject.user().equalsIgnoreCase(user) || subject.name().equalsIgnoreCase(user);
    }

    private boolean isAt(Ladder ladder) {
        return ladder.lanes().stream().anyMatch(lane -> contains(lane.address(), address));
    }

    private boolean hasStatus(Ladder ladder) {
        return ladder.status() == status
                || arrows(ladder).anyMatch(it -> it.label().startsWith(status + " "));
    }

    private boolean isDevice(Rung.Arrow arrow) {
        return arrow.text()
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .anyMatch(line -> isOfDevice(line) && contains(line, device));
    }

    private static boolean isOfDevice(String line) {
        return Stream.of("User-Agent:", "Server:", "Contact:", "m:")
                .anyMatch(name -> line.regionMatches(true, 0, name, 0, name.length()));
    }

    private boolean hasReason(Ladder ladder) {
        return ladder.verdict()
                        .filter(it -> contains(it.name(), reason) || contains(it.text(), reason))
                        .isPresent()
                || arrows(ladder)
                        .anyMatch(it ->
                                contains(it.label(), reason) || contains(it.meaning(), reason));
    }

    private static Stream<Rung.Arrow> arrows(Ladder ladder) {
        return ladder.rungs().stream()
                .filter(Rung.Arrow.class::isInstance)
                .map(Rung.Arrow.class::cast);
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
