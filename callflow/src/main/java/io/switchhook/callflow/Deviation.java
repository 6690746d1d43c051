package io.switchhook.callflow;

/// The first thing that went another way.
///
/// @param step `F10 P > B ACK`, or where a message came that belongs to no step
/// @param expected what should have happened
/// @param section of the RFC that asks for it
/// @param instead what was seen
/// @param cause who probably did it, and how
public record Deviation(
        String step, String expected, String section, String instead, String cause) {
    /// All of it in sentences.
    public String text() {
        return step
                + ": expected "
                + expected
                + " ("
                + section
                + "); instead "
                + instead
                + ". Likely: "
                + cause
                + ".";
    }
}
