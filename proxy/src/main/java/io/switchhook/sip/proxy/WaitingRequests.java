package io.switchhook.sip.proxy;

import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Field;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transaction.ServerTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The response contexts that are open, by Call-ID: to find the one that a CANCEL means, and to know a request that
/// came back.
final class WaitingRequests {
    /// What else decides a request's way: who sends it, and what he prefers (RFC 3841).
    private static final List<Known> DECISIVE =
            List.of(
                    Known.PROXY_AUTHORIZATION,
                    Known.REQUEST_DISPOSITION,
                    Known.ACCEPT_CONTACT,
                    Known.REJECT_CONTACT);

    private final Map<CallId, Call> calls = new HashMap<>();
    private final int mostPerCall;

    /// Whether a Via is ours.
    private final Predicate<Via> ours;

    /// The requests of one Call-ID.
    private static final class Call {
        static final Call NONE = new Call();

        // Nearly always one, so the list has no room to spare.
        final List<ResponseContext> open = new ArrayList<>(1);

        /// How often a request came back here since the first one that is open came.
        int spirals;
    }

    WaitingRequests(int mostPerCall, Predicate<Via> ours) {
        this.mostPerCall = mostPerCall;
        this.ours = ours;
    }

    boolean isCrowded(CallId callId) {
        return of(callId).open.size() >= mostPerCall;
    }

    void add(ResponseContext context) {
        calls.computeIfAbsent(callId(context.received()), _ -> new Call()).open.add(context);
    }

    void remove(ResponseContext context) {
        calls.computeIfPresent(
                callId(context.received()),
                (_, call) -> {
                    call.open.remove(context);
                    return call.open.isEmpty() ? null : call;
                });
    }

    Optional<ResponseContext> of(ServerTransaction transaction) {
        for (var context : of(callId(transaction.request())).open)
            if (context.transaction() == transaction) return Optional.of(context);
        return Optional.empty();
    }

    /// The context that forwarded what this responds to, on a branch that is over by now.
    ///
    /// @param response without our Via
    Optional<ResponseContext> of(Response response) {
        var headers = response.headers();
        if (!headers.has(Known.VIA)) return Optional.empty();
        var branch = headers.require(Header.VIA).branch();
        for (var context : of(headers.require(Header.CALL_ID)).open) {
            var received = context.received().headers();
            if (received.require(Header.VIA).branch().equals(branch)
                    && received.require(Header.CSEQ).equals(headers.require(Header.CSEQ)))
                return Optional.of(context);
        }
        return Optional.empty();
    }

    /// What is wrong with a request that passed here before; empty for nothing.
    ///
    /// It loops if it waits for its responses with nothing changed that decides its way (RFC 3261 §16.3 item 4, RFC 5393
    /// §4.2). All requests of a Call-ID come to one core, so what a branch parameter would have to remember is still here.
    /// With something changed it is a spiral and passes, but not for ever: phones that register users of ours as their
    /// contacts could have it go round on one branch after the other. Costs a look at the Vias where it has not passed.
    Optional<Refusal> refusal(Request request) {
        if (!hasPassed(request)) return Optional.empty();
        var call = of(callId(request));
        for (var context : call.open)
            if (isSame(context.received(), request)) return Optional.of(Refusal.LOOP);
        // If what it came from is over, it opens the call anew, and is counted from then on.
        if (call == Call.NONE) return Optional.empty();
        return ++call.spirals > mostPerCall ? Optional.of(Refusal.SPIRALS) : Optional.empty();
    }

    private boolean hasPassed(Request request) {
        for (var via : request.headers().all(Header.VIA)) if (ours.test(via)) return true;
        return false;
    }

    private static boolean isSame(Request one, Request other) {
        var headers = one.headers();
        var others = other.headers();
        return headers.require(Header.CSEQ).equals(others.require(Header.CSEQ))
                && one.uri().equals(other.uri())
                && headers.require(Header.FROM).tag().equals(others.require(Header.FROM).tag())
                && headers.require(Header.TO).tag().equals(others.require(Header.TO).tag())
                && headers.all(Header.ROUTE).equals(others.all(Header.ROUTE))
                && DECISIVE.stream().allMatch(name -> lines(one, name).equals(lines(other, name)));
    }

    private static List<String> lines(Request request, Known name) {
        return request.headers().fields().stream()
                .filter(field -> field.name() == name)
                .map(Field::text)
                .toList();
    }

    private Call of(CallId callId) {
        return calls.getOrDefault(callId, Call.NONE);
    }

    private static CallId callId(Request request) {
        return request.headers().require(Header.CALL_ID);
    }

    int size() {
        return calls.size();
    }
}
