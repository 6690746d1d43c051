package io.switchhook.sip.registrar;

import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Field;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.Flow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a REGISTER does to the bindings of its address-of-record: RFC 3261 §10.3 items 6 and 7, RFC 3327 §5.3,
/// RFC 5626 §6. A pure function; either all that the request asks for is done, or nothing.
///
/// @param settings its choices and bounds
public record Registration(RegistrarSettings settings) {
    private static final long HOUR = 3600;
    private static final int USER_AGENT_LENGTH = 128;

    /// What became of it.
    public sealed interface Outcome {
        /// @param bindings all there are now
        /// @param events what changed, in the order of the Contacts; empty for a query
        record Accepted(Bindings bindings, List<LocationEvent> events) implements Outcome {}

        /// Nothing was changed.
        ///
        /// @param reason in a form that can be a reason phrase
        /// @param fields for the response
        record Rejected(StatusCode status, String reason, List<Field> fields) implements Outcome {
            Rejected(StatusCode status, String reason) {
                this(status, reason, List.of());
            }
        }
    }

    /// @param current those that are alive
    /// @param flow the path to keep with the bindings, if the phone must be reached that way
    public Outcome apply(Instant now, Bindings current, Request request, Optional<Flow> flow) {
        try {
            var headers = request.headers();
            var contacts = headers.all(Header.CONTACT);
            var path = headers.all(Header.PATH);
            if (!path.isEmpty()
                    && !settings.pathWithoutSupport()
                    && !Outbound.has(request, Header.SUPPORTED, "path"))
                return new Outcome.Rejected(
                        StatusCode.BAD_EXTENSION,
                        "Path, but the sender does not support it",
                        List.of(new Field.Composed<>(Header.UNSUPPORTED, "path")));
            if (contacts.isEmpty()) return new Outcome.Accepted(current, List.of());
            var outbound = Outbound.of(request);
            if (outbound == Outbound.LACKING)
                return new Outcome.Rejected(
                        StatusCode.of(439), "the first proxy adds no Path with ob");
            for (var contact : contacts)
                if (contact instanceof Contact.Star) return removeAll(current, request, contacts);
            return new Update(now, current, request, path, flow, outbound).apply(contacts);
        } catch (MalformedField e) {
            return new Outcome.Rejected(StatusCode.BAD_REQUEST, e.text());
        }
    }

    private static Outcome removeAll(Bindings current, Request request, List<Contact> contacts) {
        var headers = request.headers();
        if (contacts.size() > 1)
            return new Outcome.Rejected(StatusCode.BAD_REQUEST, "Contact: * beside others");
        if (headers.get(Header.EXPIRES).orElse(-1) != 0)
            return new Outcome.Rejected(StatusCode.BAD_REQUEST, "Contact: * without Expires: 0");
        var events = new ArrayList<LocationEvent>(current.size());
        for (var binding : current.all()) {
            if (isOutOfOrder(request, binding)) return outOfOrder(binding);
            events.add(new LocationEvent.Unregistered(current.addressOfRecord(), binding));
        }
        return new Outcome.Accepted(Bindings.none(current.addressOfRecord()), events);
    }

    private static boolean isOutOfOrder(Request request, Binding binding) {
        var headers = request.headers();
        return headers.require(Header.CSEQ).number() <= binding.cseq()
                && headers.require(Header.CALL_ID).value().equals(binding.callId());
    }

    private static Outcome outOfOrder(Binding binding) {
        return new Outcome.Rejected(
                StatusCode.SERVER_INTERNAL_ERROR, "CSeq not above " + binding.cseq());
    }

    /// The seconds that a contact asks for. What is no number counts as nothing said (§20.10, RFC 4475 §3.1.2.4).
    private long requestedExpires(NameAddr contact, Request request) {
        var parameter = contact.parameters().unquoted("expires");
        var requested = parameter.isPresent() ? seconds(parameter.get()) : expiresHeader(request);
        return requested.orElse(settings.defaultExpires().toSeconds());
    }

    private static OptionalLong expiresHeader(Request request) {
        try {
            var expires = request.headers().get(Header.EXPIRES);
            return expires.isPresent() ? OptionalLong.of(expires.get()) : OptionalLong.empty();
        } catch (MalformedField e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong seconds(String digits) {
        long seconds = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i == 10) return OptionalLong.empty();
            seconds = seconds * 10 + digit;
        }
        return digits.isEmpty() || seconds > 0xffff_ffffL
                ? OptionalLong.empty()
                : OptionalLong.of(seconds);
    }

    /// §10.3 item 7 under way: the tentative bindings of one request.
    private final class Update {
        private final Instant now;
        private final Bindings current;
        private final Request request;
        private final List<NameAddr> path;
        private final Optional<Flow> flow;
        private final Outbound outbound;
        private final List<Binding> tentative;
        private final List<NameAddr> addresses = new ArrayList<>();
        private final List<LocationEvent> events = new ArrayList<>();

