package io.switchhook.sip.proxy;

import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Field;
import io.switchhook.sip.message.Request;
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
    private final Map<CallId, List<ResponseContext>> contexts = new HashMap<>();
    private final int mostPerCall;

    /// Whether a Via is ours.
    private final Predicate<Via> ours;

    WaitingRequests(int mostPerCall, Predicate<Via> ours) {
        this.mostPerCall = mostPerCall;
        this.ours = ours;
    }

    boolean isCrowded(CallId callId) {
        return of(callId).size() >= mostPerCall;
    }

    void add(ResponseContext context) {
        // Nearly always one, so the list has no room to spare.
        contexts.computeIfAbsent(callId(context.received()), _ -> new ArrayList<>(1)).add(context);
    }

    void remove(ResponseContext context) {
        contexts.computeIfPresent(
                callId(context.received()),
                (_, open) -> {
                    open.remove(context);
                    return open.isEmpty() ? null : open;
                });
    }

    Optional<ResponseContext> of(ServerTransaction transaction) {
        for (var context : of(callId(transaction.request())))
            if (context.transaction() == transaction) return Optional.of(context);
        return Optional.empty();
    }

    /// Whether the request passed here before and waits for its responses with nothing changed that decides its way
    /// (RFC 3261 §16.3 item 4, RFC 5393 §4.2). All requests of a Call-ID come to one core, so what a branch parameter
    /// would have to remember is still here. Costs a look at the Vias where there is no loop.
    boolean isLoop(Request request) {
        if (!hasPassed(request)) return false;
        for (var context : of(callId(request)))
            if (isSame(context.received(), request)) return true;
        return false;
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
                && lines(one, Known.PROXY_AUTHORIZATION)
                        .equals(lines(other, Known.PROXY_AUTHORIZATION));
    }

    private static List<String> lines(Request request, Known name) {
        return request.headers().fields().stream()
                .filter(field -> field.name() == name)
                .map(Field::text)
                .toList();
    }

    private List<ResponseContext> of(CallId callId) {
        return contexts.getOrDefault(callId, List.of());
    }

    private static CallId callId(Request request) {
        return request.headers().require(Header.CALL_ID);
    }

    int size() {
        return contexts.size();
    }
}
