package io.switchhook.ladder;

import java.util.List;
import java.util.Optional;

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

    /// Credentials that nothing can be made of: asking for others would not help.
    ///
    /// @param text what is wrong with them
    record BadCredentials(Credentials why, String text) implements Decision {}

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

    /// What becomes of the request.
    record Routed(String why) implements Decision {}

    /// The address-of-record is known, and no phone is registered.
    record NoBinding(String user) implements Decision {}

    record UnknownUser(String user) implements Decision {}

    /// One phone a request goes to.
    ///
    /// @param q its preference in thousandths
    /// @param path the flow it is reached over; empty if its address has to be found
    /// @param silent whether it is the last resort, since it has not answered lately
    record Targeted(String contact, int q, Optional<Path> path, boolean silent)
            implements Decision {}

    /// More than one phone is called.
    ///
    /// @param together how many at the same time
    /// @param later how many if these fail
    record Forked(int together, int later) implements Decision {}

    /// Redirected by a 3xx of a phone.
    ///
    /// @param followed whether the server goes there itself, else the caller is told
    record Redirected(List<String> contacts, boolean followed) implements Decision {}

    /// Forwarded as a user wants it, whatever his phones say.
    ///
    /// @param user whose call it is
    /// @param target where it goes, as the user wrote it
    /// @param seconds how long nobody has answered; 0 if that is not why
    /// @param followed whether it went there; else it goes on as if it were not forwarded
    record Forwarded(String user, String target, Forward why, long seconds, boolean followed)
            implements Decision {

        /// The same where nobody can be called there.
        public Forwarded inVain() {
            return new Forwarded(user, target, why, seconds, false);
        }
    }

    /// Why a call is forwarded.
    enum Forward {
        ALWAYS,
        BUSY,
        NO_ANSWER,
        /// No phone is registered, or none can be reached.
        UNAVAILABLE
    }

    /// Turned away since the user does not want to be called now.
    record DoNotDisturb(String user) implements Decision {}

    /// @param branches how many are given up
    record Canceled(int branches, Cause cause) implements Decision {}

    /// Why somebody is no longer called.
    enum Cause {
        ANSWERED_ELSEWHERE,
        CALLER_GAVE_UP,
        DECLINED_EVERYWHERE,
        NOBODY_ANSWERED
    }

    /// @param candidates the statuses of all branches
    record ChoseBest(int status, List<Integer> candidates, String rule) implements Decision {}

    /// It may be forwarded on no more branches (RFC 5393).
    record BreadthExceeded() implements Decision {}

    record LoopDetected(String how) implements Decision {}

    /// Max-Forwards has come to 0.
    record TooManyHops() implements Decision {}

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

    /// @param timer of RFC 3261 §17: `B`, `F`, `H`, `C`
    record TimedOut(String timer, String waitedFor, Path path) implements Incident {}

    record Undelivered(Path path, String why) implements Incident {}

    /// No connection could be made.
    record Unreachable(String transport, String address, String why) implements Incident {}

    /// @param path it came over; empty in what was recorded before that was told
    /// @param why for people
    /// @param status of the answer, or 0 for none
    record Malformed(Optional<Path> path, Defect defect, String why, int status)
            implements Incident {}

    /// In which way a message is none.
    enum Defect {
        /// A datagram ends before the body that it announces does.
        CUT_SHORT,
        GRAMMAR
    }

    record Dropped(String what, String why) implements Incident {}

    /// A response or an ACK that belongs to nothing.
    record Stray(String what) implements Incident {}

    record FlowOpened(Path path) implements Incident {}

    record FlowClosed(Path path, String why) implements Incident {}

    /// @param why for people
    record HandshakeFailed(Path path, Obstacle obstacle, String why) implements Incident {}

    /// What keeps two ends from TLS.
    enum Obstacle {
        /// What came is not TLS.
        PLAIN,
        /// One end does not take the certificate of the other, or got none.
        CERTIFICATE,
        OTHER
    }

    /// A phone over UDP no longer answers, or does again.
    record Silent(String user, String contact, boolean silent) implements Incident {}
}
