package io.switchhook.phone;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// A flow that writes the header fields of some accounts under the short forms of their names (RFC 3261 §7.3.3).
record CompactFlow(Flow flow, Chassis phone) implements WrappedFlow {
    @Override
    public void send(SipMessage message, Consumer<IOException> failed) {
        flow.send(isCompact(message) ? message.with(Headers.Editor::compact) : message, failed);
    }

    private boolean isCompact(SipMessage message) {
        var accounts = phone.accounts();
        return accounts.lines().stream().anyMatch(CompactFlow::wantsIt)
                && speaker(message)
                        .flatMap(accounts::of)
                        .or(accounts::first)
                        .filter(CompactFlow::wantsIt)
                        .isPresent();
    }

    private static boolean wantsIt(Line line) {
        return line.settings().registration().usesCompactForm();
    }

    /// The user that says something; empty for one that hides.
    private static Optional<String> speaker(SipMessage message) {
        var header = message instanceof Request ? Header.FROM : Header.TO;
        try {
            return message.headers().get(header).flatMap(NameAddr::sipUri).map(SipUri::decodedUser);
        } catch (MalformedField e) {
            return Optional.empty();
        }
    }

    @Override
    public Flow forResponses(Via top) {
        return new CompactFlow(flow.forResponses(top), phone);
    }
}
