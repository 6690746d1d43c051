package io.switchhook.ladder;

import io.switchhook.ladder.Remark.Absorbed;
import io.switchhook.ladder.Remark.Authenticated;
import io.switchhook.ladder.Remark.Banned;
import io.switchhook.ladder.Remark.BreadthExceeded;
import io.switchhook.ladder.Remark.Canceled;
import io.switchhook.ladder.Remark.Cause;
import io.switchhook.ladder.Remark.Challenged;
import io.switchhook.ladder.Remark.ChoseBest;
import io.switchhook.ladder.Remark.Credentials;
import io.switchhook.ladder.Remark.Dropped;
import io.switchhook.ladder.Remark.FlowClosed;
import io.switchhook.ladder.Remark.FlowOpened;
import io.switchhook.ladder.Remark.Forked;
import io.switchhook.ladder.Remark.HandshakeFailed;
import io.switchhook.ladder.Remark.LoopDetected;
import io.switchhook.ladder.Remark.Malformed;
import io.switchhook.ladder.Remark.NatFixed;
import io.switchhook.ladder.Remark.NoBinding;
import io.switchhook.ladder.Remark.Overloaded;
import io.switchhook.ladder.Remark.RateLimited;
import io.switchhook.ladder.Remark.Redirected;
import io.switchhook.ladder.Remark.Refused;
import io.switchhook.ladder.Remark.Registered;
import io.switchhook.ladder.Remark.Resolved;
import io.switchhook.ladder.Remark.Retransmitted;
import io.switchhook.ladder.Remark.Routed;
import io.switchhook.ladder.Remark.Silent;
import io.switchhook.ladder.Remark.Stray;
import io.switchhook.ladder.Remark.Targeted;
import io.switchhook.ladder.Remark.TimedOut;
import io.switchhook.ladder.Remark.TooManyHops;
import io.switchhook.ladder.Remark.TransportChanged;
import io.switchhook.ladder.Remark.Undelivered;
import io.switchhook.ladder.Remark.UnknownUser;
import io.switchhook.ladder.Remark.Unregistered;

/// The bytes of a remark: a number for its kind, which stays the same for ever since files have it, and its components.
final class RemarkForm {
    private RemarkForm() {}

    static void write(Remark remark, Ink ink) {
        switch (remark) {
            case Challenged(var why, var realm, var algorithms) ->
                    ink.octet(1).octet(why.ordinal()).text(realm).text(algorithms);
            case Authenticated(var user, var by) -> ink.octet(2).text(user).text(by);
            case Refused(int status, var why, var rule) ->
                    ink.octet(3).number(status).text(why).text(rule);
            case RateLimited(var source, var budget, int retryAfter) ->
                    ink.octet(4).text(source).text(budget).number(retryAfter);
            case Overloaded(var precedence, int retryAfter) ->
                    ink.octet(5).text(precedence).number(retryAfter);
            case Banned(var address, var evidence, long seconds) ->
                    ink.octet(6).text(address).text(evidence).number(seconds);
            case Routed(var rule, var destination) -> ink.octet(7).text(rule).text(destination);
            case NoBinding(var user, long lastSeen) -> ink.octet(8).text(user).number(lastSeen);
            case UnknownUser(var user) -> ink.octet(9).text(user);
            case Targeted(var contact, int q, var path, long seen, boolean silent) ->
                    ink.octet(10).text(contact).number(q).path(path).number(seen).flag(silent);
            case Forked(var groups) -> ink.octet(11).numbers(groups);
            case Redirected(var contacts, boolean followed) ->
                    ink.octet(12).texts(contacts).flag(followed);
            case Canceled(var branch, var cause) ->
                    ink.octet(13).text(branch).octet(cause.ordinal());
            case ChoseBest(int status, var others, var rule) ->
                    ink.octet(14).number(status).numbers(others).text(rule);
            case BreadthExceeded(int breadth, int targets) ->
                    ink.octet(15).number(breadth).number(targets);
            case LoopDetected(var branch) -> ink.octet(16).text(branch);
            case TooManyHops(int maxForwards) -> ink.octet(17).number(maxForwards);
            case TransportChanged(var from, var to, int bytes) ->
                    ink.octet(18).text(from).text(to).number(bytes);
            case NatFixed(var what, var from, var to) ->
                    ink.octet(19).text(what).text(from).text(to);
            case Resolved(var name, var addresses) -> ink.octet(20).text(name).texts(addresses);
            case Registered(var user, var contact, int expires, boolean refreshed) ->
                    ink.octet(21).text(user).text(contact).number(expires).flag(refreshed);
            case Unregistered(var user, var contact, var why) ->
                    ink.octet(22).text(user).text(contact).text(why);
            case Retransmitted(var what, int repetition) ->
                    ink.octet(23).text(what).number(repetition);
            case Absorbed(var what) -> ink.octet(24).text(what);
            case TimedOut(var timer, var waitedFor, var path) ->
                    ink.octet(25).text(timer).text(waitedFor).path(path);
            case Undelivered(var path, var why) -> ink.octet(26).path(path).text(why);
            case Malformed(var why, int status) -> ink.octet(27).text(why).number(status);
            case Dropped(var what, var why) -> ink.octet(28).text(what).text(why);
            case Stray(var what) -> ink.octet(29).text(what);
            case FlowOpened(var path) -> ink.octet(30).path(path);
            case FlowClosed(var path, var why) -> ink.octet(31).path(path).text(why);
            case HandshakeFailed(var path, var why) -> ink.octet(32).path(path).text(why);
            case Silent(var contact, var path) -> ink.octet(33).text(contact).path(path);
        }
    }

