package io.switchhook.callflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Compares what phones have observed with a flow.
///
/// At each phone steps come in their order; between phones only what P passes on has one: P cannot pass on what it has
/// not received. What P and a phone say over one hop alone has no order to what P says over another.
public final class Comparison {
    private final Flow flow;
    private final Cast cast;
    private final Strictness strictness;
    private final String edition;

    /// @param cast what the phones are called by
    /// @param edition whose printed steps count if the strictness is [Strictness#AS_PRINTED]
    /// @throws IllegalArgumentException if the guide has no such edition of a flow that it prints
    public Comparison(Flow flow, Cast cast, Strictness strictness, String edition) {
        this.flow = flow;
        this.cast = cast;
        this.strictness = strictness;
        this.edition = edition;
        flow.printed(edition);
    }

    /// Says whether the observations are the flow.
    public Verdict of(List<Observation> observations) {
        boolean all = strictness == Strictness.STRICT || !flow.isPrinted();
        var variants = all ? flow.variants() : flow.variants().subList(0, 1);
        return variants.stream()
                .map(variant -> new Run(variant, observations))
                .max(
                        Comparator.comparing(Run::holds)
                                .thenComparing(Run::likeness)
                                .thenComparing(run -> -variants.indexOf(run.variant)))
                .map(Run::verdict)
                .map(verdict -> all || verdict.holds() ? verdict : explained(verdict, observations))
                .orElseThrow();
    }

    /// What is not as printed may still be a way that the RFCs allow.
    private Verdict explained(Verdict verdict, List<Observation> observations) {
        var strict = new Comparison(flow, cast, Strictness.STRICT, edition).of(observations);
        if (!strict.holds() || strict.variant().equals(verdict.variant())) return verdict;
        return verdict.because(
                strict.variant() + ", which the RFCs allow and the guide does not print");
    }

    /// Something that is wrong, and before which step.
    private record Problem(int place, boolean isStep, Deviation deviation) {}

    /// The comparison with one variant.
    private final class Run {
        private final Variant variant;
        private final Plan plan;
        private final Folding folding;
        private final Matching matching;
        private final Set<String> printed;
        private final Map<Integer, Deviation> faults = new TreeMap<>();
        private final List<Seen> unexpected = new ArrayList<>();
        private final List<Aside> asides;
        private final Optional<Problem> first;

        Run(Variant variant, List<Observation> observations) {
            this.variant = variant;
            plan = new Plan(variant.order());
            folding = new Folding(flow, plan, observations);
            var contents = new Contents(cast, folding.rest());
            matching = new Matching(flow, plan, folding.rest(), contents);
            printed = printedNames();
            asides = new ArrayList<>(folding.asides());
            check(contents);
            sortOut();
            first = firstProblem();
        }

        private Set<String> printedNames() {
            if (strictness == Strictness.STRICT || !flow.isPrinted())
                return plan.steps().stream()
                        .map(it -> it.step().name())
                        .collect(Collectors.toSet());
            var steps =
                    edition.equals(Flow.CURRENT_EDITION)
                            ? flow.steps()
                            : flow.editions().getOrDefault(edition, flow.steps());
            return steps.stream().map(Step::name).collect(Collectors.toSet());
        }

        private boolean counts(int place) {
            return printed.contains(plan.steps().get(place).step().name());
        }

        private boolean isNeeded(int place) {
            return counts(place) && matching.isNeeded(place);
        }

        /// The rules of dialogs remember, so the messages go by in the order in which they were seen.
        private void check(Contents contents) {
            var dialogs = new Dialogs(matching);
            var hops = new Hops(plan, matching);
            var places = new ArrayList<Integer>();
            for (int i = 0; i < plan.steps().size(); i++)
                if (matching.at(i).isPresent()) places.add(i);
            places.sort(
                    Comparator.comparingLong(
                            place -> matching.at(place).orElseThrow().observation().number()));
            for (int place : places) {
                var planned = plan.steps().get(place);
                var seen = matching.at(place).orElseThrow();
                order(place, planned, seen);
                dialogs.next(planned.step(), seen)
                        .or(() -> contents.fault(planned.step(), seen))
                        .or(() -> hops.fault(place, seen))
                        .or(() -> passedOnTrying(planned, seen))
                        .ifPresent(
                                finding -> faults.putIfAbsent(place, deviation(planned, finding)));
            }
        }

        private Deviation deviation(Plan.Planned planned, Finding finding) {
            return new Deviation(
                    Diagnosis.name(planned.step()),
                    finding.expected(),
                    finding.section(),
                    finding.instead(),
                    finding.cause());
        }

        private void order(int place, Plan.Planned planned, Seen seen) {
            var early = new ArrayList<Integer>(planned.after());
            if (planned.source() != Plan.NONE) early.addFirst(planned.source());
            for (int before : early) {
                var other = matching.at(before);
                if (other.isEmpty() || other.get().precedes(seen)) continue;
                boolean isSource = before == planned.source();
                faults.putIfAbsent(
                        place,
                        new Deviation(
                                Diagnosis.name(planned.step()),
                                "it after " + Diagnosis.name(plan.steps().get(before).step()),
                                Diagnosis.section(flow, planned),
                                "it came before",
                                isSource
                                        ? "P answered by itself instead of waiting for "
                                                + other.get().phone()
                                        : seen.isSent()
                                                ? seen.phone() + " was too early"
                                                : "P sent it too early, or the network"
                                                        + " delayed the other"));
                return;
            }
        }