        Update(
                Instant now,
                Bindings current,
                Request request,
                List<NameAddr> path,
                Optional<Flow> flow,
                Outbound outbound) {
            this.now = now;
            this.current = current;
            this.request = request;
            this.path = path;
            this.flow = flow;
            this.outbound = outbound;
            this.tentative = new ArrayList<>(current.all());
            for (var binding : tentative) addresses.add(binding.contact());
        }

        Outcome apply(List<Contact> contacts) {
            if (outbound.isApplied() && isMoreThanOneFlow(contacts))
                return new Outcome.Rejected(
                        StatusCode.BAD_REQUEST, "a contact with reg-id beside others");
            for (var contact : contacts) {
                if (!(contact instanceof Contact.Address(var address))) continue;
                var rejected = apply(address);
                if (rejected.isPresent()) return rejected.get();
            }
            if (tentative.size() > settings.bindings() && tentative.size() > current.size())
                return new Outcome.Rejected(
                        StatusCode.FORBIDDEN, "more than " + settings.bindings() + " bindings");
            return new Outcome.Accepted(
                    new Bindings(current.addressOfRecord(), tentative), List.copyOf(events));
        }

        /// RFC 5626 §6: a REGISTER goes over one flow, so it cannot register two.
        private boolean isMoreThanOneFlow(List<Contact> contacts) {
            int added = 0;
            for (var contact : contacts)
                if (contact instanceof Contact.Address(var address)
                        && requestedExpires(address, request) > 0) added++;
            return added > 1;
        }

        private Optional<Outcome> apply(NameAddr asSent) {
            var contact = kept(asSent);
            var defect = defect(contact);
            if (defect.isPresent()) return defect;
            long requested = requestedExpires(asSent, request);
            long min = settings.minExpires().toSeconds();
            if (requested > 0 && requested < HOUR && requested < min)
                return Optional.of(tooBrief());
            int at = find(contact);
            if (at >= 0) {
                var existing = tentative.get(at);
                boolean old = current.all().contains(existing);
                if (old && isOutOfOrder(request, existing))
                    return Optional.of(outOfOrder(existing));
            }
            if (requested == 0) remove(at);
            else put(at, contact, Math.min(requested, settings.maxExpires().toSeconds()));
            return Optional.empty();
        }

        /// Without what only means something in this request, or is ours to say (RFC 5627 §5.1).
        private NameAddr kept(NameAddr contact) {
            var parameters =
                    contact.parameters()
                            .without("expires")
                            .without("pub-gruu")
                            .without("temp-gruu");
            boolean isFlow = outbound.isApplied() && InstanceFlow.of(contact).isPresent();
            return contact.with(isFlow ? parameters : parameters.without("reg-id"));
        }

        private Optional<Outcome> defect(NameAddr contact) {
            if (Q.isMalformed(contact)) return badRequest("Contact: q is not from 0 to 1");
            int bytes = contact.toString().length();
            for (var hop : path) bytes += hop.toString().length();
            if (bytes > settings.contactBytes())
                return badRequest("Contact longer than " + settings.contactBytes() + " bytes");
            return Optional.empty();
        }

        private static Optional<Outcome> badRequest(String reason) {
            return Optional.of(new Outcome.Rejected(StatusCode.BAD_REQUEST, reason));
        }

        private Outcome tooBrief() {
            int min = (int) settings.minExpires().toSeconds();
            return new Outcome.Rejected(
                    StatusCode.INTERVAL_TOO_BRIEF,
                    "Interval Too Brief",
                    List.of(new Field.Composed<>(Header.MIN_EXPIRES, min)));
        }

        private int find(NameAddr contact) {
            for (int i = 0; i < addresses.size(); i++)
                if (SameContact.isSameBinding(addresses.get(i), contact)) return i;
            return -1;
        }

        private void remove(int at) {
            if (at < 0) return;
            addresses.remove(at);
            var gone = tentative.remove(at);
            events.add(new LocationEvent.Unregistered(current.addressOfRecord(), gone));
        }

        private void put(int at, NameAddr contact, long seconds) {
            var headers = request.headers();
            var binding =
                    new Binding(
                            contact,
                            headers.require(Header.CALL_ID).value(),
                            headers.require(Header.CSEQ).number(),
                            now.plusSeconds(seconds),
                            path,
                            flow,
                            userAgent(),
                            at < 0 ? now : tentative.get(at).registered(),
                            now);
            if (at < 0) {
                tentative.add(binding);
                addresses.add(contact);
                events.add(new LocationEvent.Registered(current.addressOfRecord(), binding));
            } else {
                tentative.set(at, binding);
                addresses.set(at, contact);
                events.add(new LocationEvent.Refreshed(current.addressOfRecord(), binding));
            }
        }

        /// Interned, since thousands of phones say the same.
        private String userAgent() {
            String text = request.headers().get(Header.USER_AGENT).orElse("");
            return text.substring(0, Math.min(text.length(), USER_AGENT_LENGTH)).intern();
        }
    }
}
