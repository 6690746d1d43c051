package io.switchhook.phone;

import io.switchhook.phone.Call.State;
import io.switchhook.phone.CallFacts.End;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.ua.Session;

/// What the other end of a call does while it is up. On the phone's shard.
final class Peer implements Session.User {
    static final StatusCode NOT_ACCEPTABLE_HERE = StatusCode.of(488);

    private final Chassis phone;
    private final CallLeg call;

    /// Whether the next ACK brings the answer to an offer of ours.
    private boolean offering;

    Peer(Chassis phone, CallLeg call, boolean offering) {
        this.phone = phone;
        this.call = call;
        this.offering = offering;
    }

    @Override
    public Session.Reply updated(Request update) {
        connected(update);
        return Session.User.super.updated(update);
    }

    private void connected(Request request) {
        if (call.remote().connected(request)) call.publish();
    }

    @Override
    public Session.Reply reinvited(Request invite) {
        if (invite.method() == Method.INVITE) connected(invite);
        var offer = invite.body();
        offering = offer.isEmpty();
        if (offering) {
            call.holding().goesOnWithoutMusic();
            return new Session.Reply.Accepted(call.media().offer(call.now() == State.HOLDING));
        }
        var answer = call.media().answer(offer);
        if (answer.isEmpty()) return new Session.Reply.Refused(NOT_ACCEPTABLE_HERE);
        if (!call.media().isRelayed()) call.holding().goesOnWithoutMusic();
        call.held(CallMedia.isHold(offer));
        return new Session.Reply.Accepted(answer.get());
    }

    @Override
    public void acknowledged(Request ack) {
        if (offering && !call.media().answered(ack.body())) call.hasNoSound();
        offering = false;
    }

    @Override
    public void refreshed(Response answer) {
        call.media().refreshed(answer.body());
    }

    @Override
    public void request(ServerTransaction transaction) {
        var method = transaction.request().method();
        if (method == Method.REFER) new Transferee(phone, call).referred(transaction);
        else if (method == Method.INFO) info(transaction);
        else phone.inquiries().answer(transaction);
    }

    private void info(ServerTransaction transaction) {
        KeyInfo.key(transaction.request()).ifPresent(call::heard);
        call.pictures().ifPresent(it -> it.informed(transaction.request()));
        phone.inquiries().respond(transaction, StatusCode.OK);
    }

    @Override
    public void ended(Session.Ending ending) {
        call.finish(
                switch (ending) {
                    case Session.Ending.ByPeer _ -> new End(200, "the other end hung up");
                    case Session.Ending.ByUs _ -> new End(200, "this phone hung up");
                    case Session.Ending.Lost(var why) -> new End(408, why);
                });
    }
}
