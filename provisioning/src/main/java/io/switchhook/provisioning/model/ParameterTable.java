package io.switchhook.provisioning.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All parameters of a model, by either form's names.
public final class ParameterTable {
    private final Map<String, Parameter> byShape = new LinkedHashMap<>();
    private final Map<String, List<Parameter>> byM1Shape = new HashMap<>();
    private final Counts counts;

    /// Parameters of which the model has none are left out.
    ParameterTable(Collection<Parameter> parameters, Counts counts) {
        this.counts = counts;
        for (var parameter : parameters) {
            if (!counts.hasAny(parameter.pattern())) continue;
            byShape.put(parameter.pattern().shape(), parameter);
            parameter
                    .m1()
                    .ifPresent(m1 ->
                            byM1Shape
                                    .computeIfAbsent(m1.shape(), _ -> new ArrayList<>())
                                    .add(parameter));
        }
    }

    Counts counts() {
        return counts;
    }

    Collection<Parameter> all() {
        return byShape.values();
    }

    /// By its name, whatever its numbers are.
    Optional<Found> find(String name) {
        // A shape is no name.
        var parameter = name.indexOf('#') < 0 ? byShape.get(NamePattern.shapeOf(name)) : null;
        if (parameter == null) return Optional.empty();
        return Optional.of(new Found(parameter, parameter.pattern().numbers(name)));
    }

    Optional<String> numberFault(Found found) {
        return counts.fault(found.parameter().pattern(), found.numbers());
    }

    /// By its line in the older form. Where two parameters share a series of numbers it is the one that has the number.
    Optional<Found> find(M1Address.Line line) {
        Optional<Found> outOfRange = Optional.empty();
        for (var section : shapes(line.section()))
            for (var key : shapes(line.key()))
                for (var parameter :
                        byM1Shape.getOrDefault(M1Address.shape(section, key), List.of())) {
                    var found = found(parameter, line);
                    if (found.isEmpty()) continue;
                    if (numberFault(found.get()).isEmpty()) return found;
                    if (outOfRange.isEmpty()) outOfRange = found;
                }
        return outOfRange;
    }

    private static Optional<Found> found(Parameter parameter, M1Address.Line line) {
        return parameter.m1().flatMap(m1 -> m1.numbers(line)).map(it -> new Found(parameter, it));
    }

    /// As it is, and with a number sign for the digits at its end.
    private static List<String> shapes(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Stream.of(lower, lower.replaceFirst("[0-9]{1,3}$", "#")).distinct().toList();
    }

    /// The name of a parameter that somebody may have meant; nothing if none is near.
    Optional<String> nearest(String name) {
        String shape = NamePattern.shapeOf(name);
        int limit = Math.max(1, Math.min(4, shape.length() / 5));
        String best = null;
        int least = limit + 1;
        for (var candidate : byShape.entrySet()) {
            int distance = Distance.between(shape, candidate.getKey(), least);
            if (distance >= least) continue;
            least = distance;
            best = candidate.getValue().pattern().text();
        }
        return Optional.ofNullable(best);
    }
}
