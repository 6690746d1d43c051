package io.switchhook.callflow;

import io.switchhook.callflow.MessageForm.RequestForm;
import io.switchhook.callflow.MessageForm.ResponseForm;
import io.switchhook.sip.header.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// An order as a list, in which each step knows what must have come before it.
final class Plan {
    static final int NONE = -1;

    /// One step in its place.
    ///
    /// @param after all steps at the same phone that have come before it, whatever the network does
    /// @param group the place of the first step of the optional group it is in, or [#NONE]
    /// @param source the place of the step that P passes on in this one, or [#NONE]
    /// @param request for a response, an ACK or a CANCEL the place of the request at the same phone, or [#NONE]
    /// @param ofOneHop whether P makes it by itself instead of passing it on
    record Planned(
            Step step, Set<Integer> after, int group, int source, int request, boolean ofOneHop) {
        /// Whether it is an ACK or a CANCEL, which have the CSeq of their INVITE.
        boolean follows() {
            return request != NONE && step.message() instanceof RequestForm;
        }

        boolean isOptional() {
            return group != NONE;
        }
    }

    private final List<Planned> steps = new ArrayList<>();

    /// For each step the steps before it at the same phone as the order has them, overtaken or not.
    private final List<Set<Integer>> inSeries = new ArrayList<>();

    /// For each step all that must have happened, at any phone.
    private final List<Set<Integer>> causes = new ArrayList<>();

    Plan(Order order) {
        Map<Party, Set<Integer>> front = new EnumMap<>(Party.class);
        for (var party : Party.values()) front.put(party, Set.of());
        add(order, front, NONE);
    }

    List<Planned> steps() {
        return steps;
    }

    /// Adds the steps of an order behind a front, the last steps at each phone, and returns the new front.
    private Map<Party, Set<Integer>> add(Order order, Map<Party, Set<Integer>> front, int group) {
        return switch (order) {
            case Order.One(var step) -> {
                add(step, front.getOrDefault(step.phone(), Set.of()), group);
                var next = new EnumMap<>(front);
                next.put(step.phone(), Set.of(steps.size() - 1));
                yield next;
            }
            case Order.Series(var parts) -> {
                var next = front;
                for (var part : parts) next = add(part, next, group);
                yield next;
            }
            case Order.Parallel(var branches) -> parallel(branches, front, group);
            case Order.Maybe(var part) ->
                    join(front, add(part, front, group == NONE ? steps.size() : group), Set.of());
        };
    }

    private Map<Party, Set<Integer>> parallel(
            List<Order> branches, Map<Party, Set<Integer>> front, int group) {
        Map<Party, Set<Integer>> joined = new EnumMap<>(Party.class);
        for (var party : Party.values()) joined.put(party, Set.of());
        for (var branch : branches) {
            var next = add(branch, front, group);
            for (var party : Party.values()) {
                var own = next.get(party);
                if (own != front.get(party)) joined.merge(party, own, Plan::union);
            }
        }
        for (var party : Party.values())
            if (joined.getOrDefault(party, Set.of()).isEmpty())
                joined.put(party, front.getOrDefault(party, Set.of()));
        return joined;
    }

    /// What may be left out does not part what is before it from what is behind.
    private static Map<Party, Set<Integer>> join(
            Map<Party, Set<Integer>> one, Map<Party, Set<Integer>> other, Set<Integer> none) {
        Map<Party, Set<Integer>> joined = new EnumMap<>(Party.class);
        for (var party : Party.values())
            joined.put(
                    party, union(one.getOrDefault(party, none), other.getOrDefault(party, none)));
        return joined;
    }

