package io.switchhook.callflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads one line of a script: `A calls B`, `A and B are talking`, `A and B hear each other, during the call`, `B hears C, on hold`.
final class ScriptReader {
    private static final Pattern STATE = Pattern.compile("([ABC, and]+) (?:is|are) (\\w+)");
    private static final Pattern HEARS =
            Pattern.compile("([ABC, and]+) hears? (each other|nobody|[ABC]), (.+)");
    private static final Pattern TARGET = Pattern.compile("A|B|C|" + MessageForm.NOBODY);

    private ScriptReader() {}

    static Act act(String line, Function<String, UnreadableFlow> fault) {
        var hears = HEARS.matcher(line);
        if (hears.matches()) {
            var who = parties(hears.group(1), fault);
            String when = hears.group(3);
            return switch (hears.group(2)) {
                case "nobody" -> new Act.Silence(line, who, when);
                case "each other" -> new Act.Hears(line, who, when);
                case String from -> new Act.Listens(line, who, Party.valueOf(from), when);
            };
        }
        var state = STATE.matcher(line);
        if (state.matches()) {
            for (var situation : Situation.values())
                if (situation.word().equals(state.group(2)))
                    return new Act.Waits(line, parties(state.group(1), fault), situation);
            throw fault.apply("a phone cannot be " + state.group(2));
        }
        return does(line, fault);
    }

    private static Act does(String line, Function<String, UnreadableFlow> fault) {
        String[] halves = line.split(" ", 2);
        var who = parties(halves[0], fault);
        if (halves.length == 2 && who.size() == 1) {
            for (var action : Action.values()) {
                if (!action.hasTarget() && action.phrase().equals(halves[1]))
                    return new Act.Does(line, who.getFirst(), action, "");
                if (!action.hasTarget()) continue;
                String begin = action.phrase().substring(0, action.phrase().length() - 1);
                if (!halves[1].startsWith(begin)) continue;
                String target = halves[1].substring(begin.length());
                if (TARGET.matcher(target).matches())
                    return new Act.Does(line, who.getFirst(), action, target);
            }
        }
        throw fault.apply("no phone can do that: " + line);
    }

    private static List<Party> parties(String text, Function<String, UnreadableFlow> fault) {
        var parties = new ArrayList<Party>();
        for (var word : text.replace(" and ", ", ").split(", ?")) {
            if (!List.of("A", "B", "C").contains(word))
                throw fault.apply("there is no phone " + word);
            parties.add(Party.valueOf(word));
        }
        return List.copyOf(parties);
    }
}
