package io.switchhook.callflow;

/// What a person does with a phone, as it stands in a script behind the phone's letter.
public enum Action {
    CALL("calls *"),
    ANSWER("answers"),
    REJECT("rejects"),
    HANG_UP("hangs up"),
    HOLD("holds"),
    RESUME("resumes"),
    BLIND_TRANSFER("transfers to *"),
    ATTENDED_TRANSFER("completes the transfer"),
    CONFERENCE("joins both calls"),
    PICK_UP("picks up the call to *"),
    FORWARD_ALWAYS("forwards always to *"),
    FORWARD_BUSY("forwards when busy to *"),
    FORWARD_NO_ANSWER("forwards without answer to *"),
    DO_NOT_DISTURB("wants no calls"),
    BUSY("becomes busy"),
    REGISTER("registers"),
    UNREGISTER("unregisters"),
    REGISTER_AS("registers as *");

    private final String phrase;

    Action(String phrase) {
        this.phrase = phrase;
    }

    /// With `*` for the phone that is meant.
    String phrase() {
        return phrase;
    }

    boolean hasTarget() {
        return phrase.endsWith("*");
    }
}
