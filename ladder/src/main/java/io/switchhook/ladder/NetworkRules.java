package io.switchhook.ladder;

import static io.switchhook.ladder.Rule.fault;
import static io.switchhook.ladder.Rule.hint;
import static io.switchhook.ladder.Rule.told;
import static io.switchhook.ladder.Rule.when;

import io.switchhook.ladder.Remark.Defect;
import io.switchhook.ladder.Remark.FlowClosed;
import io.switchhook.ladder.Remark.HandshakeFailed;
import io.switchhook.ladder.Remark.Malformed;
import io.switchhook.ladder.Remark.Obstacle;
import io.switchhook.ladder.Remark.Resolved;
import io.switchhook.ladder.Remark.TimedOut;
import io.switchhook.ladder.Remark.TransportChanged;
import io.switchhook.ladder.Remark.Undelivered;
import io.switchhook.ladder.Remark.Unreachable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What got lost, was changed on its way, or never arrived.
final class NetworkRules {
    /// A datagram with more is sent in pieces on most networks, and routers drop pieces.
    private static final int ONE_PACKET = 1472;

    /// Almost 64*T1, after which an answer is no longer waited for (RFC 3261 §17.1).
    private static final long WAITED = TimeUnit.SECONDS.toNanos(31);

    private NetworkRules() {}

    static final List<Rule> TABLE =
            List.of(
                    fault(
                            "plain-to-tls",
                            told(
                                    HandshakeFailed.class,
                                    it ->
                                            it.has(
                                                    HandshakeFailed.class,
                                                    one -> one.obstacle() == Obstacle.PLAIN),
                                    it ->
                                            Sentence.address(it.path())
                                                    + " speaks plain SIP to a port for TLS"),
                            "Set the transport of the phone's account to TLS, or its port to that of TCP."),
                    fault(
                            "certificate",
                            told(
                                    HandshakeFailed.class,
                                    it ->
                                            it.has(
                                                    HandshakeFailed.class,
                                                    one -> one.obstacle() == Obstacle.CERTIFICATE),
                                    it ->
                                            "no TLS with "
                                                    + Sentence.address(it.path())
                                                    + ", since a certificate is not taken: "
                                                    + it.why()),
                            "Give the phone the certificate of the authority that has signed the server's, and check name, dates, and the phone's clock."),
                    fault(
                            "tls-failed",
                            told(
                                    HandshakeFailed.class,
                                    it -> !it.isAnswered(),
                                    it ->
                                            "no TLS with "
                                                    + Sentence.address(it.path())
                                                    + ": "
                                                    + it.why()),
                            "Check which versions and ciphers of TLS the phone can do."),
                    fault(
                            "tls-to-plain",
                            when(
                                    it ->
                                            it.any(seen ->
                                                    seen.isMalformed() && begins(seen, 0x16, 0x03)),
                                    it -> "somebody speaks TLS to a port for plain SIP"),
                            "Set the port of the phone's account to that of TLS (usually 5061)."),
                    hint(
                            "http",
                            when(
                                    it -> it.any(NetworkRules::isHttp),
                                    it -> "somebody asked for a web page where SIP is spoken"),
                            "Nothing, if nobody meant to: scanners do that. A console has a port of its own."),
                    fault(
                            "changed-on-its-way",
                            told(
                                    Malformed.class,
                                    it ->
                                            !it.isAnswered()
                                                    && it.has(
                                                            Malformed.class,
                                                            one ->
                                                                    one.defect()
                                                                            == Defect.CUT_SHORT),
                                    it ->
                                            "the message is shorter than it says, as a SIP ALG leaves it: "
                                                    + it.why()),
                            "Switch off SIP ALG in the router, or let the phone use TLS."),
                    fault(
                            "malformed",
                            told(
                                    Malformed.class,
                                    it -> !it.isAnswered(),
                                    it -> "what was sent is not understood: " + it.why()),
                            "Update the phone; docs/configuration.md lists what may be put up with (leniencies)."),
                    fault(
                            "dns",
                            told(
                                    Resolved.class,
                                    it ->
                                            it.wasNotReached()
                                                    && it.has(
                                                            Resolved.class,
                                                            one -> one.addresses().isEmpty()),
                                    it -> "DNS knows no address of " + it.name()),
                            "Check the domain that was called, and the name servers of this host."),
                    fault(
                            "hairpin",
                            told(
                                    TimedOut.class,
                                    it -> it.wasNotReached() && isHairpin(it),
                                    it ->
                                            "the call goes to "
                                                    + Sentence.address(it.path())
                                                    + ", the address of this server as seen from outside, and the router does not let it come back"),
                            "Set 'advertise' to that address, so that the server knows it as its own."),
                    fault(
                            "too-large",
                            told(
                                    TransportChanged.class,
                                    it ->
                                            it.wasNotReached()
                                                    && (it.has(TimedOut.class)
                                                            || it.has(Unreachable.class)
                                                            || it.has(Undelivered.class)),
                                    it ->
                                            "the request has "
                                                    + it.bytes()
                                                    + " bytes, too many for UDP, and the phone does not take "
                                                    + it.to()),
                            "Let the phone use TCP or TLS, or fewer codecs."),
                    fault(
                            "wrong-transport",
                            told(
                                    Unreachable.class,
                                    it ->
                                            it.wasNotReached()
                                                    && it.ofCallees().findAny().isEmpty()
                                                    && it.has(
                                                            Unreachable.class,
                                                            one ->
                                                                    lower(one.why())
                                                                            .contains("refused")),
                                    it ->
                                            "nobody takes connections at "
                                                    + Sentence.address(it)
                                                    + ", where the phone says it can be called"),
                            "Let the phone register over the transport by which it is to be called, and keep that connection."),
                    fault(
                            "fragments-lost",
                            told(
                                    TimedOut.class,
                                    it -> it.wasNotReached() && isLarge(it),
                                    it ->
                                            "nothing came from "
                                                    + Sentence.address(it.path())
                                                    + ", and the datagram was so large that it went in pieces"),
                            "Let the phone use TCP or TLS, or fewer codecs."),
                    fault(
                            "connection-lost",
                            told(
                                    FlowClosed.class,
                                    it ->
                                            it.isCall()
                                                    && it.wasNotReached()
                                                    && !it.isVerdictOfPhone(),
                                    it ->
                                            "the connection to "
                                                    + Sentence.address(it.path())
                                                    + " broke while it was needed: "
                                                    + it.why()),
                            "Look whether the phone has restarted, and how long the router keeps connections that are idle."),
                    fault(
                            "unreachable",
                            told(
                                    Unreachable.class,
                                    it -> it.wasNotReached() && it.ofCallees().findAny().isEmpty(),
                                    it ->
                                            "no connection to "
                                                    + Sentence.address(it)
                                                    + ": "
                                                    + it.why()),
                            "Look whether the phone is on and has still this address, and whether a firewall is between."),
                    fault(
                            "undelivered",
                            told(
                                    Undelivered.class,
                                    Evidence::wasNotReached,
                                    it ->
                                            "nothing can be sent to "
                                                    + Sentence.address(it.path())
                                                    + ": "
                                                    + it.why()),
                            "Look whether the phone is on and has still this address."),
                    fault(
                            "no-answer-from-address",
                            told(
                                    TimedOut.class,
                                    it ->
                                            it.wasNotReached()
                                                    && !it.rang()
                                                    && it.ofCallees().findAny().isEmpty(),
                                    it ->
                                            "nothing came back from "
                                                    + Sentence.address(it.path())
                                                    + ": the phone is gone, or a firewall is between"),
                            "Look whether the phone is on; behind a router, let it send keep-alives or use TCP."),
                    hint(
                            "gone-in-call",
                            NetworkRules::goneInCall,
                            "Look whether the phone was switched off or has lost the network."));

