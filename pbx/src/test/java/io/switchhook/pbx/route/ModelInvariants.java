package io.switchhook.pbx.route;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Crossing;
import io.switchhook.testkit.SipText;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must hold of all that the office sent and heard in one run.
final class ModelInvariants {
    private static final String OFFICE = "office";

    /// When an INVITE is given up that nobody answered, less what a message takes.
    private static final Duration TIMER_B = Duration.ofSeconds(31);

    /// One request that came in, as its responses show it.
    private static final class Incoming {
        boolean trying;
        final Set<String> successes = new HashSet<>();
        final Set<String> failures = new HashSet<>();
    }

    /// One INVITE that went out.
    private static final class Outgoing {
        final String call;
        final Duration at;
        boolean rang;
        boolean answered;
        boolean canceled;

        Outgoing(String call, Duration at) {
            this.call = call;
            this.at = at;
        }
    }

    private final Map<String, Incoming> incoming = new HashMap<>();
    private final Map<String, Outgoing> outgoing = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();

    /// @throws AssertionError naming the first that does not hold
    void check(List<Crossing> crossings) {
        for (var crossing : crossings) {
            var message = SipText.message(crossing.text());
            if (crossing.from().equals(OFFICE)) {
                switch (message) {
                    case Request request -> sent(request, crossing);
                    case Response response -> sent(response, crossing);
                }
            } else if (crossing.to().equals(OFFICE) && message instanceof Response response) {
                heard(response, crossing);
            }
        }
        for (var entry : incoming.entrySet()) ended(entry.getKey(), entry.getValue());
        for (var entry : outgoing.entrySet()) lost(entry.getKey(), entry.getValue());
    }

    private static String call(SipMessage message) {
        var headers = message.headers();
        var cseq = headers.require(Header.CSEQ);
        return headers.require(Header.CALL_ID).value() + ' ' + cseq.number();
    }

    private static String branch(SipMessage message) {
        return message.headers().require(Header.VIA).branch();
    }

    private void sent(Request request, Crossing crossing) {
        if (request.method() == Method.INVITE && isFirst(request))
            outgoing.putIfAbsent(branch(request), new Outgoing(call(request), crossing.at()));
        if (request.method() == Method.CANCEL) {
            var invite = outgoing.get(branch(request));
            if (invite != null) invite.canceled = true;
        }
    }

    private static boolean isFirst(Request request) {
        return request.headers().require(Header.TO).tag().isEmpty()
                && request.headers().get(Header.REQUEST_DISPOSITION).isEmpty();
    }

    private void sent(Response response, Crossing crossing) {
        var method = response.headers().require(Header.CSEQ).method();
        var it =
                incoming.computeIfAbsent(
                        method + " " + branch(response) + " for " + crossing.to(),
                        _ -> new Incoming());
        var status = response.status();
        // Over a connection that is gone nothing can be said, and of a timeout to no other request
        // (RFC 4320 §4.2).
        if (status.value() == 100)
            it.trying = method == Method.INVITE && crossing.transport() == Transport.UDP;
        if (status.isProvisional()) {
            require(
                    it.failures.isEmpty() && (it.successes.isEmpty() || method == Method.INVITE),
                    "a provisional response after the final one",
                    crossing);
            return;
        }
        var key = status.value() + " " + response.headers().require(Header.TO).tag();
        if (status.isSuccess()) {
            it.successes.add(key);
            require(
                    method == Method.INVITE || it.successes.size() == 1,
                    "a second 2xx to a request that is no INVITE",
                    crossing);
            if (method == Method.INVITE) accepted.add(call(response));
        } else {
            require(it.successes.isEmpty(), "a final response after a 2xx", crossing);
            it.failures.add(key);
            require(it.failures.size() == 1, "a second final response", crossing);
        }
    }

    private void heard(Response response, Crossing crossing) {
        var invite = outgoing.get(branch(response));
        if (invite == null || response.headers().require(Header.CSEQ).method() != Method.INVITE)
            return;
        boolean arrived =
                crossing.fate() == Crossing.Fate.DELIVERED
                        || crossing.fate() == Crossing.Fate.DUPLICATED;
        if (response.status().isFinal()) invite.answered = true;
        else if (arrived && crossing.at().minus(invite.at).compareTo(TIMER_B) < 0)
            // Over a connection that is gone nobody can be told.
            invite.rang = crossing.transport() == Transport.UDP;
    }

    /// Who was told to wait gets an answer.
    private static void ended(String request, Incoming it) {
        if (it.trying && it.successes.isEmpty() && it.failures.isEmpty())
            throw new AssertionError("no final response to " + request);
    }

    /// Whoever rings when somebody else has answered is told to stop.
    private void lost(String branch, Outgoing it) {
        if (it.rang && !it.answered && accepted.contains(it.call) && !it.canceled)
            throw new AssertionError("no CANCEL on losing branch " + branch + " of " + it.call);
    }

    private static void require(boolean holds, String otherwise, Crossing crossing) {
        if (!holds)
            throw new AssertionError(
                    otherwise
                            + ", number "
                            + crossing.number()
                            + " to "
                            + crossing.to()
                            + ":\n"
                            + crossing.text());
    }
}
