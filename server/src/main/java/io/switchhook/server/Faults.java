package io.switchhook.server;

import java.util.ArrayList;
import java.util.List;

/// All that is wrong with a configuration, so that it is told at once.
final class Faults {
    private final List<String> sentences = new ArrayList<>();

    void add(Place place, String what) {
        String sentence = place + ": " + what;
        if (!sentences.contains(sentence)) sentences.add(sentence);
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    void complain() throws ConfigurationException {
        if (!sentences.isEmpty()) throw new ConfigurationException(sentences);
    }
}
