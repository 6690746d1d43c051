package io.switchhook.provisioning.form;

import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.Parameter;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import io.switchhook.provisioning.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Models, files and values that tests share.
public final class Samples {
    private static final ModelCatalog CATALOG = ModelCatalog.builtIn();

    private Samples() {}

    public static List<PhoneModel> models() {
        return CATALOG.models();
    }

    public static PhoneModel model(String id) {
        return CATALOG.find(id).orElseThrow();
    }

    public static ConfigurationText file(String text) {
        try {
            return ConfigurationText.read("a.cfg", text.getBytes(StandardCharsets.UTF_8));
        } catch (UnreadableFile e) {
            throw new AssertionError(e);
        }
    }

    /// One assignment of each parameter, with numbers and values by chance.
    public static List<Assignment> assignments(PhoneModel model, Random random) {
        var assignments = new ArrayList<Assignment>();
        for (var parameter : model.parameters())
            assignments.add(
                    new Assignment(name(model, parameter, random), value(parameter, random)));
        return assignments;
    }

    private static String name(PhoneModel model, Parameter parameter, Random random) {
        var pattern = parameter.pattern();
        String text = pattern.text();
        return pattern.name(
                pattern.letters().stream()
                        .mapToInt(letter ->
                                1
                                        + random.nextInt(
                                                model.count(
                                                        text.substring(
                                                                0, text.indexOf("." + letter)))))
                        .toArray());
    }

    private static Value value(Parameter parameter, Random random) {
        if (random.nextInt(8) == 0) return new Value.Default();
        return new Value.Text(
                switch (parameter.type()) {
                    case ValueType.Switch _ -> Integer.toString(random.nextInt(2));
                    case ValueType.Choice(var meanings) ->
                            List.copyOf(meanings.keySet()).get(random.nextInt(meanings.size()));
                    case ValueType.Range(long first, long last) ->
                            Long.toString(random.nextLong(first, last + 1));
                    case ValueType.Seconds _ -> "0." + (1 + random.nextInt(9));
                    case ValueType.Port _ -> Integer.toString(random.nextInt(65536));
                    case ValueType.Host _ ->
                            random.nextBoolean() ? "sip.office.example" : "[2001:db8::1]";
                    case ValueType.Url _ -> "http://192.0.2.1:8081/a?mac=$mac&q=#SEARCH";
                    case ValueType.TimeOfDay _ -> "07:30";
                    case ValueType.Numbers _ -> "1,2, 3";
                    case ValueType.Login _ -> "admin:s3cret#=[;";
                    case ValueType.Text(int most) -> text(most, random);
                    case ValueType.Secret(int most) -> text(most, random);
                });
    }

    /// Text with all that a form uses for itself.
    private static String text(int most, Random random) {
        String alphabet = "aZ09=#[];%\"'<>&$\\: äß漢😀\u00a0.{}";
        int[] points = alphabet.codePoints().toArray();
        var text = new StringBuilder("x");
        for (int n = random.nextInt(Math.min(most, 30)); n > 0; n--)
            text.appendCodePoint(points[random.nextInt(points.length)]);
        String word = text.toString().strip();
        return word.length() <= most ? word : word.substring(0, 1);
    }
}
