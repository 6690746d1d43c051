package io.switchhook.ladder;

import static io.switchhook.ladder.Rule.fault;
import static io.switchhook.ladder.Rule.hint;
import static io.switchhook.ladder.Rule.when;

import io.switchhook.ladder.Evidence.Turn;
import io.switchhook.sip.header.Header;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What goes wrong with a call that was answered.
final class CallRules {
    /// So often a 200 is sent in some three seconds: by then an ACK has come.
    private static final int REPEATS_WITHOUT_ACK = 3;

    /// T2 (RFC 3261 §17.1.2.1): an answer that was sent before the ACK had arrived has come by then.
    private static final long ON_ITS_WAY = TimeUnit.SECONDS.toNanos(4);

    private CallRules() {}

    static final List<Rule> TABLE =
            List.of(
                    fault(
                            "ack-lost",
                            CallRules::ackLost,
                            "Look whether the Contact or the Record-Route in the 200 can be reached by who has to send the ACK; SIP ALG may have changed them."),
                    fault(
                            "transfer-failed",
                            CallRules::transferFailed,
                            "Look at the call to where it was to be handed over, linked below."),
                    fault(
                            "phone-restarted",
                            CallRules::restarted,
                            "Look whether the phone has restarted, or was called over another line."),
                    hint(
                            "session-expired",
                            when(
                                    CallRules::expired,
                                    it ->
                                            "the call ended since nobody refreshed its session in time"),
                            "Switch session timers off at one phone, or update it; look whether its re-INVITE arrives."),
                    fault(
                            "one-way-audio",
                            CallRules::deaf,
                            "Let the phones behind a router use STUN, or relay their media."),
                    fault(
                            "no-sound-agreed",
                            when(
                                    CallRules::isMute,
                                    it ->
                                            it.callee()
                                                    + " answered without sound: it can do none of the codecs that "
                                                    + it.caller()
                                                    + " offers"),
                            "Enable PCMA or PCMU at both phones."));

    private static Optional<String> ackLost(Evidence evidence) {
        if (!evidence.isCall()) return Optional.empty();
        return evidence.received()
                .filter(turn ->
                        turn.repeats() >= REPEATS_WITHOUT_ACK
                                && turn.seen().isResponseTo("INVITE")
                                && turn.seen().status() >= 200
                                && turn.seen().status() < 300
                                && !isAcknowledged(evidence, turn))
                .findFirst()
                .map(turn -> ackLost(evidence, turn));
    }

    /// Whether the ACK was sent less often than the answer came, and the answer did not come for long after that.
    private static boolean isAcknowledged(Evidence evidence, Turn answer) {
        return evidence.turns().stream()
                .anyMatch(turn ->
                        turn.seen().isSent()
                                && turn.seen().is("ACK")
                                && turn.seen().cseq() == answer.seen().cseq()
                                && turn.lane().equals(answer.lane())
                                && turn.repeats() < answer.repeats()
                                && answer.last() - turn.last() < ON_ITS_WAY);
    }

    private static String ackLost(Evidence evidence, Turn answer) {
        boolean came =
                evidence.any(seen ->
                        !seen.isSent() && seen.is("ACK") && seen.cseq() == answer.seen().cseq());
        return came
                ? "the ACK was sent, and " + evidence.label(answer.lane()) + " did not get it"
                : "no ACK came for the answer of " + evidence.label(answer.lane());
    }

    private static Optional<String> transferFailed(Evidence evidence) {
        return evidence.received()
                .filter(turn ->
                        turn.seen().isResponseTo("REFER")
                                && turn.seen().status() >= 300
                                && !turn.seen().isChallenge())
                .map(turn ->
                        evidence.label(turn.lane())
                                + " does not take the call to hand over: "
                                + Statuses.phrase(turn.seen().status()))
                .findFirst()
                .or(() ->
                        evidence.received()
                                .filter(turn -> turn.seen().is("NOTIFY"))
                                .filter(turn -> Meaning.fragment(turn.seen().body()) >= 300)
                                .map(turn ->
                                        "the call could not be handed over: "
                                                + Statuses.phrase(
                                                        Meaning.fragment(turn.seen().body())))
                                .findFirst());
    }

