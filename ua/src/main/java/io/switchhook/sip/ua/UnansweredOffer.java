package io.switchhook.sip.ua;

import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;

/// The offer in a 2xx to an INVITE of ours that had none: its ACK waits for the answer (RFC 3261 §13.2.2.4). The other end sends
/// the 2xx again meanwhile, as long as this waits.
///
/// @param response the 2xx
record UnansweredOffer(Response response, Timers.Handle deadline) {

    /// @param givenUp told after 64*T1 without an answer
    static UnansweredOffer of(Response response, Timers timers, Runnable givenUp) {
        var deadline = timers.start(TimerValues.DEFAULT.timeout(), givenUp);
        return new UnansweredOffer(response, deadline);
    }
}
