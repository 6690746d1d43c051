package io.switchhook.ladder;

import static io.switchhook.ladder.Remark.Credentials.FOREIGN_NONCE;
import static io.switchhook.ladder.Remark.Credentials.MALFORMED;
import static io.switchhook.ladder.Remark.Credentials.NONE;
import static io.switchhook.ladder.Remark.Credentials.OTHER_REALM;
import static io.switchhook.ladder.Remark.Credentials.OTHER_REQUEST;
import static io.switchhook.ladder.Remark.Credentials.REPLAYED;
import static io.switchhook.ladder.Remark.Credentials.STALE_NONCE;
import static io.switchhook.ladder.Remark.Credentials.UNKNOWN_ALGORITHM;
import static io.switchhook.ladder.Remark.Credentials.UNKNOWN_USER;
import static io.switchhook.ladder.Remark.Credentials.WRONG_PASSWORD;
import static io.switchhook.ladder.Rule.fault;
import static io.switchhook.ladder.Rule.hint;
import static io.switchhook.ladder.Rule.told;
import static io.switchhook.ladder.Rule.when;

import io.switchhook.ladder.Remark.BadCredentials;
import io.switchhook.ladder.Remark.Banned;
import io.switchhook.ladder.Remark.Challenged;
import io.switchhook.ladder.Remark.Overloaded;
import io.switchhook.ladder.Remark.RateLimited;
import java.util.List;

/// Who was not let in, and why.
final class AdmissionRules {
    /// A phone that asks a person for the password may need a while.
    private static final int PATIENCE = 5;

    private AdmissionRules() {}

    static final List<Rule> TABLE =
            List.of(
                    fault(
                            "banned",
                            told(
                                    Banned.class,
                                    it -> !it.isAnswered(),
                                    it ->
                                            it.address()
                                                    + " is banned for "
                                                    + Sentence.ago(it.seconds())
                                                    + ", because of "
                                                    + it.evidence()),
                            "Correct what the phones at this address send, then: switchhook bans lift ADDRESS."),
                    fault(
                            "rate-limited",
                            told(
                                    RateLimited.class,
                                    Evidence::failed,
                                    it ->
                                            "too many requests from "
                                                    + it.source()
                                                    + ": "
                                                    + it.budget()),
                            "Find out what sends so much; if it may, raise the limit that is named."),
                    fault(
                            "overloaded",
                            told(
                                    Overloaded.class,
                                    Evidence::failed,
                                    _ -> "the server had more to do than it could"),
                            "The phone tries again by itself. If that happens often, give the server more processors."),
                    fault(
                            "other-realm",
                            when(
                                    it -> it.isRefusedFor(OTHER_REALM),
                                    it ->
                                            it.caller()
                                                    + " proves who it is for the realm "
                                                    + it.proof("realm")
                                                    + ", and this server's is "
                                                    + it.last(Challenged.class)
                                                            .map(Challenged::realm)
                                                            .orElse("another")),
                            "Clear the realm in the phone's account, or set it to that of the server."),
                    fault(
                            "unknown-algorithm",
                            when(
                                    it -> it.isRefusedFor(UNKNOWN_ALGORITHM),
                                    it ->
                                            it.caller()
                                                    + " uses the algorithm "
                                                    + it.proof("algorithm")
                                                    + ", and "
                                                    + it.last(Challenged.class)
                                                            .map(Challenged::algorithms)
                                                            .orElse("others")
                                                    + " were offered"),
                            "Update the phone, or let it use MD5."),
                    fault(
                            "unknown-account",
                            when(
                                    it -> it.isRefusedFor(UNKNOWN_USER),
                                    it ->
                                            "nobody has the user name "
                                                    + it.proof("username")
                                                    + " here"),
                            "Correct the authentication name in the phone, or: switchhook account add USER."),
                    fault(
                            "wrong-password",
                            when(
                                    it -> it.isRefusedFor(WRONG_PASSWORD),
                                    it ->
                                            "the password of "
                                                    + it.proof("username")
                                                    + " is wrong; user name, realm and algorithm are right"),
                            "Enter the password again at the phone, or set a new one: switchhook account passwd USER."),
                    fault(
                            "other-request",
                            when(
                                    it -> isBad(it, OTHER_REQUEST),
                                    it ->
                                            "the credentials of "
                                                    + it.caller()
                                                    + " are for another request than the one that came: something on the way changes it"),
                            "Switch off SIP ALG in the router, or let the phone use TLS."),
                    fault(
                            "replayed",
                            when(
                                    it -> it.isRefusedFor(REPLAYED) && it.challenges(REPLAYED) >= 2,
                                    it ->
                                            it.caller()
                                                    + " sends the same credentials again and again"),
                            "Restart the phone; if that does not help, update it."),
                    fault(
                            "stale-nonce-loop",
                            when(
                                    it -> it.isUnproven() && it.challenges(STALE_NONCE) >= 3,
                                    it ->
                                            it.caller()
                                                    + " proves who it is too late each time: the nonce is too old when the answer comes"),
                            "Look for a clock that jumps, on the server or on another one that has the same secret, and for a slow network."),
                    fault(
                            "unreadable-credentials",
                            told(
                                    BadCredentials.class,
                                    it -> isBad(it, MALFORMED),
                                    it -> "the credentials cannot be read: " + it.text()),
                            "Look at the Authorization line of the last request; update the phone."),
                    fault(
                            "challenge-loop",
                            when(
                                    it ->
                                            it.isUnproven()
                                                    && it.course().attempts() >= 3
                                                    && (it.isRefusedFor(FOREIGN_NONCE)
                                                            || it.isRefusedFor(STALE_NONCE)
                                                            || it.isRefusedFor(NONE)),
                                    it ->
                                            it.caller()
                                                    + " was challenged "
                                                    + it.course().attempts()
                                                    + " times and never gave a proof that fits the challenge"),
                            "Check that each request goes to the same server, and that nothing on the way changes the challenge."),
                    hint(
                            "no-credentials",
                            when(
                                    it ->
                                            it.failedWith(401, 407)
                                                    && it.proof().isEmpty()
                                                    && it.silence() > PATIENCE,
                                    it -> it.caller() + " does not answer when asked who it is"),
                            "Enter user name and password of the account in the phone."));

    private static boolean isBad(Evidence evidence, Remark.Credentials why) {
        return evidence.failedWith(400)
                && evidence.last(BadCredentials.class).filter(it -> it.why() == why).isPresent();
    }
}
