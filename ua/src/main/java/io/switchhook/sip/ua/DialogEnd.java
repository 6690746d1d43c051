package io.switchhook.sip.ua;

import io.switchhook.sip.dialog.Dialog;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transport.Flow;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Our end of a dialog, early or confirmed: what is sent in it, and the order of what comes (RFC 3261 §12.2).
final class DialogEnd {
    static final StatusCode REQUEST_PENDING = StatusCode.of(491);
    private static final int RETRY_SECONDS = 10;

    private final UserAgent agent;
    private final LocalUser local;
    private final Optional<Flow> flow;
    private Dialog dialog;

    /// The ACK of the last INVITE we sent, to be sent again when the 2xx comes again.
    private Dialog.@Nullable Next ack;

    DialogEnd(UserAgent agent, LocalUser local, Optional<Flow> flow, Dialog dialog) {
        this.agent = agent;
        this.local = local;
        this.flow = flow;
        this.dialog = dialog;
    }

    Dialog dialog() {
        return dialog;
    }

    void become(Dialog changed) {
        dialog = changed;
    }

    /// A target refresh of ours was accepted; a Contact that cannot be read moves nothing.
    void accepted(Response response) {
        try {
            dialog = dialog.accepted(response);
        } catch (MalformedField e) {
            return;
        }
    }

    LocalUser local() {
        return local;
    }

    Contact contact() {
        return local.contact();
    }

    /// Sends a request other than ACK, and answers a challenge.
    ///
    /// @param responses gets each response but the challenges that were answered
    void send(
            Method method,
            UnaryOperator<Headers.Editor> edits,
            Body body,
            Consumer<Response> responses) {
        send(method, edits, body, responses, true);
    }

    private void send(
            Method method,
            UnaryOperator<Headers.Editor> edits,
            Body body,
            Consumer<Response> responses,
            boolean first) {
        var next = dialog.next(method, edits, body);
        dialog = next.dialog();
        var request = local.credentials().authorize(next.request());
        agent.uac()
                .send(
                        request,
                        local.hopInDialog(next.hop()),
                        flow,
                        response -> {
                            boolean asked =
                                    first
                                            && local.credentials()
                                                    .answer(request, response)
                                                    .isPresent();
                            if (asked) send(method, edits, body, responses, false);
                            else responses.accept(response);
                        });
    }

    /// Acknowledges a 2xx to the INVITE that it answers.
    void acknowledge(Response answer, Body body) {
        long number = answer.headers().require(Header.CSEQ).number();
        var made = dialog.ack(number, h -> agent.describe(h, body), body);
        ack = made;
        agent.uac().acknowledge(made.request(), local.hopInDialog(made.hop()), flow);
    }

    /// §13.2.2.4: a 2xx that comes again wants its ACK again.
    void acknowledgeAgain(Response answer) {
        var last = ack;
        if (last != null
                && number(last.request()) == answer.headers().require(Header.CSEQ).number())
            agent.uac().acknowledge(last.request(), local.hopInDialog(last.hop()), flow);
    }

    static long number(Request request) {
        return request.headers().require(Header.CSEQ).number();
    }

    /// What a request makes of the dialog. Empty if it is out of order, which was answered.
    Optional<Dialog> received(ServerTransaction transaction) {
        var next = dialog.received(transaction.request());
        if (next.isEmpty()) agent.respond(transaction, StatusCode.SERVER_INTERNAL_ERROR);
        return next;
    }

    /// Refuses an offer that comes while another one waits for its answer: RFC 3261 §14.2, RFC 3311 §5.2.
    ///
    /// @param ours whether the other one is ours
    void refuseOffer(ServerTransaction transaction, boolean ours) {
        if (ours) {
            agent.respond(transaction, REQUEST_PENDING);
            return;
        }
        int seconds = agent.random().nextInt(RETRY_SECONDS + 1);
        transaction.respond(
                agent.response(transaction, StatusCode.SERVER_INTERNAL_ERROR)
                        .with(h -> h.add(Header.RETRY_AFTER, RetryAfter.seconds(seconds))));
    }

    /// A 2xx of ours that refreshes the target.
    Response ok(ServerTransaction transaction, Body body) {
        var ok = agent.response(transaction, StatusCode.OK);
        return agent.described(
                ok.with(h -> agent.abilities(h.add(Header.CONTACT, contact()), local)), body);
    }

    /// Answers a request other than INVITE.
    void answer(ServerTransaction transaction, Session.Reply reply) {
        switch (reply) {
            case Session.Reply.Accepted(var body) -> transaction.respond(ok(transaction, body));
            case Session.Reply.Refused(var status) -> agent.respond(transaction, status);
        }
    }
}
