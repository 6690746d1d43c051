package io.switchhook.server;

import io.switchhook.server.Tree.Items;
import io.switchhook.server.Tree.Scalar;
import io.switchhook.server.Tree.Section;
import java.util.HashMap;
import java.util.Map;

/// Where each key of a configuration was said, by its name with dots: `limits.drain` at `office.yaml:9`.
final class Origins {
    private Origins() {}

    static Map<String, Place> of(Section section) {
        var origins = new HashMap<String, Place>();
        collect(section, "", origins);
        return Map.copyOf(origins);
    }

    private static void collect(Section section, String prefix, Map<String, Place> origins) {
        for (var entry : section.entries()) {
            var key = prefix + entry.key();
            switch (entry.value()) {
                case Section below -> collect(below, key + '.', origins);
                case Items _ -> origins.put(key, entry.place());
                case Scalar scalar -> {
                    if (!scalar.isAbsent()) origins.put(key, entry.place());
                }
            }
        }
    }
}
