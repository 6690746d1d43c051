package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What becomes of a 3xx: RFC 3261 §16.7 item 4. Its contacts become targets if the [Router] agrees, so that nobody
/// reaches by way of a redirection what he could not reach himself, and users of ours are found by the location service.
final class Recursion {
    private final Surroundings surroundings;
    private final Plan plan;
    private final Request request;
    private final Flow flow;
    private final TargetSet targets;

    Recursion(Surroundings surroundings, Plan plan, Flow flow, TargetSet targets) {
        this.surroundings = surroundings;
        this.plan = plan;
        this.request = plan.request();
        this.flow = flow;
        this.targets = targets;
    }

    /// Adds the targets that can be had and returns the response with the contacts that remain; empty if none do.
    Optional<Response> follow(Response redirection) {
        List<Contact> contacts;
        try {
            contacts = redirection.headers().all(Header.CONTACT);
        } catch (MalformedField e) {
            return Optional.of(redirection);
        }
        var left = new ArrayList<Contact>();
        int looked = 0;
        for (var contact : contacts) {
            boolean isLookedAt = looked++ < surroundings.settings().targets();
            if (!isLookedAt || !follow(contact)) left.add(contact);
        }
        if (left.size() == contacts.size()) return Optional.of(redirection);
        if (left.isEmpty()) return Optional.empty();
        return Optional.of(
                redirection.with(h -> {
                    h.remove(Known.CONTACT);
                    for (var contact : left) h.add(Header.CONTACT, contact);
                    return h;
                }));
    }

    private boolean follow(Contact contact) {
        return switch (contact) {
            case Contact.Star() -> false;
            case Contact.Address(var address) ->
                    address.uri() instanceof SipUri uri && follow(uri.asRequestUri(), q(address));
        };
    }

    private boolean follow(SipUri uri, int q) {
        if (targets.isFull() || targets.knows(uri) || isDowngrade(uri)) return false;
        return switch (surroundings.router().redirected(request, uri, flow)) {
            case Route.Fork fork -> {
                surroundings.events().decided(request, fork.reason());
                yield add(fork, q);
            }
            case Route.Reject(_, _, _, var remark) -> {
                remark.ifPresent(it -> surroundings.events().remark(request, it));
                yield false;
            }
            case Route.Redirect _, Route.Serve _ -> false;
        };
    }

    private boolean add(Route.Fork fork, int q) {
        UnaryOperator<Headers.Editor> edits = h -> fork.edits().apply(plan.edits().apply(h));
        boolean added = false;
        for (var target : fork.targets()) {
            var ranked = target.withQ(Math.min(q, target.q()));
            added |= targets.add(ranked, fork.recurse(), edits);
        }
        if (added) surroundings.counters().recursions.increment();
        return added;
    }

    /// What was asked for by `sips:` is not looked for by `sip:`.
    private boolean isDowngrade(SipUri uri) {
        return request.uri() instanceof SipUri asked && asked.secure() && !uri.secure();
    }

    /// A q as a parameter of a Contact; none for the highest.
    static Parameters q(int thousandths) {
        if (thousandths >= 1000) return Parameters.EMPTY;
        return Parameters.EMPTY.with("q", String.format(Locale.ROOT, "0.%03d", thousandths));
    }

    /// `qvalue` in thousandths (§25.1); 1000 where none or no such thing is said.
    static int q(NameAddr contact) {
        var text = contact.parameters().get("q").orElse("1");
        if (text.isEmpty() || text.length() > 5 || text.charAt(0) != '0') return 1000;
        int q = 0;
        for (int i = 2; i < 5; i++) {
            char c = i < text.length() ? text.charAt(i) : '0';
            if (c < '0' || c > '9') return 1000;
            q = q * 10 + c - '0';
        }
        return q;
    }
}
