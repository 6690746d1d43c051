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
import io.switchhook.ladder.Remark.DoNotDisturb;
import io.switchhook.ladder.Remark.Dropped;
import io.switchhook.ladder.Remark.FlowClosed;
import io.switchhook.ladder.Remark.FlowOpened;
import io.switchhook.ladder.Remark.Forked;
import io.switchhook.ladder.Remark.Forwarded;
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
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a remark says, in one plain sentence.
final class Sentence {
    private Sentence() {}

    static String of(Remark remark) {
        return switch (remark) {
            case Challenged(var why, var realm, var algorithms) ->
                    challenged(why, realm, algorithms);
            case BadCredentials(_, var text) ->
                    "nothing can be made of the credentials" + colon(text);
            case Authenticated(var user, var by) -> "authenticated as " + user + in(by);
            case Refused(int status, var why, var rule) ->
                    "refused with " + status + colon(why) + in(rule);
            case RateLimited(var source, var budget, int retryAfter) ->
                    "too many requests from " + source + in(budget) + again(retryAfter);
            case Overloaded(var precedence, int retryAfter) ->
                    "too busy for more" + in(precedence) + again(retryAfter);
            case Banned(var address, var evidence, long seconds) ->
                    "banned " + address + " for " + ago(seconds) + colon(evidence);
            case Routed(var why) -> why;
            case NoBinding(var user) -> "no phone of " + user + " is registered";
            case UnknownUser(var user) -> "nobody is called " + user + " here";
            case Targeted(var contact, int q, var path, boolean silent) ->
                    targeted(contact, q, path, silent);
            case Forked(int together, int later) ->
                    count(together, "phone")
                            + (together > 1 ? " at once" : "")
                            + (later > 0 ? ", then " + later + " more" : "");
            case Redirected(var contacts, boolean followed) ->
                    (followed ? "follows the redirection to " : "tells the caller to try ")
                            + (contacts.isEmpty() ? "nobody" : String.join(", ", contacts));
            case Forwarded forwarded ->
                    (forwarded.followed() ? "forwarded to " : "cannot be forwarded to ")
                            + forwarded.target()
                            + (forwarded.followed() ? ": " : ", though ")
                            + because(forwarded);
            case DoNotDisturb(var user) -> user + " does not want to be disturbed";
            case Canceled(int branches, var cause) ->
                    count(branches, "phone") + " no longer called: " + cause(cause);
            case ChoseBest(int status, var candidates, var rule) ->
                    "the best answer of "
                            + candidates.stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", "))
                            + " is "
                            + status
                            + in(rule);
            case BreadthExceeded() -> "may not be sent to so many phones at once";
            case LoopDetected(var how) -> "a loop" + colon(how);
            case TooManyHops() -> "the request has come over too many servers";
            case TransportChanged(var from, var to, int bytes) ->
                    "goes over "
                            + to
                            + " instead of "
                            + from
                            + ": "
                            + bytes
                            + " bytes are too many";
            case NatFixed(var what, var from, var to) ->
                    "behind NAT: " + what + " is " + to + " instead of " + from;
            case Resolved(var name, var addresses) ->
                    addresses.isEmpty()
                            ? "DNS knows no address of " + name
                            : name + " is at " + String.join(", ", addresses);
            case Registered(var user, var contact, int expires, boolean refreshed) ->
                    user
                            + " is "
                            + (refreshed ? "still" : "now")
                            + " registered at "
                            + contact
                            + " for "
                            + expires
                            + " s";
            case Unregistered(var user, var contact, var why) ->
                    user + " is no longer registered at " + contact + colon(why);
            case TimedOut(var timer, var waitedFor, var path) ->
                    "nothing came from "
                            + address(path)
                            + ": waited for "
                            + waitedFor
                            + " (timer "
                            + timer
                            + ")";
            case Undelivered(var path, var why) ->
                    "cannot be sent to " + address(path) + colon(why);
            case Malformed(_, _, var why, int status) ->
                    "not understood"
                            + colon(why)
                            + (status == 0 ? "; not answered" : "; answered with " + status);
            case Dropped(var what, var why) -> what + " is dropped" + colon(why);
            case Stray(var what) -> what + " belongs to no call that is known";
            case FlowOpened(var path) -> "connection from " + address(path);
            case FlowClosed(var path, var why) ->
                    "connection to " + address(path) + " is closed" + colon(why);
            case HandshakeFailed(var path, _, var why) ->
                    "TLS with " + address(path) + " failed" + colon(why);
            case Silent(_, var contact, boolean silent) ->
                    silent
                            ? "nothing is heard of " + contact + " any more"
                            : contact + " is heard of again";
            case Unreachable(var transport, var address, var why) ->
                    "no connection to "
                            + transport.toLowerCase(Locale.ROOT)
                            + ' '
                            + address
                            + colon(why);
        };
    }

    private static String challenged(Credentials why, String realm, String algorithms) {
        return "challenged: "
                + switch (why) {
                    case NONE -> "no credentials";
                    case OTHER_REALM -> "the credentials are for another realm, not " + realm;
                    case STALE_NONCE -> "the nonce is too old";
                    case FOREIGN_NONCE -> "the nonce is not one of ours";
                    case REPLAYED -> "the credentials were used before";
                    case UNKNOWN_ALGORITHM -> "unknown algorithm; known are " + algorithms;
                    case UNKNOWN_USER -> "nobody has this user name";
                    case WRONG_PASSWORD -> "the password is wrong";
                    case OTHER_REQUEST -> "the credentials are those of another request";
                    case MALFORMED -> "the credentials cannot be read";
                };
    }

    private static String targeted(String contact, int q, Optional<Path> path, boolean silent) {
        return "to "
                + contact
                + path.map(it -> " over " + address(it)).orElse("")
                + (q == 1000 || silent ? "" : ", q " + q / 1000.0)
                + (silent ? ", the last resort: nothing was heard of it lately" : "");
    }

    /// Why a call is forwarded.
    static String because(Forwarded forwarded) {
        String user = forwarded.user();
        return switch (forwarded.why()) {
            case ALWAYS -> user + " has all calls forwarded";
            case BUSY -> user + " is busy";
            case NO_ANSWER -> user + " does not answer for " + ago(forwarded.seconds());
            case UNAVAILABLE -> "no phone of " + user + " can be reached";
        };
    }

    private static String cause(Cause cause) {
        return switch (cause) {
            case ANSWERED_ELSEWHERE -> "somebody else has answered";
            case CALLER_GAVE_UP -> "the caller gave up";
            case DECLINED_EVERYWHERE -> "somebody has declined for all";
            case NOBODY_ANSWERED -> "nobody answered in time";
        };
    }

    /// `udp 10.0.0.7:5062`.
    static String address(Path path) {
        return path.transport().toLowerCase(Locale.ROOT) + ' ' + address(path.remote());
    }

    /// `tcp 10.0.0.7:5062`.
    static String address(Unreachable there) {
        return there.transport().toLowerCase(Locale.ROOT) + ' ' + there.address();
    }

    static String address(InetSocketAddress address) {
        var ip = address.getAddress();
        if (ip == null) return address.getHostString() + ':' + address.getPort();
        String text = ip.getHostAddress();
        return (text.indexOf(':') < 0 ? text : '[' + text + ']') + ':' + address.getPort();
    }

    static String ago(long seconds) {
        if (seconds < 120) return seconds + " s";
        if (seconds < 2 * 3600) return seconds / 60 + " min";
        if (seconds < 2 * 86400) return seconds / 3600 + " h";
        return seconds / 86400 + " days";
    }

    static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String again(int retryAfter) {
        return retryAfter <= 0 ? "" : "; may try again in " + retryAfter + " s";
    }

    private static String in(String text) {
        return text.isEmpty() ? "" : " (" + text + ')';
    }

    private static String colon(String text) {
        return text.isEmpty() ? "" : ": " + text;
    }
}
