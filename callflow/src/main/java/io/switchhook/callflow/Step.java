package io.switchhook.callflow;

/// One message over one hop.
///
/// @param name as the flow file has it: `F1` as printed, another letter for what the guide does not print
/// @param call a label; messages of one label have one Call-ID
/// @param meaning one sentence
/// @param printed whether the guide prints it
public record Step(
        String name,
        Party from,
        Party to,
        String call,
        MessageForm message,
        String meaning,
        boolean printed) {

    /// The phone at which it can be observed.
    public Party phone() {
        return from.isPhone() ? from : to;
    }

    /// What the phone does with it.
    public Direction direction() {
        return from.isPhone() ? Direction.SENT : Direction.RECEIVED;
    }

    Step renamed(String other) {
        return new Step(other, from, to, call, message, meaning, printed);
    }
}
