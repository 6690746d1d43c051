package io.switchhook.server;

/// What happens to a call that passes.
public sealed interface CallEvent {
    String callId();

    /// @param caller user or URI, as to be shown
    record Started(String callId, String caller, String callee) implements CallEvent {}

    record Ringing(String callId) implements CallEvent {}

    record Answered(String callId) implements CallEvent {}

    /// It came to nothing.
    ///
    /// @param status of the final response, such as 486
    record Failed(String callId, int status, String reason) implements CallEvent {}

    /// Somebody hung up.
    ///
    /// @param by user or URI, as to be shown
    record Ended(String callId, String by) implements CallEvent {}
}
