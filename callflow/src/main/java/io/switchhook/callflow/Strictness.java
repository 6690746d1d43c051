package io.switchhook.callflow;

/// What a flow is held to.
public enum Strictness {
    /// The steps as the RFCs correct the guide.
    STRICT("strict"),
    /// The steps that the guide prints; what the RFCs add may come or not, and is listed.
    AS_PRINTED("as-printed");

    private final String word;

    Strictness(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
