package io.switchhook.phone.settings;

/// Whether setting a parameter changes what this phone does.
public enum Effect {
    WORKS("works", ""),
    SCREEN("screen", "this phone has no screen, lamps or loudspeaker"),
    NETWORK("network", "the network settings of the machine apply"),
    FIRMWARE("firmware", "there is no firmware to change"),
    VENDOR("vendor", "it is a service of one vendor's servers"),
    ALWAYS("always", "this phone does it in any case"),
    GIVEN("given", "who starts the phone says it"),
    ABSENT("absent", "this phone does not do it");

    private final String word;
    private final String reason;

    Effect(String word, String reason) {
        this.word = word;
        this.reason = reason;
    }

    /// As tables have it.
    public String word() {
        return word;
    }

    /// Why there is none; empty if there is one.
    public String reason() {
        return reason;
    }

    /// By its word in the table; the empty word is that of an effect.
    static Effect of(String word) {
        for (var effect : values()) if (effect.word.equals(word)) return effect;
        if (word.isEmpty()) return WORKS;
        throw new IllegalArgumentException("no effect: " + word);
    }
}
