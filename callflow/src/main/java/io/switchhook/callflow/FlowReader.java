package io.switchhook.callflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a flow file.
///
/// ```
/// flow      busy
/// title     Called user is busy
/// guide     2
/// rules     RFC 3665 §3.6
///
/// scenario
///   A calls B.
///
/// script
///   A calls B
///
/// steps
///   F1   A > P  1 INVITE B      A asks P for a call to B
///   F7   A > P  1 ACK           A has the 486
///
/// erratum F7 F8
///   RFC 3261 §17.1.1.3
///   What is wrong with the printed steps, and which ones are missing.
///   R1   P > B  1 ACK           P acknowledges to B by itself
///
/// edition V70
///   F1-F4 R1 F5-F8
///
/// order
///   F1 F2 [F6 F7 | R1]
/// ```
///
/// A line at the left margin begins a section; `#` begins a comment. The columns of a step are two blanks apart or more;
/// the number behind the hop is the call. In `order`, `?` stands behind a step that may be missing, `{ }?` around several,
/// and `[ | ]` around what may come in any order. A second `order` is another way in which the flow may go, and has a
/// title behind the word; `aside` holds steps that only it has.
final class FlowReader {
    private static final Set<String> ONCE =
            Set.of("flow", "title", "guide", "rules", "scenario", "script", "steps");

    private record Line(int number, String text) {}

    private record Section(int number, String keyword, String rest, List<Line> lines) {}

    private final String file;
    private final Map<String, Step> steps = new LinkedHashMap<>();

    private FlowReader(String file) {
        this.file = file;
    }

    /// @throws UnreadableFlow with the name and the number of the first line that is wrong
    static Flow read(String file, String text) {
        return new FlowReader(file).flow(text);
    }

    private Flow flow(String text) {
        var sections = sections(text);
        var printed = new ArrayList<Step>();
        for (var line : one(sections, "steps").lines()) printed.add(step(line, true));
        for (var section : sections)
            if (section.keyword().equals("aside"))
                for (var line : section.lines()) step(line, false);
        var errata = new ArrayList<Erratum>();
        for (var section : sections)
            if (section.keyword().equals("erratum")) errata.add(erratum(section));
        var editions = new LinkedHashMap<String, List<Step>>();
        var variants = new ArrayList<Variant>();
        var continuations = new LinkedHashMap<String, String>();
        for (var section : sections) {
            switch (section.keyword()) {
                case "edition" -> editions.put(section.rest(), edition(section));
                case "order" -> variants.add(variant(section));
                case "continues" -> continuation(section, continuations);
                default -> {
                    // read above or below
                }
            }
        }
        if (variants.isEmpty()) throw fault(1, "there is no order");
        return new Flow(
                word(sections, "flow"),
                word(sections, "title"),
                guide(sections),
                word(sections, "rules"),
                one(sections, "scenario").lines().stream().map(Line::text).toList(),
                one(sections, "script").lines().stream()
                        .map(line -> ScriptReader.act(line.text(), what -> fault(line, what)))
                        .toList(),
                List.copyOf(printed),
                Map.copyOf(editions),
                List.copyOf(errata),
                List.copyOf(variants),
                Map.copyOf(continuations));
    }

    private List<Section> sections(String text) {
        var sections = new ArrayList<Section>();
        int number = 0;
        for (var raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) continue;
            if (Character.isWhitespace(raw.charAt(0))) {
                if (sections.isEmpty()) throw fault(number, "stands in no section");
                sections.getLast().lines().add(new Line(number, line));
                continue;
            }
            String[] words = line.split("\\s+", 2);
            String rest = words.length > 1 ? words[1] : "";
            if (!ONCE.contains(words[0])
                    && !Set.of("erratum", "edition", "order", "aside", "continues")
                            .contains(words[0]))
                throw fault(number, "there is no section " + words[0]);
            if (ONCE.contains(words[0]) && find(sections, words[0]).isPresent())
                throw fault(number, words[0] + " stands there twice");
            sections.add(new Section(number, words[0], rest, new ArrayList<>()));
        }
        return sections;
    }

    private static Optional<Section> find(List<Section> sections, String keyword) {
        return sections.stream().filter(it -> it.keyword().equals(keyword)).findFirst();
    }

    private Section one(List<Section> sections, String keyword) {
        return find(sections, keyword)
                .orElseThrow(() -> fault(1, "the section " + keyword + " is missing"));
    }

    private String word(List<Section> sections, String keyword) {
        var section = one(sections, keyword);
        if (section.rest().isEmpty())
            throw fault(section.number(), "something must stand behind " + keyword);
        return section.rest();
    }

    private int guide(List<Section> sections) {
        var section = find(sections, "guide");
        if (section.isEmpty()) return 0;
        try {
            int number = Integer.parseInt(section.get().rest());
            if (number >= 1 && number <= 11) return number;
        } catch (NumberFormatException e) {
            // said below
        }
        throw fault(section.get().number(), "the guide has the sections 1 to 11");
    }

    private Step step(Line line, boolean printed) {
        var step = StepReader.step(line.text(), printed, what -> fault(line, what));
        if (steps.put(step.name(), step) != null)
            throw fault(line, "there is a step " + step.name() + " already");
        return step;
    }

    private Erratum erratum(Section section) {
        if (section.lines().isEmpty() || !section.lines().getFirst().text().startsWith("RFC "))
            throw fault(section.number(), "an erratum begins with the section of an RFC");
        var text = new ArrayList<String>();
        var added = new ArrayList<Step>();
        for (var line : section.lines().subList(1, section.lines().size())) {
            if (StepReader.isStep(line.text())) added.add(step(line, false));
            else text.add(line.text());
        }
        if (text.isEmpty()) throw fault(section.number(), "an erratum says what is wrong");
        var about = new ArrayList<String>();
        if (!section.rest().isEmpty())
            for (var step : orderReader(section.number()).names(section.rest())) about.add(step);
        return new Erratum(
                List.copyOf(about),
                section.lines().getFirst().text(),
                String.join(" ", text),
                List.copyOf(added));
    }

    private List<Step> edition(Section section) {
        if (section.rest().isEmpty()) throw fault(section.number(), "an edition has a name");
        var reader = orderReader(section.number());
        return reader.names(joined(section)).stream().map(reader::step).toList();
    }

    private Variant variant(Section section) {
        var reader = orderReader(section.number());
        return new Variant(section.rest(), reader.order(joined(section)));
    }

    private void continuation(Section section, Map<String, String> continuations) {
        String[] words = section.rest().split(" ");
        if (words.length != 2) throw fault(section.number(), "expected two calls");
        continuations.put(words[0], words[1]);
    }

    private OrderReader orderReader(int line) {
        return new OrderReader(steps, what -> fault(line, what));
    }

    private static String joined(Section section) {
        return String.join(" ", section.lines().stream().map(Line::text).toList());
    }

    private UnreadableFlow fault(Line line, String what) {
        return fault(line.number(), what);
    }

    private UnreadableFlow fault(int line, String what) {
        return new UnreadableFlow(file, line, what);
    }
}
