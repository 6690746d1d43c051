package io.switchhook.callflow;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import java.util.List;
import java.util.stream.Collectors;

/// What kind of message a step is, and what it has to say.
public sealed interface MessageForm {
    /// The word for somebody who does not exist.
    String NOBODY = "nobody";

    /// The method of the request, or of the request that is answered.
    Method method();

    List<Property> properties();

    /// As a ladder shows it: `INVITE`, `180 Ringing`.
    String label();

    /// As the sentence "expected ..." has it; of responses it says to what.
    String text();

    /// Whether a message is of this kind, whatever else it says.
    boolean isKindOf(SipMessage message);

    /// Whether a form is of the same kind.
    boolean sameKind(MessageForm other);

    /// @param target the phone whose address the Request-URI has, [#NOBODY], or empty for a request in a dialog
    record RequestForm(Method method, String target, List<Property> properties)
            implements MessageForm {
        /// Whether it makes a dialog, or belongs to none.
        boolean isInitial() {
            return !target.isEmpty();
        }

        @Override
        public String label() {
            return method.name();
        }

        @Override
        public String text() {
            return method.name()
                    + (target.isEmpty() ? "" : " for " + target)
                    + MessageForm.list(properties);
        }

        @Override
        public boolean isKindOf(SipMessage message) {
            return message instanceof Request request && request.method().equals(method);
        }

        @Override
        public boolean sameKind(MessageForm other) {
            return other instanceof RequestForm request && request.method.equals(method);
        }
    }

    /// @param method of the request that is answered
    record ResponseForm(StatusCode status, Method method, List<Property> properties)
            implements MessageForm {
        @Override
        public String label() {
            return status.toString();
        }

        @Override
        public String text() {
            return status + " to " + method.name() + MessageForm.list(properties);
        }

        @Override
        public boolean isKindOf(SipMessage message) {
            if (!(message instanceof Response response) || !response.status().equals(status))
                return false;
            try {
                return response.headers().require(Header.CSEQ).method().equals(method);
            } catch (MalformedField e) {
                return false;
            }
        }

        @Override
        public boolean sameKind(MessageForm other) {
            return other instanceof ResponseForm response
                    && response.status.equals(status)
                    && response.method.equals(method);
        }
    }

    private static String list(List<Property> properties) {
        if (properties.isEmpty()) return "";
        return properties.stream()
                .map(Property::toString)
                .collect(Collectors.joining(", ", " (", ")"));
    }
}