        private Optional<Finding> passedOnTrying(Plan.Planned planned, Seen seen) {
            if (seen.status() != 100 || seen.isSent()) return Optional.empty();
            return folding.rest().stream()
                    .filter(other -> Diagnosis.isPassedOn(other, seen, folding.rest()))
                    .findFirst()
                    .map(other -> Diagnosis.passedOn(other, planned.step().phone()));
        }

        /// What belongs to no step is a 100 of one hop, or unexpected.
        private void sortOut() {
            for (var seen : matching.left()) {
                boolean passedOn =
                        !seen.isSent()
                                && (folding.isExtraTrying(seen)
                                        || folding.rest().stream()
                                                .anyMatch(it ->
                                                        Diagnosis.isPassedOn(
                                                                it, seen, folding.rest())));
                if (seen.status() == 100 && !passedOn)
                    asides.add(new Aside(seen.observation(), Aside.Kind.TRYING));
                else unexpected.add(seen);
            }
        }

        private Optional<Problem> firstProblem() {
            var problems = new ArrayList<Problem>();
            var diagnosis = new Diagnosis(flow, plan, matching, asides, unexpected);
            for (int i = 0; i < plan.steps().size(); i++) {
                if (isNeeded(i) && matching.at(i).isEmpty())
                    problems.add(new Problem(i, true, diagnosis.missing(i)));
                var fault = faults.get(i);
                if (fault != null && counts(i)) problems.add(new Problem(i, true, fault));
            }
            for (var seen : unexpected)
                problems.add(
                        new Problem(
                                Math.max(placeOf(seen), diagnosis.inPlaceOf(seen)),
                                false,
                                diagnosis.unexpected(seen)));
            return problems.stream()
                    .min(
                            Comparator.comparingInt(Problem::place)
                                    .thenComparing(problem -> !problem.isStep()));
        }

        /// Before which step a message came that belongs to none.
        private int placeOf(Seen seen) {
            for (int i = 0; i < plan.steps().size(); i++) {
                var other = matching.at(i);
                if (other.isPresent() && seen.precedes(other.get())) return i;
            }
            return plan.steps().size();
        }

        boolean holds() {
            return first.isEmpty();
        }

        /// How little is missing or too much: what speaks for this being the way that was gone.
        long likeness() {
            long missing =
                    IntStream.range(0, plan.steps().size())
                            .filter(i -> isNeeded(i) && matching.at(i).isEmpty())
                            .count();
            return -missing - 2L * unexpected.size();
        }

        Verdict verdict() {
            return new Verdict(
                    strictness,
                    variant.title(),
                    strictness == Strictness.STRICT || !flow.isPrinted() ? inOrder() : asPrinted(),
                    first.map(Problem::deviation),
                    List.copyOf(asides),
                    unexpected.stream().map(Seen::observation).toList());
        }

        private List<StepResult> inOrder() {
            var results = new ArrayList<StepResult>();
            for (int i = 0; i < plan.steps().size(); i++)
                if (isNeeded(i) || matching.at(i).isPresent())
                    results.add(result(i, plan.steps().get(i).step(), note(i)));
            return results;
        }

        private List<StepResult> asPrinted() {
            var results = new ArrayList<StepResult>();
            var named = flow.printed(edition).iterator();
            var own =
                    edition.equals(Flow.CURRENT_EDITION)
                            ? flow.steps()
                            : flow.editions().getOrDefault(edition, List.of());
            for (var step : own) {
                int place = place(step);
                var name = named.next();
                String moved =
                        flow.errata().stream()
                                .filter(it -> it.printed().contains(step.name()))
                                .map(it -> "not as the guide draws it: " + it.section())
                                .findFirst()
                                .orElse("");
                String note = note(place);
                results.add(result(place, name, note.isEmpty() ? moved : note));
            }
            for (int i = 0; i < plan.steps().size(); i++) {
                if (counts(i) || matching.at(i).isEmpty()) continue;
                var step = plan.steps().get(i).step();
                results.add(
                        result(
                                i,
                                step,
                                "not printed in the guide"
                                        + flow.erratumOf(step)
                                                .map(it -> ": " + it.section())
                                                .orElse("")));
            }
            return results;
        }

        private int place(Step step) {
            for (int i = 0; i < plan.steps().size(); i++)
                if (plan.steps().get(i).step().name().equals(step.name())) return i;
            throw new IllegalStateException(
                    "step " + step.name() + " is not in the order of " + flow.name());
        }

        private StepResult result(int place, Step step, String note) {
            return new StepResult(
                    step, matching.at(place).map(Seen::observation), isNeeded(place), note);
        }

        private String note(int place) {
            var fault = faults.get(place);
            if (fault != null)
                return "expected " + fault.expected() + "; instead " + fault.instead();
            if (matching.at(place).isEmpty())
                return matching.isNeeded(place) ? "missing" : "may be missing";
            return "";
        }
    }
}
