package io.switchhook.callflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A call flow: who does what, which messages follow, and what the guide says otherwise.
///
/// @param name a word for the command line: `attended-transfer`
/// @param guideSection of the appendix of the phone makers' guides, 1 to 11; 0 for a flow that is not in it
/// @param rules the RFCs' sections that it follows
/// @param scenario what happens, in sentences
/// @param steps as printed, in the printed order
/// @param editions for each other edition of the guide its steps, in its order; named as the current edition names them
/// @param variants the ways in which the RFCs let it go, the usual one first
/// @param continuations for a call the earlier call whose Call-ID it may keep
public record Flow(
        String name,
        String title,
        int guideSection,
        String rules,
        List<String> scenario,
        List<Act> script,
        List<Step> steps,
        Map<String, List<Step>> editions,
        List<Erratum> errata,
        List<Variant> variants,
        Map<String, String> continuations) {
    /// The edition of the guide that flows are named after when nobody asks for another.
    public static final String CURRENT_EDITION = "current";

    /// All flows: those of the guide in its order, then the others.
    public static List<Flow> all() {
        return Library.FLOWS;
    }

    /// The flow with this name.
    public static Optional<Flow> named(String name) {
        return all().stream().filter(flow -> flow.name.equals(name)).findFirst();
    }

    /// Whether it is in the guide.
    public boolean isPrinted() {
        return guideSection > 0;
    }

    /// The steps of an edition of the guide, in its order and by its names.
    ///
    /// @throws IllegalArgumentException if the guide has no such edition
    public List<Step> printed(String edition) {
        if (edition.equals(CURRENT_EDITION)) return steps;
        var order = editions.get(edition);
        if (order == null)
            throw new IllegalArgumentException(
                    "flow " + name + " has no edition " + edition + "; it has " + editions());
        var renamed = new ArrayList<Step>();
        for (var step : order) renamed.add(step.renamed("F" + (renamed.size() + 1)));
        return renamed;
    }

    /// The steps that the guide leaves out.
    public List<Step> added() {
        return errata.stream().flatMap(one -> one.added().stream()).toList();
    }

    /// The erratum that is about a step, printed or added.
    public Optional<Erratum> erratumOf(Step step) {
        return errata.stream()
                .filter(one ->
                        one.printed().contains(step.name())
                                || one.added().stream()
                                        .anyMatch(added -> added.name().equals(step.name())))
                .findFirst();
    }
}
