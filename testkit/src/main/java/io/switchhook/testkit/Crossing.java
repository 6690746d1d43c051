package io.switchhook.testkit;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.transport.Transport;
import java.time.Duration;

/// One message that a node gave to the network.
///
/// @param number from 1, in the order they were sent
/// @param at since the start
/// @param from the sender's name
/// @param to the receiver's name, or its address where nobody lives
/// @param text the whole message
/// @param fate what became of it
public record Crossing(
        int number,
        Duration at,
        String from,
        String to,
        Transport transport,
        String text,
        Fate fate) {

    public enum Fate {
        DELIVERED,
        DUPLICATED,
        LOST,
        UNREACHABLE
    }

    Crossing with(Fate fate) {
        return new Crossing(number, at, from, to, transport, text, fate);
    }

    public String startLine() {
        int end = text.indexOf('\r');
        return end < 0 ? text : text.substring(0, end);
    }

    public boolean is(Method method) {
        return text.startsWith(method.name() + ' ');
    }

    /// Whether it is a response of this status to a request of any method.
    public boolean is(int status) {
        return text.startsWith("SIP/2.0 " + status);
    }

    /// Whether it is a response of this status to such a request.
    public boolean is(int status, Method to) {
        return is(status) && cseqMethod().equals(to.name());
    }

    private String cseqMethod() {
        for (var line : text.lines().toList()) {
            if (line.regionMatches(true, 0, "CSeq:", 0, 5))
                return line.substring(line.lastIndexOf(' ') + 1);
        }
        return "";
    }

    /// What stands on the arrow: a request's method, a response's status and the method it answers.
    public String label() {
        var start = startLine();
        if (!start.startsWith("SIP/2.0 "))
            return start.substring(0, Math.max(start.indexOf(' '), 0));
        return start.substring(8) + " (" + cseqMethod() + ")";
    }
}
