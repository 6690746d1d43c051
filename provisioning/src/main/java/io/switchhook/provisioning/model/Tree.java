package io.switchhook.provisioning.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What a YAML file says, with the place of each part.
sealed interface Tree {
    Place place();

    record Scalar(Place place, String text) implements Tree {}

    record Items(Place place, List<Tree> items) implements Tree {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Section(Place place, SequencedMap<String, Tree> entries) implements Tree {
        public Section {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }
    }
}
