package io.switchhook.phone;

import io.switchhook.phone.settings.ActionUrl;
import java.time.Duration;

/// What happens at a phone.
public sealed interface PhoneEvent {
    /// An account was registered for the first time, or with another server, or again after a failure.
    record Registered(int account, String address, String server, Duration expires)
            implements PhoneEvent {}

    /// No server accepted an account.
    ///
    /// @param retry when it is tried again
    record NotRegistered(int account, String address, int status, String reason, Duration retry)
            implements PhoneEvent {}

    record Unregistered(int account, String address) implements PhoneEvent {}

    /// A call began, changed or ended.
    record CallChanged(CallFacts call) implements PhoneEvent {}

    /// A call that never rang here.
    ///
    /// @param why such as `do not disturb`
    record CallTurnedAway(int account, String from, int status, String why) implements PhoneEvent {}

    /// A call that was sent elsewhere.
    record CallForwarded(int account, String from, String to, String why) implements PhoneEvent {}

    /// The server, or who was called, said to call somebody else.
    record Redirected(int call, String to) implements PhoneEvent {}

    /// This phone asks the other end of a call to call somebody else.
    ///
    /// @param attended whether he was asked before (RFC 3891)
    record TransferAsked(int call, String to, boolean attended) implements PhoneEvent {}

    /// What is known of a call that this phone handed on.
    record Transfer(int call, int status, String reason) implements PhoneEvent {}

    /// The other end pressed a key.
    record KeyHeard(int call, char key) implements PhoneEvent {}

    /// A text message (RFC 3428).
    record Text(int account, String from, String text) implements PhoneEvent {}

    /// Messages wait in the voice mail (RFC 3842).
    record MessagesWaiting(int account, boolean waiting, int fresh, int old)
            implements PhoneEvent {}

    /// The user has switched something on or off, or has lifted or put down the receiver.
    record Switched(ActionUrl.Event what) implements PhoneEvent {}

    /// A server asked the phone to look for new files, or to start anew.
    record CheckSync(boolean restart) implements PhoneEvent {}

    /// The URL for an event could not be fetched.
    ///
    /// @param failures of this phone so far
    record ActionUrlFailed(ActionUrl.Event action, String why, long failures)
            implements PhoneEvent {}

    /// The phone goes on with new files.
    ///
    /// @param restarted whether it was switched off and on, and did not wait until it was idle
    record Renewed(boolean restarted) implements PhoneEvent {}

    /// Something about the phone's files and books.
    record Note(String text) implements PhoneEvent {}

    /// Something that was asked for could not be done.
    record Problem(String text) implements PhoneEvent {}
}
