package io.switchhook.callflow;

/// A message that belongs to no step and does no harm.
public record Aside(Observation observation, Kind kind) {

    /// Why it is no step.
    public enum Kind {
        TRYING("100 Trying over one hop"),
        REPETITION("the same message again"),
        CHALLENGE("a request that was challenged, and came again with credentials"),
        OTHER_BUSINESS("registrations, subscriptions, keep-alives");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
