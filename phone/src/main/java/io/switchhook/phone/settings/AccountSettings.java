package io.switchhook.phone.settings;

import java.util.Optional;

/// All that concerns one account.
///
/// @param number from 1
/// @param enabled whether it is used
/// @param label what the phone would show for it
/// @param displayName what others see; empty for none
/// @param reliableProvisionals whether 100rel is offered (RFC 3262)
/// @param answersByItself whether every call is answered at once
/// @param conferenceUri where a conference is held; none if the phone mixes it by itself
/// @param musicServer the URI that plays while a call is on hold
/// @param doNotDisturb whether all calls of this account alone are refused
/// @param forwarding of this account alone
/// @param pickupCode what is dialed before a line to pick up its call; the phone's own one if it is not set
/// @param picksUpByDialog whether a call is picked up by Replaces with what dialog-info tells (RFC 3891)
/// @param refersToContact whether calls are handed on to the Contact of who was asked, instead of his address
public record AccountSettings(
        int number,
        boolean enabled,
        String label,
        String displayName,
        Login login,
        Registration registration,
        Media media,
        Nat nat,
        SessionTimer sessionTimer,
        SipTimers timers,
        Subscriptions subscriptions,
        Anonymity anonymity,
        CallerIdSource callerIdSource,
        CalleeIdSource calleeIdSource,
        SharedLine sharedLine,
        boolean reliableProvisionals,
        boolean answersByItself,
        Optional<String> conferenceUri,
        Optional<String> musicServer,
        Toggle doNotDisturb,
        Forwarding forwarding,
        Optional<String> pickupCode,
        Optional<String> groupPickupCode,
        boolean picksUpByDialog,
        boolean refersToContact) {}
