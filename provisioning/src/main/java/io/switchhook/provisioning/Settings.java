package io.switchhook.provisioning;

import io.switchhook.provisioning.form.Assignment;
import io.switchhook.provisioning.model.Found;
import io.switchhook.provisioning.model.NamePattern;
import io.switchhook.provisioning.model.Parameter;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// All that counts for a phone: layers one over the other, each value with its origin.
///
/// @param values by name, in the order in which they were first set
/// @param passedOver what was set for phones of several models, of which this one does not have the parameter
public record Settings(
        PhoneModel model, SequencedMap<String, Effective> values, List<SettingsFault> passedOver) {

    public Settings {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
        passedOver = List.copyOf(passedOver);
    }

    /// Lays what Switchhook presets, and then layers, one over the other.
    ///
    /// @param accounts numbers of those in use, for which patterns such as `account.X.ptime` hold
    /// @throws UnusableSettings with everything that the model does not take
    public static Settings of(PhoneModel model, Set<Integer> accounts, List<Layer> layers)
            throws UnusableSettings {
        var all = new ArrayList<>(Layer.presets(model));
        layers.stream().sorted(Comparator.comparingInt(it -> it.origin().rank())).forEach(all::add);
        var merge = new Merge(model, accounts.stream().sorted().toList());
        all.forEach(merge::add);
        if (!merge.faults.isEmpty()) throw new UnusableSettings(merge.faults);
        return new Settings(model, merge.values, merge.passedOver);
    }

    public Optional<Effective> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// What counts, as a file says it.
    public List<Assignment> assignments() {
        return values.values().stream().map(Effective::assignment).toList();
    }

    /// Puts layers over what is there.
    private static final class Merge {
        private final PhoneModel model;
        private final List<Integer> accounts;
        private final Map<String, Parameter> patterns = new HashMap<>();
        private final SequencedMap<String, Effective> values = new LinkedHashMap<>();
        private final List<SettingsFault> faults = new ArrayList<>();
        private final List<SettingsFault> passedOver = new ArrayList<>();

        Merge(PhoneModel model, List<Integer> accounts) {
            this.model = model;
            this.accounts = accounts;
            for (var parameter : model.parameters())
                patterns.put(parameter.pattern().text(), parameter);
        }

        /// What stands for several first, so that a name of the same layer wins over it.
        void add(Layer layer) {
            var origin = layer.origin();
            layer.values()
                    .forEach((name, value) -> {
                        if (isPattern(name)) addPattern(origin, name, value);
                        else if (KeySetting.isName(name)) addKey(origin, name, value);
                    });
            layer.values()
                    .forEach((name, value) -> {
                        if (!isPattern(name) && !KeySetting.isName(name))
                            addName(origin, name, value);
                    });
        }

        /// A phone without accounts has no use for keys, and the common file is of no phone.
        private void addKey(Origin origin, String name, Value value) {
            if (accounts.isEmpty()) return;
            var free = KeySetting.free(model, accounts);
            int number = KeySetting.number(name);
            if (number > free.size()) {
                String text = model + " has " + free.size() + " keys free";
                (origin.isForAnyModel() ? passedOver : faults)
                        .add(new SettingsFault(origin, name, text));
                return;
            }
            String key = free.get(number - 1);
            try {
                var parameters =
                        switch (value) {
                            case Value.Default _ -> KeySetting.nothing(model, key);
                            case Value.Text(var text) ->
                                    KeySetting.parse(text)
                                            .parameters(model, key, accounts.getFirst());
                        };
                parameters.forEach((its, text) -> addName(origin, its, text));
            } catch (IllegalArgumentException e) {
                fault(origin, name, String.valueOf(e.getMessage()));
            }
        }

        private static boolean isPattern(String name) {
            return name.contains(".X.") || name.endsWith(".X");
        }

        private void addPattern(Origin origin, String name, Value value) {
            var parameter = patterns.get(name);
            if (parameter == null) miss(origin, name);
            else if (!parameter.pattern().letters().equals(List.of('X')))
                fault(origin, name, "has more numbers than that of an account");
            else
                for (int account : accounts)
                    addExpanded(origin, parameter.pattern(), account, value);
        }

        private void addExpanded(Origin origin, NamePattern pattern, int account, Value value) {
            addName(origin, pattern.name(account), value);
        }

        private void addName(Origin origin, String name, Value value) {
            var found = model.find(name);
            if (found.isEmpty()) {
                miss(origin, name);
                return;
            }
            var fault = fault(found.get(), value);
            if (model.numberFault(found.get()).isPresent() && origin.isForAnyModel())
                miss(origin, name);
            else if (fault.isPresent()) fault(origin, name, fault.get());
            else put(origin, name, value);
        }

        private Optional<String> fault(Found found, Value value) {
            return model.numberFault(found)
                    .or(() ->
                            switch (value) {
                                case Value.Default _ -> Optional.<String>empty();
                                case Value.Text(var text) -> found.parameter().type().fault(text);
                            });
        }

        /// Who speaks of phones of several models does not have to know what each of them has.
        private void miss(Origin origin, String name) {
            var fault = new SettingsFault(origin, name, model + " has no such parameter");
            (origin.isForAnyModel() ? passedOver : faults).add(fault);
        }

        private void fault(Origin origin, String name, String text) {
            faults.add(new SettingsFault(origin, name, text));
        }

        private void put(Origin origin, String name, Value value) {
            var before = values.get(name);
            var overruled = new ArrayList<Effective.Overruled>();
            if (before != null) {
                // A pattern and a name of one layer are one saying.
                if (!before.origin().equals(origin))
                    overruled.add(new Effective.Overruled(before.value(), before.origin()));
                overruled.addAll(before.overruled());
            }
            values.put(name, new Effective(name, value, origin, overruled));
        }
    }

    /// Without values, which may be passwords.
    @Override
    public String toString() {
        return "Settings[" + model + ", " + values.size() + " values]";
    }
}
