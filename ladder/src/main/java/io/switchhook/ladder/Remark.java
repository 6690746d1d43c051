package io.switchhook.ladder;

import java.util.List;

/// What the server decided, or what happened to it: one record for each kind. Short texts, and none that is secret.
public sealed interface Remark {

    /// What the server could have decided otherwise.
    sealed interface Decision extends Remark {}

    /// What came about without anybody's decision.
    sealed interface Incident extends Remark {}

    // Who gets in

    /// @param why what was wrong with the credentials, or that there were none
    /// @param algorithms that were offered, strongest first
    record Challenged(Credentials why, String realm, String algorithms) implements Decision {}

    /// What credentials were worth.
    enum Credentials {
        NONE,
        OTHER_REALM,
        STALE_NONCE,
        FOREIGN_NONCE,
        REPLAYED,
        UNKNOWN_ALGORITHM,
        UNKNOWN_USER,
        WRONG_PASSWORD,
        OTHER_REQUEST,
        MALFORMED
    }

    /// @param by the algorithm of the digest, or `certificate`
    record Authenticated(String user, String by) implements Decision {}

    /// @param status of the answer
    /// @param rule the RFC section, or the key of the configuration, that says so
    record Refused(int status, String why, String rule) implements Decision {}

    /// @param source whose budget was used up: an address or an account
    record RateLimited(String source, String budget, int retryAfter) implements Decision {}

    /// @param precedence of what was turned away
    record Overloaded(String precedence, int retryAfter) implements Decision {}

    /// @param evidence what the address did
    record Banned(String address, String evidence, long seconds) implements Decision {}

    // Where it goes

    /// Which rule chose what becomes of the request.
    record Routed(String rule, String destination) implements Decision {}

    /// The address-of-record is known, and no phone is registered.
    ///
    /// @param lastSeen seconds since the last binding ended; negative if there was none since the start
    record NoBinding(String user, long lastSeen) implements Decision {}

    record UnknownUser(String user) implements Decision {}

    /// One phone a request goes to.
    ///
    /// @param q its preference in thousandths
    /// @param seen seconds since something came from it; negative if nothing is known
    record Targeted(String contact, int q, Path path, long seen, boolean silent)
            implements Decision {}

    /// Which targets are tried at the same time, in which order.
    ///
    /// @param groups how many targets each group has, the first to be tried first
    record Forked(List<Integer> groups) implements Decision {}

    /// Redirected by a 3xx of a phone.
    ///
    /// @param followed whether the server goes there itself, else the caller is told
    record Redirected(List<String> contacts, boolean followed) implements Decision {}

    /// @param cause why this branch was canceled
    record Canceled(String branch, Cause cause) implements Decision {}

    /// Why somebody is no longer called.
    enum Cause {
        ANSWERED_ELSEWHERE,
        CALLER_GAVE_UP,
        DECLINED_EVERYWHERE,
        NOBODY_ANSWERED
    }

    /// @param others the statuses of the other branches
    record ChoseBest(int status, List<Integer> others, String rule) implements Decision {}

    /// @param breadth how many branches the request may still have (RFC 5393)
    record BreadthExceeded(int breadth, int targets) implements Decision {}

    record LoopDetected(String branch) implements Decision {}

    record TooManyHops(int maxForwards) implements Decision {}

    /// A request too long for UDP (RFC 3261 §18.1.1).
    record TransportChanged(String from, String to, int bytes) implements Decision {}

    /// Something was rewritten since the phone is behind NAT.
    record NatFixed(String what, String from, String to) implements Decision {}

    /// @param addresses in the order in which they are tried
    record Resolved(String name, List<String> addresses) implements Decision {}

    // Registrations

    /// @param expires seconds
    /// @param refreshed whether it was there before
    record Registered(String user, String contact, int expires, boolean refreshed)
            implements Decision {}

    record Unregistered(String user, String contact, String why) implements Decision {}

    // What came about

    /// Our own repetition of what went unanswered.
    ///
    /// @param repetition 1 for the first
    record Retransmitted(String what, int repetition) implements Incident {}

    /// A repetition of the peer, answered with what was said before.
    record Absorbed(String what) implements Incident {}

    /// @param timer of RFC 3261 §17: `B`, `F`, `H`, `C`
    record TimedOut(String timer, String waitedFor, Path path) implements Incident {}

    record Undelivered(Path path, String why) implements Incident {}

    /// @param status of the answer, or 0 for none
    record Malformed(String why, int status) implements Incident {}

    record Dropped(String what, String why) implements Incident {}

    /// A response or an ACK that belongs to nothing.
    record Stray(String what) implements Incident {}

    record FlowOpened(Path path) implements Incident {}

    record FlowClosed(Path path, String why) implements Incident {}

    record HandshakeFailed(Path path, String why) implements Incident {}

    /// A phone over UDP that no longer answers.
    record Silent(String contact, Path path) implements Incident {}
}
