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
import org.jspecify.annotations.Nullable;

/// What becomes of a 3xx: RFC 3261 §16.7 item 4. Its contacts become targets if the [Router] agrees, so that nobody
/// reaches by way of a redirection what he could not reach himself, and users of ours are found by the location service. The
/// same way go calls that are forwarded here ([Forwarding]).
final class Recursion {
    /// Makes one of what a route says, for a user whose calls are forwarded.
    interface Users {
        @Nullable CalledUser of(Forwarding forwarding, UnaryOperator<Headers.Editor> edits);
    }

    private final Surroundings surroundings;
    private final Users users;
    private final Request request;
    private final Flow flow;
    private final TargetSet targets;

    Recursion(
            Surroundings surroundings, Users users, Request request, Flow flow, TargetSet targets) {
        this.surroundings = surroundings;
        this.users = users;
        this.request = request;
        this.flow = flow;
        this.targets = targets;
    }

    /// Adds the targets that can be had and returns the response with the contacts that remain; empty if none do.
    ///
    /// @param edits those made for who redirects
    Optional<Response> follow(Response redirection, UnaryOperator<Headers.Editor> edits) {
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
            if (!isLookedAt || !follow(contact, edits)) left.add(contact);
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

    private boolean follow(Contact contact, UnaryOperator<Headers.Editor> edits) {
        return switch (contact) {
            case Contact.Star() -> false;
            case Contact.Address(var address) ->
                    address.uri() instanceof SipUri uri
                            && follow(uri.asRequestUri(), q(address), edits);
        };
    }

    private boolean follow(SipUri uri, int q, UnaryOperator<Headers.Editor> edits) {
        if (targets.isFull() || targets.knows(uri) || isDowngrade(uri)) return false;
        boolean follows = go(surroundings.router().redirected(request, uri, flow), q, edits);
        if (follows) surroundings.counters().recursions.increment();
        return follows;
    }

    /// Adds the targets that a route leads to, if it leads to any.
    ///
    /// @param edits those made for who was called before
    boolean go(Route route, int q, UnaryOperator<Headers.Editor> edits) {
        return switch (route) {
            case Route.Fork fork -> {
                surroundings.events().decided(request, fork.reason());
                yield add(fork, q, edits);
            }
            case Route.Forwarded forwarded -> {
                var why = forwarded.why();
                surroundings.events().remark(request, forwarded.isTaken() ? why : why.inVain());
                yield go(forwarded.to(), q, edits);
            }
            case Route.Reject(_, _, _, _, var remark) -> {
                remark.ifPresent(it -> surroundings.events().remark(request, it));
                yield false;
            }
            case Route.Redirect _, Route.Serve _ -> false;
        };
    }

    private boolean add(Route.Fork fork, int q, UnaryOperator<Headers.Editor> before) {
        UnaryOperator<Headers.Editor> edits = h -> fork.edits().apply(before.apply(h));
        var user = users.of(fork.forwarding(), edits);
        boolean added = false;
        for (var target : fork.targets()) {
            var ranked = target.withQ(Math.min(q, target.q()));
            added |= targets.add(ranked, fork.recurse(), edits, user);
        }
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