    /// One of several phones may be gone, or not answer its CANCEL, while another is talked to.
    private static Optional<String> goneInCall(Evidence evidence) {
        if (!evidence.isCall() || !evidence.isAnswered() || evidence.failed())
            return Optional.empty();
        return evidence.remarks().stream()
                .filter(told -> told.nanos() > evidence.course().answered())
                .filter(told ->
                        told.remark() instanceof TimedOut(_, _, var path)
                                && evidence.isSilent(path, told.nanos() - WAITED))
                .findFirst()
                .map(told ->
                        Sentence.address(((TimedOut) told.remark()).path())
                                + " did not answer any more while the call was up");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean begins(Seen seen, int first, int second) {
        byte[] bytes = seen.bytes();
        return bytes.length > 2 && bytes[0] == first && bytes[1] == second;
    }

    private static boolean isHttp(Seen seen) {
        if (!seen.isMalformed()) return false;
        var text = new String(seen.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
        int line = text.indexOf('\n');
        return line > 0 && text.substring(0, line).strip().matches("[A-Z]+ \\S+ HTTP/1\\.[01]");
    }

    /// Whether it goes to the very address that the caller has used for this server.
    private static boolean isHairpin(Evidence evidence) {
        var timedOut = evidence.last(TimedOut.class);
        var asked =
                evidence.messages()
                        .filter(evidence.course()::isAttempt)
                        .flatMap(seen -> seen.request().stream())
                        .findFirst();
        if (timedOut.isEmpty() || asked.isEmpty()) return false;
        var address = timedOut.get().path().remote().getAddress();
        return address != null
                && !MediaFindings.isPrivate(address)
                && !address.equals(timedOut.get().path().local().getAddress())
                && Parties.host(asked.get()).equals(address.getHostAddress());
    }

    private static boolean isLarge(Evidence evidence) {
        return evidence.ofCallees().findAny().isEmpty()
                && evidence.any(seen ->
                        seen.isSent()
                                && seen.isRequest()
                                && seen.path().transport().equals("UDP")
                                && seen.length() > ONE_PACKET);
    }
}
