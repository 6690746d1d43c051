package io.switchhook.callflow;

import io.switchhook.callflow.MessageForm.RequestForm;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Replaces;
import io.switchhook.sip.uri.SipUri;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which dialog a message belongs to: Call-ID, tags, CSeq (RFC 3261 §12), and the dialog that Replaces names.
///
/// Fed with the messages of the steps in the order in which they were seen.
final class Dialogs {
    /// One phone's end of one call.
    private static final class End {
        String local = "";
        String remote = "";
        String earlyRemote = "";
        String lastTo = "";
        long sent = -1;
        long received = -1;
        long invited = -1;
        boolean established;
    }

    private final Matching matching;
    private final Map<String, End> ends = new HashMap<>();

    Dialogs(Matching matching) {
        this.matching = matching;
    }

    private End end(Party phone, String call) {
        return ends.computeIfAbsent(phone + " " + call, _ -> new End());
    }

    /// What is wrong with the next message; empty for nothing.
    Optional<Finding> next(Step step, Seen seen) {
        var wrong = callId(step, seen);
        if (wrong.isPresent() || step.message().method().equals(Method.REGISTER)) return wrong;
        var end = end(step.phone(), step.call());
        wrong = seen.isRequest() ? request(step, seen, end) : response(step, seen, end);
        return wrong.or(() -> replaces(step, seen));
    }

    private Optional<Finding> callId(Step step, Seen seen) {
        String expected = matching.callId(step.call());
        if (seen.callId().equals(expected)) return Optional.empty();
        return finding(
                "RFC 3261 §16.6 item 1",
                "Call-ID " + expected,
                "Call-ID " + seen.callId(),
                seen.isSent()
                        ? seen.phone() + " answered in another dialog"
                        : "P rewrote the Call-ID, as a B2BUA does; a proxy leaves it alone");
    }

    private Optional<Finding> request(Step step, Seen seen, End end) {
        boolean initial = step.message() instanceof RequestForm form && form.isInitial();
        String method = seen.method();
        boolean follows = method.equals("CANCEL") || method.equals("ACK");
        var wrong = tags(step, seen, initial, end);
        if (wrong.isPresent()) return wrong;
        long last = seen.isSent() ? end.sent : end.received;
        if (follows && seen.cseq() != end.invited)
            return finding(
                    method.equals("ACK") ? "RFC 3261 §13.2.2.4" : "RFC 3261 §9.1",
                    "the CSeq of its INVITE, " + end.invited,
                    "CSeq " + seen.cseq(),
                    culprit(seen) + " counted on");
        if (!follows && last >= 0 && seen.cseq() <= last)
            return finding(
                    "RFC 3261 §12.2.1.1",
                    "a CSeq above " + last,
                    "CSeq " + seen.cseq(),
                    culprit(seen) + " did not count on");
        if (!follows && seen.isSent()) end.sent = seen.cseq();
        if (!follows && !seen.isSent()) end.received = seen.cseq();
        if (method.equals("INVITE")) end.invited = seen.cseq();
        return Optional.empty();
    }

    private Optional<Finding> tags(Step step, Seen seen, boolean initial, End end) {
        if (seen.fromTag().isEmpty())
            return finding(
                    "RFC 3261 §8.1.1.3", "a From tag", "none", culprit(seen) + " left it out");
        if (initial) {
            if (!seen.toTag().isEmpty())
                return finding(
                        "RFC 3261 §8.1.1.2",
                        "no To tag, since the call is new",
                        "the To tag " + seen.toTag(),
                        culprit(seen) + " put it there");
            if (seen.isSent()) end.local = seen.fromTag();
            else end.remote = seen.fromTag();
            return Optional.empty();
        }
        String own = end.local;
        String other = end.remote;
        if (seen.method().equals("CANCEL")) {
            if (seen.isSent()) other = "";
            else own = "";
        } else if (step.message().method().equals(Method.ACK) && !end.established) {
            if (seen.isSent()) other = end.lastTo;
            else own = end.lastTo;
        }
        return seen.isSent() ? same(seen, own, other) : same(seen, other, own);
    }

    private static Optional<Finding> same(Seen seen, String from, String to) {
        if (seen.fromTag().equals(from) && seen.toTag().equals(to)) return Optional.empty();
        boolean swapped = seen.fromTag().equals(to) && seen.toTag().equals(from);
        return finding(
                "RFC 3261 §12.2.1.1",
                "From tag " + from + " and " + (to.isEmpty() ? "no To tag" : "To tag " + to),
                "From tag " + seen.fromTag() + " and To tag " + seen.toTag(),
                culprit(seen) + (swapped ? " swapped the tags" : " changed a tag"));
    }

