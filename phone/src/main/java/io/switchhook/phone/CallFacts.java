package io.switchhook.phone;

import java.util.Optional;

/// A call as it was at one moment.
///
/// @param number from 1, for as long as the phone is on
/// @param account from 1
/// @param incoming whether the other end called
/// @param remote the URI of the other end
/// @param remoteName how it calls itself, or else its name in this phone's contacts and phone books; empty for nothing
/// @param held whether the other end has put it on hold
/// @param inConference whether it is mixed with another one
/// @param end why it ended
public record CallFacts(
        int number,
        int account,
        boolean incoming,
        Call.State state,
        String remote,
        String remoteName,
        boolean held,
        boolean inConference,
        Optional<End> end) {

    /// Why a call ended.
    ///
    /// @param status of the final response; 200 for a call that was answered, 487 for one that was given up
    public record End(int status, String reason) {}
}
