package io.switchhook.ladder;

import io.switchhook.ladder.Remark.Authenticated;
import io.switchhook.ladder.Remark.BadCredentials;
import io.switchhook.ladder.Remark.Banned;
import io.switchhook.ladder.Remark.BreadthExceeded;
import io.switchhook.ladder.Remark.Canceled;
import io.switchhook.ladder.Remark.Cause;
import io.switchhook.ladder.Remark.Challenged;
import io.switchhook.ladder.Remark.ChoseBest;
import io.switchhook.ladder.Remark.Credentials;
import io.switchhook.ladder.Remark.Defect;
import io.switchhook.ladder.Remark.DoNotDisturb;
import io.switchhook.ladder.Remark.Dropped;
import io.switchhook.ladder.Remark.FlowClosed;
import io.switchhook.ladder.Remark.FlowOpened;
import io.switchhook.ladder.Remark.Forked;
import io.switchhook.ladder.Remark.Forward;
import io.switchhook.ladder.Remark.Forwarded;
import io.switchhook.ladder.Remark.HandshakeFailed;
import io.switchhook.ladder.Remark.LoopDetected;
import io.switchhook.ladder.Remark.Malformed;
import io.switchhook.ladder.Remark.NatFixed;
import io.switchhook.ladder.Remark.NoBinding;
import io.switchhook.ladder.Remark.Obstacle;
import io.switchhook.ladder.Remark.Overloaded;
import io.switchhook.ladder.Remark.RateLimited;
import io.switchhook.ladder.Remark.Redirected;
import io.switchhook.ladder.Remark.Refused;
import io.switchhook.ladder.Remark.Registered;
import io.switchhook.ladder.Remark.Resolved;
import io.switchhook.ladder.Remark.Routed;
import io.switchhook.ladder.Remark.Silent;
import io.switchhook.ladder.Remark.Stray;
import io.switchhook.ladder.Remark.Targeted;
import io.switchhook.ladder.Remark.TimedOut;
import io.switchhook.ladder.Remark.TooManyHops;
import io.switchhook.ladder.Remark.TransportChanged;
import io.switchhook.ladder.Remark.Undelivered;
import io.switchhook.ladder.Remark.UnknownUser;
import io.switchhook.ladder.Remark.Unreachable;
import io.switchhook.ladder.Remark.Unregistered;
import java.util.Optional;

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
            case Routed(var why) -> ink.octet(7).text(why);
            case NoBinding(var user) -> ink.octet(8).text(user);
            case UnknownUser(var user) -> ink.octet(9).text(user);
            case Targeted(var contact, int q, var path, boolean silent) -> {
                ink.octet(10).text(contact).number(q).flag(silent).flag(path.isPresent());
                path.ifPresent(ink::path);
            }
            case Forked(int together, int later) -> ink.octet(11).number(together).number(later);
            case Redirected(var contacts, boolean followed) ->
                    ink.octet(12).texts(contacts).flag(followed);
            case Canceled(int branches, var cause) ->
                    ink.octet(13).number(branches).octet(cause.ordinal());
            case ChoseBest(int status, var candidates, var rule) ->
                    ink.octet(14).number(status).numbers(candidates).text(rule);
            case BreadthExceeded() -> ink.octet(15);
            case LoopDetected(var how) -> ink.octet(16).text(how);
            case TooManyHops() -> ink.octet(17);
            case TransportChanged(var from, var to, int bytes) ->
                    ink.octet(18).text(from).text(to).number(bytes);
            case NatFixed(var what, var from, var to) ->
                    ink.octet(19).text(what).text(from).text(to);
            case Resolved(var name, var addresses) -> ink.octet(20).text(name).texts(addresses);
            case Registered(var user, var contact, int expires, boolean refreshed) ->
                    ink.octet(21).text(user).text(contact).number(expires).flag(refreshed);
            case Unregistered(var user, var contact, var why) ->
                    ink.octet(22).text(user).text(contact).text(why);
            case TimedOut(var timer, var waitedFor, var path) ->
                    ink.octet(25).text(timer).text(waitedFor).path(path);
            case Undelivered(var path, var why) -> ink.octet(26).path(path).text(why);
            case Malformed(var path, var defect, var why, int status) -> {
                ink.octet(35).octet(defect.ordinal()).text(why).number(status);
                ink.flag(path.isPresent());
                path.ifPresent(ink::path);
            }
            case Dropped(var what, var why) -> ink.octet(28).text(what).text(why);
            case Stray(var what) -> ink.octet(29).text(what);
            case FlowOpened(var path) -> ink.octet(30).path(path);
            case FlowClosed(var path, var why) -> ink.octet(31).path(path).text(why);
            case HandshakeFailed(var path, var obstacle, var why) ->
                    ink.octet(36).path(path).octet(obstacle.ordinal()).text(why);
            case Silent(var user, var contact, boolean silent) ->
                    ink.octet(33).text(user).text(contact).flag(silent);
            case Unreachable(var transport, var address, var why) ->
                    ink.octet(34).text(transport).text(address).text(why);
            case BadCredentials(var why, var text) -> ink.octet(37).octet(why.ordinal()).text(text);
            case Forwarded(var user, var target, var why, long seconds, boolean followed) ->
                    ink.octet(38)
                            .octet(why.ordinal())
                            .text(user)
                            .text(target)
                            .number(seconds)
                            .flag(followed);
            case DoNotDisturb(var user) -> ink.octet(39).text(user);
        }
    }

    /// Whether a remark tells of something that goes wrong, from its first two octets.
    static boolean isTrouble(int kind, int next) {
        return switch (kind) {
            case 1 -> next > Credentials.STALE_NONCE.ordinal();
            case 3, 4, 5, 6, 8, 9, 12, 15, 16, 17, 25, 26, 34, 35, 36, 37, 38, 39 -> true;
            default -> false;
        };
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
            case 7 -> new Routed(eye.text());
            case 8 -> new NoBinding(eye.text());
            case 9 -> new UnknownUser(eye.text());
            case 10 -> targeted(eye);
            case 11 -> new Forked(eye.number(), eye.number());
            case 12 -> new Redirected(eye.texts(), eye.flag());
            case 13 -> new Canceled(eye.number(), Cause.values()[eye.octet()]);
            case 14 -> new ChoseBest(eye.number(), eye.numbers(), eye.text());
            case 15 -> new BreadthExceeded();
            case 16 -> new LoopDetected(eye.text());
            case 17 -> new TooManyHops();
            case 18 -> new TransportChanged(eye.text(), eye.text(), eye.number());
            case 19 -> new NatFixed(eye.text(), eye.text(), eye.text());
            case 20 -> new Resolved(eye.text(), eye.texts());
            case 21 -> new Registered(eye.text(), eye.text(), eye.number(), eye.flag());
            case 22 -> new Unregistered(eye.text(), eye.text(), eye.text());
            case 25 -> new TimedOut(eye.text(), eye.text(), eye.path());
            case 26 -> new Undelivered(eye.path(), eye.text());
            case 28 -> new Dropped(eye.text(), eye.text());
            case 29 -> new Stray(eye.text());
            case 30 -> new FlowOpened(eye.path());
            case 31 -> new FlowClosed(eye.path(), eye.text());
            case 33 -> new Silent(eye.text(), eye.text(), eye.flag());
            case 34 -> new Unreachable(eye.text(), eye.text(), eye.text());
            case 35 -> malformed(eye);
            case 36 -> new HandshakeFailed(eye.path(), Obstacle.values()[eye.octet()], eye.text());
            case 37 -> new BadCredentials(Credentials.values()[eye.octet()], eye.text());
            case 38 -> forwarded(eye);
            case 39 -> new DoNotDisturb(eye.text());
            default -> throw new IllegalArgumentException("no remark has the number " + kind);
        };
    }

    private static Remark forwarded(Eye eye) {
        var why = Forward.values()[eye.octet()];
        return new Forwarded(eye.text(), eye.text(), why, eye.longNumber(), eye.flag());
    }

    private static Remark malformed(Eye eye) {
        var defect = Defect.values()[eye.octet()];
        var why = eye.text();
        int status = eye.number();
        return new Malformed(path(eye), defect, why, status);
    }

    private static Optional<Path> path(Eye eye) {
        return eye.flag() ? Optional.of(eye.path()) : Optional.empty();
    }

    private static Remark targeted(Eye eye) {
        var contact = eye.text();
        int q = eye.number();
        boolean silent = eye.flag();
        return new Targeted(contact, q, path(eye), silent);
    }
}
