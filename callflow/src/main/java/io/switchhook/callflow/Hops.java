package io.switchhook.callflow;

import io.switchhook.callflow.MessageForm.RequestForm;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import java.util.Optional;

/// What P does to a message that it passes on, and what phones do so that later requests go through P: Via, Max-Forwards,
/// Record-Route and Route (RFC 3261 §16.6, §16.7, §12.2.1.1).
final class Hops {
    private final Plan plan;
    private final Matching matching;

    Hops(Plan plan, Matching matching) {
        this.plan = plan;
        this.matching = matching;
    }

    /// What is wrong with the message of a step; empty for nothing.
    Optional<Finding> fault(int place, Seen seen) {
        var planned = plan.steps().get(place);
        if (planned.step().message().method().equals(Method.REGISTER)) return Optional.empty();
        if (!seen.isRequest()) return response(planned, seen);
        return seen.isSent() ? sent(planned, seen) : received(planned, seen);
    }

    private Optional<Finding> sent(Plan.Planned planned, Seen seen) {
        boolean inDialog =
                planned.step().message() instanceof RequestForm form
                        && !form.isInitial()
                        && !planned.ofOneHop();
        if (!inDialog || seen.message().headers().has(Known.ROUTE)) return Optional.empty();
        return finding(
                "RFC 3261 §12.2.1.1",
                "a Route, so that the request goes through P",
                "none, sent to " + seen.observation().remote(),
                "P put no Record-Route into the INVITE, or "
                        + seen.phone()
                        + " does not keep to it");
    }

    private Optional<Finding> received(Plan.Planned planned, Seen seen) {
        if (planned.ofOneHop()) return ofOneHop(planned, seen);
        var source = matching.at(planned.source());
        if (source.isEmpty()) return Optional.empty();
        return vias(source.get(), seen)
                .or(() -> maxForwards(source.get(), seen))
                .or(() -> cseq(source.get(), seen))
                .or(() -> recordRoute(planned, seen));
    }

    private static Optional<Finding> vias(Seen source, Seen seen) {
        String first = source.branch();
        if (seen.vias().size() > 1
                && seen.vias().getLast().branch().equals(first)
                && !seen.branch().equals(first)) return Optional.empty();
        return finding(
                "RFC 3261 §16.6 item 8",
                "the Via of " + source.phone() + ", and one of P on top of it",
                seen.vias().size() + " Via, with the branch " + seen.branch() + " on top",
                seen.vias().size() == 1
                        ? "P makes a request of its own, as a B2BUA does"
                        : "P did not put a Via of its own there");
    }

    private static Optional<Finding> maxForwards(Seen source, Seen seen) {
        int before = Seen.first(source.message(), Header.MAX_FORWARDS).orElse(70);
        int after = Seen.first(seen.message(), Header.MAX_FORWARDS).orElse(-1);
        if (after >= 0 && after < before) return Optional.empty();
        return finding(
                "RFC 3261 §16.6 item 3",
                "a Max-Forwards below " + before,
                after < 0 ? "none" : "Max-Forwards: " + after,
                "P does not count the hop, so a loop would never end");
    }

    private static Optional<Finding> cseq(Seen source, Seen seen) {
        if (source.cseq() == seen.cseq()) return Optional.empty();
        return finding(
                "RFC 3261 §16.6 item 1",
                "the CSeq that " + source.phone() + " sent, " + source.cseq(),
                "CSeq " + seen.cseq(),
                "P rewrote the CSeq; a proxy leaves it alone");
    }

    /// RFC 3261 lets a proxy leave it out; but then nothing after the INVITE is seen by P, as all flows have it.
    private static Optional<Finding> recordRoute(Plan.Planned planned, Seen seen) {
        boolean makesDialog =
                planned.step().message() instanceof RequestForm form
                        && form.isInitial()
                        && form.method().equals(Method.INVITE);
        if (!makesDialog || seen.message().headers().has(Known.RECORD_ROUTE))
            return Optional.empty();
        return finding(
                "RFC 3261 §16.6 item 4",
                "a Record-Route of P, so that all of the dialog goes through P",
                "none",
                "P does not stay in the dialog: ACK, BYE and all others will go past it");
    }

    private Optional<Finding> ofOneHop(Plan.Planned planned, Seen seen) {
        var invite = invite(planned);
        if (invite.isEmpty()
                || (seen.branch().equals(invite.get().branch()) && seen.vias().size() == 1))
            return Optional.empty();
        boolean ack = seen.method().equals("ACK");
        return finding(
                ack ? "RFC 3261 §17.1.1.3" : "RFC 3261 §9.1, §16.10",
                "P's own " + seen.method() + ", with the Via of P's INVITE alone",
                seen.vias().size() + " Via, with the branch " + seen.branch() + " on top",
                "P passed on the " + seen.method() + " of the caller instead of sending its own");
    }

    /// The INVITE that a CANCEL or an ACK at the same phone belongs to.
    private Optional<Seen> invite(Plan.Planned planned) {
        Optional<Seen> invite = Optional.empty();
        for (int i = 0; i < plan.steps().size(); i++) {
            var before = plan.steps().get(i);
            if (before == planned) return invite;
            if (before.step().phone() == planned.step().phone()
                    && before.step().direction() == planned.step().direction()
                    && before.step().call().equals(planned.step().call())
                    && before.step().message() instanceof RequestForm form
                    && form.method().equals(Method.INVITE)) invite = matching.at(i);
        }
        return invite;
    }

    private Optional<Finding> response(Plan.Planned planned, Seen seen) {
        if (seen.isSent()) return Optional.empty();
        var request = matching.at(planned.request());
        if (request.isPresent()
                && (seen.vias().size() != 1 || !seen.branch().equals(request.get().branch())))
            return finding(
                    "RFC 3261 §16.7 item 3",
                    "the Via of " + seen.phone() + " alone",
                    seen.vias().size() + " Via, with the branch " + seen.branch() + " on top",
                    "P did not take its own Via off");
        return matching.at(planned.source())
                .filter(source -> !planned.ofOneHop())
                .filter(source -> !source.toTag().equals(seen.toTag()))
                .flatMap(source ->
                        finding(
                                "RFC 3261 §16.7 item 9",
                                "the To tag that " + source.phone() + " gave, " + source.toTag(),
                                "To tag " + seen.toTag(),
                                "P answered by itself, or changed the tag"));
    }

    private static Optional<Finding> finding(
            String section, String expected, String instead, String cause) {
        return Optional.of(new Finding(section, expected, instead, cause));
    }
}