    private static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
        if (one.isEmpty()) return other;
        var all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    private void add(Step step, Set<Integer> last, int group) {
        boolean ofOneHop = isOfOneHop(step);
        int source = step.from().isPhone() || (ofOneHop && !isCancel(step)) ? NONE : source(step);
        int request = request(step);
        var before = closure(last, inSeries);
        var after = new TreeSet<>(before);
        after.removeIf(it -> mayBeOvertaken(it, step, source, request));
        var all = closure(after, causes);
        if (source != NONE) all.addAll(closure(Set.of(source), causes));
        steps.add(new Planned(step, after, group, source, request, ofOneHop));
        inSeries.add(before);
        causes.add(all);
    }

    private static Set<Integer> closure(Set<Integer> places, List<Set<Integer>> before) {
        var all = new TreeSet<>(places);
        for (int place : places) all.addAll(before.get(place));
        return all;
    }

    /// Whether a phone may see a step before one that the order has before it. P does not keep what it passes on in order,
    /// nor does the network; so what a phone receives has a place behind another only in the same transaction, behind an
    /// earlier request of the dialog (CSeq), and behind what had to arrive before it was sent. Its answer has come with it.
    private boolean mayBeOvertaken(int place, Step step, int source, int request) {
        var earlier = steps.get(place);
        if (earlier.step().direction() != Direction.RECEIVED || earlier.source() == NONE)
            return false;
        if (step.from().isPhone())
            return step.message() instanceof ResponseForm
                    && request != NONE
                    && request != place
                    && inSeries.get(request).contains(place)
                    && !steps.get(request).after().contains(place);
        return source != NONE
                && !isSameTransaction(place, request)
                && !areNumbered(earlier.step(), step)
                && !causes.get(source).contains(place);
    }

    private boolean isSameTransaction(int place, int request) {
        return request != NONE && (place == request || steps.get(place).request() == request);
    }

    private static boolean areNumbered(Step earlier, Step step) {
        return earlier.call().equals(step.call())
                && earlier.message() instanceof RequestForm
                && step.message() instanceof RequestForm;
    }

    private static boolean isCancel(Step step) {
        return step.message() instanceof RequestForm request
                && request.method().equals(Method.CANCEL);
    }

    /// What is never passed on: 100, CANCEL and its answer, the ACK of a failure, and registrations.
    private boolean isOfOneHop(Step step) {
        return switch (step.message()) {
            case ResponseForm response ->
                    response.status().value() == 100
                            || response.method().equals(Method.CANCEL)
                            || response.method().equals(Method.REGISTER);
            case RequestForm request ->
                    request.method().equals(Method.CANCEL)
                            || request.method().equals(Method.REGISTER)
                            || (request.method().equals(Method.ACK) && failure(step));
        };
    }

    /// Whether the final response that an ACK answers, at the same phone, is a failure.
    private boolean failure(Step ack) {
        for (var planned : steps.reversed()) {
            var before = planned.step();
            if (before.phone() == ack.phone()
                    && before.call().equals(ack.call())
                    && before.message() instanceof ResponseForm response
                    && response.method().equals(Method.INVITE)
                    && response.status().isFinal()) return !response.status().isSuccess();
        }
        return false;
    }

    /// The last step before of the same kind and call that another phone sends to P.
    private int source(Step step) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            var before = steps.get(i).step();
            if (before.from().isPhone()
                    && before.phone() != step.phone()
                    && before.call().equals(step.call())
                    && before.message().sameKind(step.message())) return i;
        }
        return NONE;
    }

    private int request(Step step) {
        boolean follows =
                step.message() instanceof RequestForm form
                        && (form.method().equals(Method.ACK)
                                || form.method().equals(Method.CANCEL));
        if (step.message() instanceof RequestForm && !follows) return NONE;
        var method = follows ? Method.INVITE : step.message().method();
        for (int i = steps.size() - 1; i >= 0; i--) {
            var before = steps.get(i).step();
            if (before.phone() == step.phone()
                    && (before.direction() == step.direction()) == follows
                    && before.call().equals(step.call())
                    && before.message() instanceof RequestForm request
                    && request.method().equals(method)) return i;
        }
        return NONE;
    }
}
