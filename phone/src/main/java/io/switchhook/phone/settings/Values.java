package io.switchhook.phone.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What configuration files say, one after the other, over the factory defaults.
///
/// Names are the guides'. Asking for one that is not in the table is an error of this program.
final class Values {
    private record Assigned(Place place, String text) {}

    private final Profile profile;
    private final Map<String, Assigned> assigned = new HashMap<>();
    private final List<Remark> remarks = new ArrayList<>();

    Values(Profile profile) {
        this.profile = profile;
    }

    void apply(ConfigurationFile file) {
        remarks.addAll(file.remarks());
        for (var entry : file.entries()) apply(entry);
    }

    private void apply(Entry entry) {
        var parameter = ParameterTable.find(entry.key());
        if (parameter.isEmpty()) {
            remark(entry, "is no parameter known here; ignored");
            return;
        }
        var numberFault = ParameterTable.numberFault(profile, entry.key());
        if (numberFault.isPresent()) {
            remark(entry, numberFault.get() + "; ignored");
            return;
        }
        switch (entry.value()) {
            case Value.Unchanged _ -> {}
            case Value.Default _ -> assigned.remove(entry.key());
            case Value.Text(var text) -> assign(entry, parameter.get(), text);
        }
    }

    private void assign(Entry entry, Parameter parameter, String text) {
        var fault = parameter.kind().fault(text);
        if (fault.isPresent()) {
            remark(entry, quoted(parameter, text) + fault.get() + "; " + kept(entry.key()));
            return;
        }
        if (parameter.effect() != Effect.WORKS)
            remark(entry, "has no effect: " + parameter.effect().reason());
        assigned.put(entry.key(), new Assigned(entry.place(), text));
    }

    private static String quoted(Parameter parameter, String text) {
        boolean isShown = !(parameter.kind() instanceof Kind.Secret) && text.length() <= 64;
        return isShown ? "'" + text + "': " : "";
    }

    private String kept(String key) {
        String text = text(key).orElse("");
        return text.isEmpty() ? "it stays unset" : "it stays " + text;
    }

    private void remark(Entry entry, String text) {
        remarks.add(new Remark(entry.place(), entry.key(), text));
    }

    /// A remark on a value that is well-formed by itself; none if it is the factory's.
    void remark(String key, String text) {
        var found = assigned.get(key);
        if (found != null) remarks.add(new Remark(found.place(), key, text));
    }

    List<Remark> remarks() {
        return remarks;
    }

    Profile profile() {
        return profile;
    }

    /// What a file says.
    Optional<String> said(String key) {
        return Optional.ofNullable(assigned.get(key)).map(Assigned::text);
    }

    /// What a file says, or else the factory.
    Optional<String> text(String key) {
        return said(key)
                .or(() ->
                        Optional.of(parameter(key).factoryDefault(profile))
                                .filter(text -> !text.isEmpty()));
    }

    String word(String key) {
        return text(key).orElse("");
    }

    boolean flag(String key) {
        return number(key) == 1;
    }

    int number(String key) {
        return Integer.parseInt(word(key));
    }

    Duration seconds(String key) {
        return Duration.ofMillis(new BigDecimal(word(key)).movePointRight(3).longValue());
    }

    private static Parameter parameter(String key) {
        return ParameterTable.find(key)
                .orElseThrow(() -> new IllegalArgumentException("no parameter: " + key));
    }
}