    /// A BYE that crosses another gets 481, and nothing is wrong; on its way the other may be overtaken.
    private static Optional<String> restarted(Evidence evidence) {
        if (!evidence.isCall() || !evidence.isAnswered()) return Optional.empty();
        return evidence.received()
                .filter(turn ->
                        turn.seen().status() == 481
                                && !turn.seen().isResponseTo("CANCEL")
                                && !turn.seen().isResponseTo("PRACK")
                                && !turn.seen().isResponseTo("NOTIFY"))
                .filter(turn -> !hasHungUp(evidence, turn.lane()))
                .map(turn -> evidence.label(turn.lane()) + " knows nothing of the call any more")
                .findFirst();
    }

    private static boolean hasHungUp(Evidence evidence, String lane) {
        return evidence.turns().stream()
                .anyMatch(turn ->
                        turn.seen().is("BYE") && turn.lane().equals(lane) && !turn.seen().isSent());
    }

    /// RFC 4028 §10: who does not refresh sends the BYE shortly before the interval ends, and with a Reason if it is kind.
    private static boolean expired(Evidence evidence) {
        var bye = evidence.received().filter(turn -> turn.seen().is("BYE")).findFirst();
        if (bye.isEmpty() || !evidence.isAnswered()) return false;
        boolean says =
                bye.get().seen().all(Header.REASON).stream()
                        .map(it ->
                                it.parameters()
                                        .unquoted("text")
                                        .orElse("")
                                        .toLowerCase(Locale.ROOT))
                        .anyMatch(text ->
                                text.contains("session")
                                        && (text.contains("expire") || text.contains("timer")));
        if (says) return true;
        var refreshed =
                evidence.messages()
                        .filter(seen ->
                                seen.status() >= 200
                                        && seen.status() < 300
                                        && seen.nanos() < bye.get().seen().nanos())
                        .filter(seen -> seen.first(Header.SESSION_EXPIRES).isPresent())
                        .reduce((_, it) -> it);
        if (refreshed.isEmpty()) return false;
        int interval =
                refreshed.get().first(Header.SESSION_EXPIRES).map(it -> it.seconds()).orElse(0);
        long passed =
                TimeUnit.NANOSECONDS.toSeconds(bye.get().seen().nanos() - refreshed.get().nanos());
        long margin = Math.min(32, interval / 3);
        return interval >= 90 && passed >= interval - margin - 2 && passed <= interval + 5;
    }

    private static Optional<String> deaf(Evidence evidence) {
        if (!evidence.isCall()) return Optional.empty();
        return MediaFindings.of(evidence).stream()
                .filter(found -> !found.deaf().isEmpty())
                .map(MediaFindings.Found::text)
                .findFirst();
    }

    /// The answer to the first offer refuses the only stream of sound.
    private static boolean isMute(Evidence evidence) {
        if (!evidence.isAnswered()) return false;
        var answer =
                evidence.ofCallees()
                        .map(Turn::seen)
                        .filter(seen -> seen.isResponseTo("INVITE") && seen.status() / 100 == 2)
                        .flatMap(seen -> seen.session().stream())
                        .findFirst();
        boolean offers =
                evidence.messages()
                        .filter(evidence.course()::isAttempt)
                        .flatMap(seen -> seen.session().stream())
                        .flatMap(session -> Talk.audio(session).stream())
                        .anyMatch(stream -> stream.port() != 0);
        return offers
                && answer.isPresent()
                && answer.get().media().stream()
                        .noneMatch(stream -> stream.type().equals("audio") && stream.port() != 0);
    }
}
