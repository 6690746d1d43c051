package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.Optional;

/// What an account subscribes to.
///
/// @param mwi whether it asks for waiting messages; a phone takes NOTIFY without having asked, too
/// @param mwiAtVoiceMail whether it asks the voice mail number instead of itself
/// @param voiceMail the number that is called for messages
/// @param blfExpires how long a watched line is subscribed to
/// @param blfList the URI of a list of lines
/// @param blfListCode what is dialed before a line of the list to pick up its call
/// @param bargeInCode the same to join its call
public record Subscriptions(
        boolean mwi,
        Duration mwiExpires,
        boolean mwiAtVoiceMail,
        Optional<String> voiceMail,
        Duration blfExpires,
        Optional<String> blfList,
        Optional<String> blfListCode,
        Optional<String> bargeInCode) {}
