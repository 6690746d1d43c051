package io.switchhook.pbx.route;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// Answers what is addressed to the server itself and not to a user of it: questions for what it can do, and keep-alives
/// (RFC 3261 §11.2).
final class ServerCore {
    private static final HeaderType<String> ALLOW_LINE = line(Known.ALLOW);
    private static final HeaderType<String> ACCEPT_LINE = line(Known.ACCEPT);
    private static final String METHODS =
            "INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, PRACK, SUBSCRIBE, NOTIFY, PUBLISH, INFO, REFER, MESSAGE, UPDATE";

    private final BiFunction<Request, StatusCode, Response> responses;
    private final UnaryOperator<Headers.Editor> events;

    /// @param responses makes a response with a To tag
    /// @param events names the event packages of this server
    ServerCore(
            BiFunction<Request, StatusCode, Response> responses,
            UnaryOperator<Headers.Editor> events) {
        this.responses = responses;
        this.events = events;
    }

    private static HeaderType<String> line(Known name) {
        return new HeaderType<>(name, false, Scanner::rest, ByteSink::put);
    }

    void answer(ServerTransaction transaction) {
        transaction.respond(response(transaction.request()));
    }

    private Response response(Request request) {
        var required = request.headers().all(Header.REQUIRE);
        if (!required.isEmpty()) {
            return responses
                    .apply(request, StatusCode.BAD_EXTENSION)
                    .with(h -> {
                        for (var option : required) h.add(Header.UNSUPPORTED, option);
                        return h;
                    });
        }
        if (!(request.method() instanceof Method.Known known)) {
            return responses
                    .apply(request, StatusCode.NOT_IMPLEMENTED)
                    .with(h -> h.add(ALLOW_LINE, METHODS));
        }
        return switch (known) {
            case OPTIONS ->
                    responses
                            .apply(request, StatusCode.OK)
                            .with(h ->
                                    h.add(ALLOW_LINE, METHODS)
                                            .add(ACCEPT_LINE, "application/sdp")
                                            .add(Header.SUPPORTED, "path"))
                            .with(events);
            case NOTIFY -> responses.apply(request, StatusCode.OK);
            case BYE, PRACK, UPDATE, INFO ->
                    responses.apply(request, StatusCode.CALL_DOES_NOT_EXIST);
            case INVITE, ACK, CANCEL, REGISTER, SUBSCRIBE, PUBLISH, REFER, MESSAGE ->
                    responses.apply(request, StatusCode.NOT_FOUND);
        };
    }
}
