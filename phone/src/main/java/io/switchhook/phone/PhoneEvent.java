package io.switchhook.phone;

import io.switchhook.phone.settings.ActionUrl;
import io.switchhook.phone.settings.Key;
import java.time.Duration;
import java.util.List;

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

    /// What is known of a call that this phone handed on.
    record Transfer(int call, int status, String reason) implements PhoneEvent {}

    /// The other end pressed a key.
    record KeyHeard(int call, char key) implements PhoneEvent {}

    /// The video of a call begins, or stops, as for a hold.
    record Video(int call, boolean on) implements PhoneEvent {}

    /// A text message (RFC 3428).
    record Text(int account, String from, String text) implements PhoneEvent {}

    /// Messages wait in the voice mail (RFC 3842).
    record MessagesWaiting(int account, boolean waiting, int fresh, int old)
            implements PhoneEvent {}

    /// The lamp of a key changed, since the line that it watches did (RFC 4235).
    ///
    /// @param line as the key has it
    record Lamp(Key key, String line, LampState state) implements PhoneEvent {}

    /// A line that was busy when it was called is free.
    record LineFree(int account, String number) implements PhoneEvent {}

    /// The user has switched something on or off, or has lifted or put down the receiver.
    record Switched(ActionUrl.Event what) implements PhoneEvent {}

    /// A server asked the phone to look for new files, or to start anew.
    record CheckSync(boolean restart) implements PhoneEvent {}

    /// A phone that asked everybody where its files are was told.
    record FilesAt(String url) implements PhoneEvent {}

    /// The phone has looked for new files.
    ///
    /// @param changed whether they say something else than before; it is done now
    /// @param notes on files that were not there, of no use, or not taken as they stand
    record Provisioned(boolean changed, List<String> notes) implements PhoneEvent {
        public Provisioned {
            notes = List.copyOf(notes);
        }
    }

    /// Contacts and remote phone books were fetched.
    record PhoneBookRead(int people) implements PhoneEvent {}

    /// Something that was asked for could not be done.
    record Problem(String text) implements PhoneEvent {}
}
