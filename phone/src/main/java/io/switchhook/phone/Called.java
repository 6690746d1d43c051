package io.switchhook.phone;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.ua.IncomingCall;
import io.switchhook.sip.ua.LocalUser;
import io.switchhook.sip.ua.Session;
import io.switchhook.sip.ua.UserAgent;
import java.util.Optional;

/// Who is called at a phone, and by whom. On the phone's shard.
final class Called implements UserAgent.Callee {
    private final Chassis phone;

    Called(Chassis phone) {
        this.phone = phone;
    }

    @Override
    public Optional<LocalUser> local(Request request) {
        return phone.lineFor(request).map(line -> line.callee(request));
    }

    @Override
    public void invited(IncomingCall incoming) {
        var request = incoming.request();
        var line = phone.lineFor(request).orElseThrow();
        var reception =
                Reception.of(
                        request,
                        line,
                        phone.settings().features(),
                        phone.preferences(),
                        phone.ongoing().isBusy());
        var who = named(who(line, request));
        phone.dialer().called(line, who);
        try {
            phone.ongoing().open(line, true, who).leg().ringing().receive(incoming, reception);
        } catch (IllegalStateException e) {
            phone.tell(new PhoneEvent.Problem(String.valueOf(e.getMessage())));
            incoming.reject(StatusCode.SERVICE_UNAVAILABLE, line::describe);
        }
    }

    @Override
    public void cancelled(IncomingCall incoming, Request cancel) {
        phone.ongoing().of(incoming).map(CallLeg::ringing).ifPresent(Ringing::cancelled);
    }

    @Override
    public Session.Reply updated(IncomingCall incoming, Request update) {
        return phone.ongoing()
                .of(incoming)
                .map(call -> call.updatedEarly(update))
                .orElseGet(() -> new Session.Reply.Refused(StatusCode.CALL_DOES_NOT_EXIST));
    }

    @Override
    public void unacknowledged(IncomingCall incoming) {
        phone.ongoing().of(incoming).map(CallLeg::ringing).ifPresent(Ringing::unacknowledged);
    }

    @Override
    public void request(ServerTransaction transaction) {
        phone.inquiries().answer(transaction);
    }

    private static NameAddr who(Line line, Request request) {
        var headers = request.headers();
        var from = headers.require(Header.FROM);
        return line.settings()
                .callerIdSource()
                .choose(
                        from.toString(),
                        headers.all(Header.P_ASSERTED_IDENTITY).stream()
                                .findFirst()
                                .map(NameAddr::toString),
                        headers.all(Header.REMOTE_PARTY_ID).stream()
                                .findFirst()
                                .map(NameAddr::toString))
                .orElse(from);
    }

    /// With the name that the phone books have for a caller who says none.
    private NameAddr named(NameAddr caller) {
        if (!caller.displayName().isEmpty()) return caller;
        return phone.book()
                .name(Addressing.text(caller.uri()))
                .map(name -> Addressing.named(name, caller.uri()))
                .orElse(caller);
    }
}
