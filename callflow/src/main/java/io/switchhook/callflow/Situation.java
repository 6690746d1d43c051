package io.switchhook.callflow;

/// What a person can tell of a phone.
public enum Situation {
    /// It has no call.
    IDLE("idle"),
    /// A call comes in and waits for an answer.
    RINGING("ringing"),
    /// It calls, and the other end rings.
    ALERTING("alerting"),
    /// A call is up and held by neither end.
    TALKING("talking"),
    /// The other end has put a call on hold.
    HELD("held"),
    /// It has put a call on hold.
    HOLDING("holding"),
    /// The last call that it made was refused or ended before an answer.
    REFUSED("refused"),
    REGISTERED("registered"),
    UNREGISTERED("unregistered");

    private final String word;

    Situation(String word) {
        this.word = word;
    }

    /// As it stands in flow files.
    public String word() {
        return word;
    }
}
