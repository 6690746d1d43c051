package io.switchhook.callflow;

import io.switchhook.callflow.MessageForm.ResponseForm;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts aside what any network brings and no flow is about: messages that came again, requests that were challenged, and
/// other business of the phones.
final class Folding {
    private static final Set<String> OTHER_BUSINESS =
            Set.of(
                    "REGISTER",
                    "OPTIONS",
                    "SUBSCRIBE",
                    "PUBLISH",
                    "NOTIFY",
                    "MESSAGE",
                    "INFO",
                    "PRACK",
                    "UPDATE");

    private final Set<String> methods;
    private final Set<String> challenged;
    private final List<Seen> rest = new ArrayList<>();
    private final List<Aside> asides = new ArrayList<>();
    private final Set<Seen> extraTryings = new HashSet<>();

    /// What a flow is about is not put aside; nor is a challenge, where one of its variants has one.
    Folding(Flow flow, Plan plan, List<Observation> observations) {
        this(
                plan,
                flow.variants().stream()
                        .flatMap(variant -> new Plan(variant.order()).steps().stream())
                        .map(planned -> planned.step().message())
                        .filter(Folding::isChallenge)
                        .map(message -> message.method().name())
                        .collect(Collectors.toSet()),
                observations.stream()
                        .sorted(Comparator.comparingLong(Observation::number))
                        .map(Seen::of)
                        .toList());
    }

    /// @param challenged the methods whose challenges are not put aside
    /// @param seen in order
    Folding(Plan plan, Set<String> challenged, List<Seen> seen) {
        this.challenged = challenged;
        methods =
                plan.steps().stream()
                        .map(planned -> planned.step().message().method().name())
                        .collect(Collectors.toSet());
        rest.addAll(seen);
        foldOtherBusiness();
        foldRepetitions();
        foldChallenges();
    }

    /// What is left, in order.
    List<Seen> rest() {
        return rest;
    }

    List<Aside> asides() {
        return asides;
    }

    /// Whether this 100 came although P had sent its own.
    boolean isExtraTrying(Seen seen) {
        return extraTryings.contains(seen);
    }

    private static boolean isChallenge(MessageForm form) {
        return form instanceof ResponseForm response
                && (response.status().value() == 401 || response.status().value() == 407);
    }

    private void fold(Seen seen, Aside.Kind kind) {
        asides.add(new Aside(seen.observation(), kind));
    }

    private void foldOtherBusiness() {
        var transactions = new HashSet<String>();
        rest.removeIf(seen -> {
            String transaction = seen.phone() + seen.branch() + seen.method();
            boolean other =
                    OTHER_BUSINESS.contains(seen.method())
                            && (seen.isRequest()
                                    ? isOther(seen)
                                    : transactions.contains(transaction)
                                            || !methods.contains(seen.method()));
            if (!other) return false;
            transactions.add(transaction);
            fold(seen, Aside.Kind.OTHER_BUSINESS);
            return true;
        });
    }

    private boolean isOther(Seen seen) {
        if (!methods.contains(seen.method())) return true;
        return seen.method().equals("NOTIFY")
                && Seen.first(seen.message(), Header.EVENT)
                        .filter(event -> !event.type().equalsIgnoreCase("refer"))
                        .isPresent();
    }

    /// A 100 comes once for each copy of the INVITE; one more is not P's own.
    private void foldRepetitions() {
        var counts = new HashMap<String, Integer>();
        rest.removeIf(seen -> {
            int count = counts.merge(key(seen), 1, Integer::sum);
            if (count == 1) return false;
            if (seen.status() == 100 && !seen.isSent() && count > copiesOfRequest(counts, seen)) {
                extraTryings.add(seen);
                return false;
            }
            fold(seen, Aside.Kind.REPETITION);
            return true;
        });
    }

    private static int copiesOfRequest(Map<String, Integer> counts, Seen response) {
        return counts.getOrDefault(requestKey(response, Direction.SENT), 0);
    }

    private static String key(Seen seen) {
        if (seen.isRequest()) return requestKey(seen, seen.direction());
        String tag = seen.status() == 100 ? "" : seen.toTag();
        return requestKey(seen, seen.direction()) + ' ' + seen.status() + ' ' + tag;
    }

    /// The ACK of a 200 that came again may have another branch; but one that is passed on is not one of a single hop.
    private static String requestKey(Seen seen, Direction direction) {
        boolean ack = seen.isRequest() && seen.method().equals("ACK");
        return String.join(
                " ",
                seen.phone().name(),
                direction.name(),
                seen.callId(),
                Long.toString(seen.cseq()),
                seen.method(),
                ack ? seen.vias().size() + " Via" : seen.branch());
    }

    private void foldChallenges() {
        for (var challenge : List.copyOf(rest)) {
            if (challenge.isSent()
                    || (challenge.status() != 401 && challenge.status() != 407)
                    || challenged.contains(challenge.method())) continue;
            if (rest.stream().noneMatch(seen -> isFirstAttempt(seen, challenge))
                    || rest.stream().noneMatch(seen -> isSecondAttempt(seen, challenge))) continue;
            rest.removeIf(seen -> {
                if (!seen.sameTransaction(challenge)) return false;
                fold(seen, Aside.Kind.CHALLENGE);
                return true;
            });
        }
    }

    private static boolean isFirstAttempt(Seen seen, Seen challenge) {
        return seen.isSent()
                && seen.method().equals(challenge.method())
                && seen.sameTransaction(challenge)
                && seen.precedes(challenge);
    }

    private static boolean isSecondAttempt(Seen seen, Seen challenge) {
        return seen.isSent()
                && seen.message() instanceof Request
                && seen.phone() == challenge.phone()
                && seen.method().equals(challenge.method())
                && seen.callId().equals(challenge.callId())
                && seen.cseq() > challenge.cseq()
                && challenge.precedes(seen);
    }
}
