package io.switchhook.phone;

import java.util.Optional;

/// A call as it was at one moment.
///
/// @param number from 1, for as long as the phone is on
/// @param account from 1
/// @param incoming whether the other end called
/// @param remote the URI of the other end
/// @param remoteName how it calls itself; empty for nothing
/// @param held whether the other end has put it on hold
/// @param inConference whether it is mixed with another one
/// @param ring what the caller wants it to ring like: the value of Alert-Info; empty for nothing
/// @param earlySound whether the other end is heard before it has answered (RFC 3960)
/// @param video whether both ends have agreed on pictures
/// @param callId of its INVITE; empty before there is one
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
        String ring,
        boolean earlySound,
        boolean video,
        String callId,
        Optional<End> end) {

    /// Why a call ended.
    ///
    /// @param status of the final response; 200 for a call that was answered, 487 for one that was given up
    public record End(int status, String reason) {}
}
