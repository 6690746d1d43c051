package io.switchhook.sip.ua;

import io.switchhook.sip.header.Method;
import java.util.List;

/// @param calls that ring or were answered at a time; past it a caller hears 486
/// @param extensions the option tags that a caller may require (§8.2.2.3), and that are said in Supported
/// @param methods what is said in Allow (§20.5); INVITE, ACK, CANCEL, BYE, PRACK and UPDATE are understood here, others by who is
///     called
public record UserAgentLimits(int calls, List<String> extensions, List<Method> methods) {
    private static final List<Method> METHODS =
            List.of(
                    Method.INVITE,
                    Method.ACK,
                    Method.CANCEL,
                    Method.BYE,
                    Method.PRACK,
                    Method.UPDATE,
                    Method.REFER,
                    Method.NOTIFY,
                    Method.INFO,
                    Method.OPTIONS,
                    Method.MESSAGE);

    public static final UserAgentLimits DEFAULT = new UserAgentLimits(100, List.of());

    public UserAgentLimits {
        extensions = List.copyOf(extensions);
        methods = List.copyOf(methods);
    }

    /// With the methods of a phone.
    public UserAgentLimits(int calls, List<String> extensions) {
        this(calls, extensions, METHODS);
    }
}
