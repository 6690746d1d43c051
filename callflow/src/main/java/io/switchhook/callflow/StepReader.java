package io.switchhook.callflow;

import io.switchhook.callflow.MessageForm.RequestForm;
import io.switchhook.callflow.MessageForm.ResponseForm;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.StatusCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads one step: `F9   A > P  1 INVITE hold     A puts B on hold`.
final class StepReader {
    private static final Pattern STEP = Pattern.compile("([A-Z]\\d+)\\s{2,}\\S.*");
    private static final Pattern HOP = Pattern.compile("([ABCP]) > ([ABCP])");
    private static final Pattern STATUS = Pattern.compile("[1-6]\\d\\d");

    private final Function<String, UnreadableFlow> fault;

    private StepReader(Function<String, UnreadableFlow> fault) {
        this.fault = fault;
    }

    /// Whether a line wants to be a step.
    static boolean isStep(String line) {
        return STEP.matcher(line).matches();
    }

    static Step step(String line, boolean printed, Function<String, UnreadableFlow> fault) {
        return new StepReader(fault).step(line, printed);
    }

    private Step step(String line, boolean printed) {
        String[] columns = line.split("\\s{2,}", 4);
        if (!isStep(line) || columns.length < 4)
            throw fault.apply(
                    "a step has a name, a hop, a message and a meaning, two blanks apart: "
                            + "F1   A > P  1 INVITE B   A calls B");
        var hop = HOP.matcher(columns[1]);
        if (!hop.matches()) throw fault.apply("a hop is like A > P, not " + columns[1]);
        var from = Party.valueOf(hop.group(1));
        var to = Party.valueOf(hop.group(2));
        if (from.isPhone() == to.isPhone())
            throw fault.apply("every message goes from a phone to P or from P to a phone");
        var words = List.of(columns[2].split(" "));
        if (words.size() < 2) throw fault.apply("a message begins with the call: 1 INVITE B");
        return new Step(
                columns[0],
                from,
                to,
                words.getFirst(),
                message(words.subList(1, words.size())),
                columns[3],
                printed);
    }

    private MessageForm message(List<String> words) {
        if (STATUS.matcher(words.getFirst()).matches()) {
            if (words.size() < 2) throw fault.apply("say what is answered: 200 INVITE");
            return new ResponseForm(
                    StatusCode.of(Integer.parseInt(words.getFirst())),
                    method(words.get(1)),
                    properties(words.subList(2, words.size())));
        }
        boolean hasTarget = words.size() > 1 && isTarget(words.get(1));
        return new RequestForm(
                method(words.getFirst()),
                hasTarget ? words.get(1) : "",
                properties(words.subList(hasTarget ? 2 : 1, words.size())));
    }

    private static boolean isTarget(String word) {
        return word.equals(MessageForm.NOBODY) || isPhone(word);
    }

    private static boolean isPhone(String word) {
        return List.of("A", "B", "C").contains(word);
    }

    private Method method(String word) {
        return switch (Method.of(word)) {
            case Method.Known known -> known;
            case Method.Extension _ -> throw fault.apply("there is no method " + word);
        };
    }

    private List<Property> properties(List<String> words) {
        var properties = new ArrayList<Property>();
        var left = words.iterator();
        while (left.hasNext()) properties.add(property(left.next(), left));
        return List.copyOf(properties);
    }

    private Property property(String word, Iterator<String> left) {
        var kind =
                Property.KINDS.stream()
                        .filter(it -> it.word().equals(word))
                        .findFirst()
                        .orElseThrow(() ->
                                fault.apply(
                                        "there is no property "
                                                + word
                                                + "; there are "
                                                + Property.KINDS.stream()
                                                        .map(Property.Kind::word)
                                                        .toList()));
        if (kind.argument() == Property.Argument.NONE) return new Property(kind, "");
        String argument = left.hasNext() ? left.next() : "";
        boolean fits =
                switch (kind.argument()) {
                    case NONE -> true;
                    case PARTY -> isPhone(argument);
                    case CALL, WORD -> !argument.isEmpty();
                    case NUMBER -> argument.length() < 6 && isNumber(argument);
                };
        if (!fits) throw fault.apply("what stands behind " + word + " is not right: " + argument);
        return new Property(kind, argument);
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && Arrays.stream(word.split("")).allMatch("0123456789"::contains);
    }
}
