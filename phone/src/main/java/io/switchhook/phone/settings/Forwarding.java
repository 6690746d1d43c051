package io.switchhook.phone.settings;

import java.time.Duration;

/// Where calls go that are not answered here.
///
/// @param noAnswerAfter how long a call rings before [#noAnswer]; the files count it in units of six seconds
public record Forwarding(Forward always, Forward busy, Forward noAnswer, Duration noAnswerAfter) {}
