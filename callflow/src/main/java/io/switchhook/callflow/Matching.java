package io.switchhook.callflow;

import io.switchhook.callflow.MessageForm.RequestForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Finds for each step of a plan the message that it is.
///
/// In the order of the plan each step takes the first message of its kind, at its phone and in its call, that says what
/// the step asks for, else the first of its kind. What is wrong with that message is for the rules to say.
final class Matching {
    private final Flow flow;
    private final Plan plan;
    private final List<Seen> left;
    private final Contents contents;
    private final Map<Integer, Seen> found = new TreeMap<>();
    private final Map<String, String> callIds = new HashMap<>();
    private final Map<String, Set<String>> strangers = new HashMap<>();

    Matching(Flow flow, Plan plan, List<Seen> seen, Contents contents) {
        this.flow = flow;
        this.plan = plan;
        this.left = new ArrayList<>(seen);
        this.contents = contents;
        for (int i = 0; i < plan.steps().size(); i++) {
            int place = i;
            find(plan.steps().get(i), i).ifPresent(it -> take(place, it));
        }
    }

    /// The message of a step.
    Optional<Seen> at(int place) {
        return Optional.ofNullable(found.get(place));
    }

    /// What belongs to no step.
    List<Seen> left() {
        return left;
    }

    /// The Call-ID of a call; empty as long as it has not begun.
    String callId(String call) {
        return callIds.getOrDefault(call, "");
    }

    /// Whether a step has to be there, seen what of its group is.
    boolean isNeeded(int place) {
        var planned = plan.steps().get(place);
        return !planned.isOptional()
                || (planned.group() < place && found.containsKey(planned.group()));
    }

    private void take(int place, Seen seen) {
        found.put(place, seen);
        left.remove(seen);
        String call = plan.steps().get(place).step().call();
        String known = callIds.putIfAbsent(call, seen.callId());
        if (known != null && !known.equals(seen.callId()))
            strangers.computeIfAbsent(call, _ -> new HashSet<>()).add(seen.callId());
    }

    private Optional<Seen> find(Plan.Planned planned, int place) {
        if (planned.isOptional() && planned.group() < place && !found.containsKey(planned.group()))
            return Optional.empty();
        var step = planned.step();
        var candidates =
                left.stream()
                        .filter(seen -> seen.phone() == step.phone())
                        .filter(seen -> seen.direction() == step.direction())
                        .filter(seen -> step.message().isKindOf(seen.message()))
                        .toList();
        var ofCall = candidates.stream().filter(seen -> isOfCall(seen, step)).toList();
        var usual = best(planned, ofCall, isNeeded(place));
        if (usual.isPresent() || step.from().isPhone()) return usual;
        return isNeeded(place)
                ? candidates.stream().filter(this::isOfNoCall).findFirst()
                : Optional.empty();
    }

    private Optional<Seen> best(Plan.Planned planned, List<Seen> candidates, boolean needed) {
        var first = candidates.stream().filter(seen -> fits(planned, seen)).findFirst();
        if (first.isPresent() || !needed) return first;
        return candidates.stream().filter(seen -> belongs(planned, seen)).findFirst();
    }

    private boolean fits(Plan.Planned planned, Seen seen) {
        var request = found.get(planned.request());
        var source = found.get(planned.source());
        return belongs(planned, seen)
                && contents.fault(planned.step(), seen).isEmpty()
                && (request == null || planned.follows() || seen.sameTransaction(request))
                && (source == null || source.isRequest() || source.toTag().equals(seen.toTag()));
    }

    /// A response, an ACK or a CANCEL has the CSeq of its request; what has another belongs to another step.
    private boolean belongs(Plan.Planned planned, Seen seen) {
        if (planned.request() == Plan.NONE) return true;
        var request = found.get(planned.request());
        return request == null || request.cseq() == seen.cseq();
    }

    private boolean isOfCall(Seen seen, Step step) {
        String bound = callIds.get(step.call());
        if (bound != null)
            return seen.callId().equals(bound)
                    || strangers.getOrDefault(step.call(), Set.of()).contains(seen.callId());
        boolean begins = step.message() instanceof RequestForm request && request.isInitial();
        if (!begins) return false;
        String continued = flow.continuations().get(step.call());
        return isOfNoCall(seen)
                || (continued != null && seen.callId().equals(callIds.get(continued)));
    }

    private boolean isOfNoCall(Seen seen) {
        return !callIds.containsValue(seen.callId())
                && strangers.values().stream().noneMatch(ids -> ids.contains(seen.callId()));
    }
}
