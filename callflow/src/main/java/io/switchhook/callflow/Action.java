package io.switchhook.callflow;

/// What a person does with a phone, as it stands in a script behind the phone's letter.
///
/// A phone acts on the call that the words imply: it answers the call that rings, holds the one that talks, takes back the
/// one that it holds, and hangs up the one that talks or that it began.
public enum Action {
    /// Calls a number. It follows a redirection by itself.
    CALL("calls *"),
    /// Answers the call that rings; a call that talks has been put on hold before.
    ANSWER("answers"),
    /// Refuses the call that rings.
    REJECT("rejects"),
    /// Ends the call that talks, or gives up the one that nobody has answered.
    HANG_UP("hangs up"),
    /// Puts the call that talks on hold.
    HOLD("holds"),
    /// Takes the call that it holds back.
    RESUME("resumes"),
    /// Sends the other end of the call that talks to a number, and hangs up when that has accepted.
    BLIND_TRANSFER("transfers to *"),
    /// Sends the other end of the call on hold to that of the call that talks, and hangs up when that has accepted.
    ATTENDED_TRANSFER("completes the transfer"),
    /// Takes the call on hold back and mixes it with the one that talks.
    CONFERENCE("joins both calls"),
    /// Takes over the call that rings at a number.
    PICK_UP("picks up the call to *"),
    /// Redirects every call to a number.
    FORWARD_ALWAYS("forwards always to *"),
    /// Redirects calls to a number while it is busy.
    FORWARD_BUSY("forwards when busy to *"),
    /// Redirects calls to a number when nobody answers for a while.
    FORWARD_NO_ANSWER("forwards without answer to *"),
    /// Refuses every call, without ringing.
    DO_NOT_DISTURB("wants no calls"),
    /// Refuses every call as busy, without ringing.
    BUSY("becomes busy"),
    /// Has who is on hold hear the phone at a number, which it calls for that.
    MUSIC("has its music from *"),
    /// Registers, or registers again.
    REGISTER("registers"),
    /// Removes its registration.
    UNREGISTER("unregisters"),
    /// Registers as another number besides its own, so that both phones ring.
    REGISTER_AS("registers as *");

    private final String phrase;

    Action(String phrase) {
        this.phrase = phrase;
    }

    /// With `*` for the phone that is meant.
    String phrase() {
        return phrase;
    }

    /// Whether a number belongs to it.
    public boolean hasTarget() {
        return phrase.endsWith("*");
    }
}
