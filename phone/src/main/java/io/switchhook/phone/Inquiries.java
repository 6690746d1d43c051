package io.switchhook.phone;

import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.TransactionLayer;
import java.util.Optional;

/// Requests that only need to be understood, in a call or outside of any: what the phone can do, a text, a word of the server.
/// On the phone's shard.
final class Inquiries {
    private static final StatusCode METHOD_NOT_ALLOWED = StatusCode.of(405);
    private static final StatusCode BAD_EVENT = StatusCode.of(489);

    private final Chassis phone;
    private final TransactionLayer layer;

    Inquiries(Chassis phone, TransactionLayer layer) {
        this.phone = phone;
        this.layer = layer;
    }

    void answer(ServerTransaction transaction) {
        var method = transaction.request().method();
        if (method == Method.OPTIONS) respond(transaction, StatusCode.OK);
        else if (method == Method.MESSAGE) text(transaction);
        else if (method == Method.NOTIFY) notified(transaction);
        else
            respond(
                    transaction,
                    method instanceof Method.Known
                            ? METHOD_NOT_ALLOWED
                            : StatusCode.NOT_IMPLEMENTED);
    }

    /// RFC 3428.
    private void text(ServerTransaction transaction) {
        var request = transaction.request();
        respond(transaction, StatusCode.OK);
        phone.lineFor(request)
                .ifPresent(line ->
                        phone.tell(
                                new PhoneEvent.Text(
                                        line.number(),
                                        Addressing.text(
                                                request.headers().require(Header.FROM).uri()),
                                        request.body().toString())));
    }

    /// What nobody here has subscribed to: a server may send some of it all the same.
    private void notified(ServerTransaction transaction) {
        var event = transaction.request().headers().get(Header.EVENT);
        switch (event.map(Event::type).orElse("")) {
            case "check-sync" -> checkSync(transaction, event.filter(Inquiries::reboots));
            case "message-summary" -> {
                respond(transaction, StatusCode.OK);
                messagesWait(transaction.request());
            }
            default -> respond(transaction, BAD_EVENT);
        }
    }

    /// Only a server of an account may have the phone fetch files and start anew: who else could would have all phones of a house
    /// be silent.
    private void checkSync(ServerTransaction transaction, Optional<Event> reboots) {
        boolean isServer =
                phone.accounts().lines().stream()
                        .anyMatch(line -> line.trusted().contain(transaction.flow()));
        respond(transaction, isServer ? StatusCode.OK : StatusCode.FORBIDDEN);
        if (isServer) phone.check(reboots.isPresent());
    }

    private static boolean reboots(Event event) {
        return event.parameters().get("reboot").equals(Optional.of("true"));
    }

    /// RFC 3842.
    private void messagesWait(Request notify) {
        phone.lineFor(notify)
                .ifPresent(line ->
                        MessageSummary.of(notify.body())
                                .ifPresent(it -> phone.tell(it.event(line.number()))));
    }

    void respond(ServerTransaction transaction, StatusCode status) {
        var response = layer.responseTo(transaction.request(), status);
        var asked = phone.lineFor(transaction.request()).or(phone.accounts()::first);
        transaction.respond(asked.map(line -> response.with(line::describe)).orElse(response));
    }
}