    private Optional<Finding> response(Step step, Seen seen, End end) {
        if (seen.status() == 100) return Optional.empty();
        boolean cancel = seen.method().equals("CANCEL");
        if (seen.toTag().isEmpty() && !cancel)
            return finding(
                    "RFC 3261 §8.2.6.2",
                    "a To tag",
                    "none",
                    culprit(seen) + (seen.isSent() ? " left it out" : " took it out"));
        String asked = seen.isSent() ? end.remote : end.local;
        if (!seen.fromTag().equals(asked))
            return finding(
                    "RFC 3261 §8.2.6.2",
                    "the From tag of the request, " + asked,
                    "From tag " + seen.fromTag(),
                    culprit(seen)
                            + (seen.toTag().equals(asked)
                                    ? " swapped the tags"
                                    : " changed the tag"));
        if (cancel) return Optional.empty();
        String answering = seen.isSent() ? end.local : end.established ? end.remote : "";
        if (!answering.isEmpty() && !seen.toTag().equals(answering))
            return finding(
                    "RFC 3261 §12.1",
                    "the To tag of the dialog, " + answering,
                    "To tag " + seen.toTag(),
                    culprit(seen) + " changed the tag");
        learn(seen, end);
        return Optional.empty();
    }

    private static void learn(Seen seen, End end) {
        if (!seen.method().equals("INVITE")) return;
        end.lastTo = seen.toTag();
        boolean success = seen.status() >= 200 && seen.status() < 300;
        if (seen.isSent()) end.local = seen.toTag();
        else end.earlyRemote = seen.toTag();
        if (!success) return;
        if (!seen.isSent()) end.remote = seen.toTag();
        end.established = true;
    }

    private Optional<Finding> replaces(Step step, Seen seen) {
        for (var property : step.message().properties()) {
            if (property.kind() != Property.Kind.REPLACES) continue;
            var target = target(step);
            var end = end(target, property.argument());
            String callId = matching.callId(property.argument());
            String remote = end.remote.isEmpty() ? end.earlyRemote : end.remote;
            String expected =
                    "Replaces: " + callId + ";to-tag=" + end.local + ";from-tag=" + remote;
            var found = found(seen);
            if (found.isPresent()
                    && found.get().callId().value().equals(callId)
                    && found.get().toTag().equals(end.local)
                    && found.get().fromTag().equals(remote)) continue;
            return finding(
                    "RFC 3891 §3, §6.1",
                    expected,
                    found.map(Dialogs::text).orElse("no Replaces that can be read"),
                    found.isEmpty()
                            ? culprit(seen) + " left it out"
                            : found.get().toTag().equals(remote)
                                    ? "the tags are swapped: to-tag is that of " + target
                                    : culprit(seen) + " names another dialog");
        }
        return Optional.empty();
    }

    private static String text(Replaces replaces) {
        return "Replaces: "
                + replaces.callId().value()
                + ";to-tag="
                + replaces.toTag()
                + ";from-tag="
                + replaces.fromTag();
    }

    /// Who is asked to replace a dialog: whom the INVITE, or the Refer-To, names.
    private static Party target(Step step) {
        for (var property : step.message().properties())
            if (property.kind() == Property.Kind.REFER_TO) return property.party();
        return step.message() instanceof RequestForm form && form.isInitial()
                ? Party.valueOf(form.target())
                : step.phone();
    }

    private static Optional<Replaces> found(Seen seen) {
        if (!seen.method().equals("REFER")) return Seen.first(seen.message(), Header.REPLACES);
        return Seen.first(seen.message(), Header.REFER_TO)
                .flatMap(NameAddr::sipUri)
                .flatMap(Dialogs::inUri);
    }

    private static Optional<Replaces> inUri(SipUri uri) {
        for (var header : uri.headers().split("&")) {
            int equals = header.indexOf('=');
            if (equals < 0 || !header.substring(0, equals).equalsIgnoreCase("Replaces")) continue;
            try {
                return Optional.of(Replaces.parse(Chars.unescape(header.substring(equals + 1))));
            } catch (MalformedValue e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String culprit(Seen seen) {
        return seen.isSent() ? seen.phone().name() : "P";
    }

    private static Optional<Finding> finding(
            String section, String expected, String instead, String cause) {
        return Optional.of(new Finding(section, expected, instead, cause));
    }
}
