package io.switchhook.callflow;

/// Whether the voice of one phone reached another.
///
/// @param heard whether it did
/// @param expected whether it should
/// @param when the moment, as the script calls it: `during the hold`
public record Heard(Party from, Party to, boolean heard, boolean expected, String when) {
    public boolean holds() {
        return heard == expected;
    }

    /// `B does not hear A, during the call`.
    String sentence() {
        return to + (heard ? " hears " : " does not hear ") + from + ", " + when;
    }
}
