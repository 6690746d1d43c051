package io.switchhook.sip.ua;

import java.util.List;

/// @param calls that ring or were answered at a time; past it a caller hears 486
/// @param extensions the option tags that a caller may require (§8.2.2.3)
public record UserAgentLimits(int calls, List<String> extensions) {
    public static final UserAgentLimits DEFAULT = new UserAgentLimits(100, List.of());

    public UserAgentLimits {
        extensions = List.copyOf(extensions);
    }
}
