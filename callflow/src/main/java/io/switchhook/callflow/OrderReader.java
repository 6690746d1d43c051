package io.switchhook.callflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `F1 F2-F4 [F5? | {R1 R2}?] F6`.
final class OrderReader {
    private static final Pattern TOKEN = Pattern.compile("([A-Z])(\\d+)(?:-([A-Z])(\\d+))?|\\S");

    private final Map<String, Step> steps;
    private final Function<String, UnreadableFlow> fault;
    private List<String> tokens = List.of();
    private int at;

    OrderReader(Map<String, Step> steps, Function<String, UnreadableFlow> fault) {
        this.steps = steps;
        this.fault = fault;
    }

    /// Names alone, ranges spelled out.
    List<String> names(String text) {
        var names = new ArrayList<String>();
        var matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) == null)
                throw fault.apply("expected names of steps, not " + matcher.group());
            names.addAll(range(matcher));
        }
        for (var name : names) step(name);
        return names;
    }

    Step step(String name) {
        var step = steps.get(name);
        if (step == null) throw fault.apply("there is no step " + name);
        return step;
    }

    Order order(String text) {
        tokens = tokens(text);
        at = 0;
        var order = series();
        if (at < tokens.size()) throw fault.apply("nothing opens the " + tokens.get(at));
        return order;
    }

    private List<String> tokens(String text) {
        var found = new ArrayList<String>();
        var matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) != null) found.addAll(range(matcher));
            else found.add(matcher.group());
        }
        return found;
    }

    private List<String> range(Matcher token) {
        String letter = token.group(1);
        int first = Integer.parseInt(token.group(2));
        if (token.group(3) == null) return List.of(letter + first);
        int last = Integer.parseInt(token.group(4));
        if (!token.group(3).equals(letter) || last < first || last - first > 100)
            throw fault.apply("no range of steps: " + token.group());
        var names = new ArrayList<String>();
        for (int i = first; i <= last; i++) names.add(letter + i);
        return names;
    }

    private Order series() {
        var parts = new ArrayList<Order>();
        while (at < tokens.size() && !List.of("]", "|", "}").contains(tokens.get(at)))
            parts.add(part());
        if (parts.isEmpty()) throw fault.apply("an order, or a part of it, is empty");
        return parts.size() == 1 ? parts.getFirst() : new Order.Series(List.copyOf(parts));
    }

    private Order part() {
        String token = tokens.get(at++);
        var part =
                switch (token) {
                    case "[" -> parallel();
                    case "{" -> group();
                    default -> new Order.One(step(token));
                };
        if (at < tokens.size() && tokens.get(at).equals("?")) {
            at++;
            return new Order.Maybe(part);
        }
        return part;
    }

    private Order parallel() {
        var branches = new ArrayList<Order>();
        branches.add(series());
        while (accept("|")) branches.add(series());
        if (!accept("]")) throw fault.apply("a [ is not closed");
        return new Order.Parallel(List.copyOf(branches));
    }

    private Order group() {
        var group = series();
        if (!accept("}")) throw fault.apply("a { is not closed");
        return group;
    }

    private boolean accept(String token) {
        if (at >= tokens.size() || !tokens.get(at).equals(token)) return false;
        at++;
        return true;
    }
}