    static Remark read(Eye eye) {
        int kind = eye.octet();
        return switch (kind) {
            case 1 -> new Challenged(Credentials.values()[eye.octet()], eye.text(), eye.text());
            case 2 -> new Authenticated(eye.text(), eye.text());
            case 3 -> new Refused(eye.number(), eye.text(), eye.text());
            case 4 -> new RateLimited(eye.text(), eye.text(), eye.number());
            case 5 -> new Overloaded(eye.text(), eye.number());
            case 6 -> new Banned(eye.text(), eye.text(), eye.longNumber());
            case 7 -> new Routed(eye.text(), eye.text());
            case 8 -> new NoBinding(eye.text(), eye.longNumber());
            case 9 -> new UnknownUser(eye.text());
            case 10 ->
                    new Targeted(
                            eye.text(), eye.number(), eye.path(), eye.longNumber(), eye.flag());
            case 11 -> new Forked(eye.numbers());
            case 12 -> new Redirected(eye.texts(), eye.flag());
            case 13 -> new Canceled(eye.text(), Cause.values()[eye.octet()]);
            case 14 -> new ChoseBest(eye.number(), eye.numbers(), eye.text());
            case 15 -> new BreadthExceeded(eye.number(), eye.number());
            case 16 -> new LoopDetected(eye.text());
            case 17 -> new TooManyHops(eye.number());
            case 18 -> new TransportChanged(eye.text(), eye.text(), eye.number());
            case 19 -> new NatFixed(eye.text(), eye.text(), eye.text());
            case 20 -> new Resolved(eye.text(), eye.texts());
            case 21 -> new Registered(eye.text(), eye.text(), eye.number(), eye.flag());
            case 22 -> new Unregistered(eye.text(), eye.text(), eye.text());
            case 23 -> new Retransmitted(eye.text(), eye.number());
            case 24 -> new Absorbed(eye.text());
            case 25 -> new TimedOut(eye.text(), eye.text(), eye.path());
            case 26 -> new Undelivered(eye.path(), eye.text());
            case 27 -> new Malformed(eye.text(), eye.number());
            case 28 -> new Dropped(eye.text(), eye.text());
            case 29 -> new Stray(eye.text());
            case 30 -> new FlowOpened(eye.path());
            case 31 -> new FlowClosed(eye.path(), eye.text());
            case 32 -> new HandshakeFailed(eye.path(), eye.text());
            case 33 -> new Silent(eye.text(), eye.path());
            default -> throw new IllegalArgumentException("no remark has the number " + kind);
        };
    }
}
