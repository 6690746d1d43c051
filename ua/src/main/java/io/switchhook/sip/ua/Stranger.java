package io.switchhook.sip.ua;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;

/// Has a session for as long as its BYE takes, and wants nothing of it.
final class Stranger implements Session.User {
    @Override
    public Session.Reply reinvited(Request invite) {
        return new Session.Reply.Refused(StatusCode.CALL_DOES_NOT_EXIST);
    }

    @Override
    public void acknowledged(Request ack) {}

    @Override
    public void request(ServerTransaction transaction) {}

    @Override
    public void ended(Session.Ending ending) {}
}
