package io.switchhook.callflow;

import io.switchhook.callflow.MessageForm.RequestForm;
import io.switchhook.callflow.MessageForm.ResponseForm;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import java.util.List;
import java.util.Optional;

/// Says in words what is missing or too much, and who probably did it.
final class Diagnosis {
    private final Flow flow;
    private final Plan plan;
    private final Matching matching;
    private final List<Aside> asides;
    private final List<Seen> unexpected;

    Diagnosis(Flow flow, Plan plan, Matching matching, List<Aside> asides, List<Seen> unexpected) {
        this.flow = flow;
        this.plan = plan;
        this.matching = matching;
        this.asides = asides;
        this.unexpected = unexpected;
    }

    /// `F10 P > B ACK`.
    static String name(Step step) {
        return step.name() + " " + step.from() + " > " + step.to() + " " + step.message().label();
    }

    /// The section that asks for a step.
    static String section(Flow flow, Plan.Planned planned) {
        var erratum = flow.erratumOf(planned.step());
        if (erratum.isPresent()) return erratum.get().section();
        boolean byProxy = planned.step().from() == Party.P;
        if (!(planned.step().message() instanceof RequestForm form))
            return byProxy ? "RFC 3261 §16.7" : "RFC 3261 §8.2.6";
        if (!(form.method() instanceof Method.Known known)) return "RFC 3261 §8";
        return switch (known) {
            case ACK ->
                    planned.ofOneHop()
                            ? "RFC 3261 §17.1.1.3"
                            : byProxy ? "RFC 3261 §16.6, §13.2.2.4" : "RFC 3261 §13.2.2.4";
            case CANCEL -> byProxy ? "RFC 3261 §16.10" : "RFC 3261 §9.1";
            case REFER -> byProxy ? "RFC 3515 §2.6, RFC 3261 §16.6" : "RFC 3515 §2.4.1";
            case NOTIFY -> byProxy ? "RFC 3261 §16.6" : "RFC 3515 §2.4.4";
            case REGISTER -> "RFC 3261 §10.2";
            case BYE -> byProxy ? "RFC 3261 §16.6" : "RFC 3261 §15.1.1";
            case INVITE, OPTIONS, PRACK, SUBSCRIBE, PUBLISH, INFO, MESSAGE, UPDATE ->
                    byProxy
                            ? "RFC 3261 §16.6"
                            : form.isInitial() ? "RFC 3261 §13.2" : "RFC 3261 §14.1";
        };
    }

    /// What is said of a step that nobody saw.
    Deviation missing(int place) {
        var planned = plan.steps().get(place);
        var step = planned.step();
        return new Deviation(
                name(step),
                step.phone()
                        + (step.from().isPhone() ? " to send " : " to receive ")
                        + step.message().text(),
                section(flow, planned),
                instead(planned),
                cause(planned));
    }

    /// The first unexpected message behind what came before: at the same phone, or of the same method.
    private String instead(Plan.Planned planned) {
        long since =
                planned.after().stream()
                        .flatMap(it -> matching.at(it).stream())
                        .mapToLong(it -> it.observation().number())
                        .max()
                        .orElse(-1);
        var method = planned.step().message().method().name();
        return unexpected.stream()
                .filter(seen -> seen.observation().number() > since)
                .filter(seen ->
                        seen.phone() == planned.step().phone() || seen.method().equals(method))
                .findFirst()
                .map(Seen::sentence)
                .orElseGet(() -> answered(planned));
    }

    /// A response that came although the request was never passed on.
    private String answered(Plan.Planned planned) {
        if (planned.source() == Plan.NONE) return "nothing of the kind came";
        var source = matching.at(planned.source());
        if (source.isEmpty() || !source.get().isRequest()) return "nothing of the kind came";
        for (int i = 0; i < plan.steps().size(); i++) {
            var answer = matching.at(i);
            if (plan.steps().get(i).request() == planned.source()
                    && answer.isPresent()
                    && answer.get().status() > 100) return answer.get().sentence();
        }
        return "nothing of the kind came";
    }

    private String cause(Plan.Planned planned) {
        var step = planned.step();
        if (step.from().isPhone())
            return planned.request() != Plan.NONE && matching.at(planned.request()).isEmpty()
                    ? step.phone() + " was never asked"
                    : step.phone() + " did not get that far, or does not do it";
        var source = matching.at(planned.source());
        if (planned.source() != Plan.NONE && source.isEmpty())
            return plan.steps().get(planned.source()).step().phone() + " did not send it to P";
        long repeated = repetitions(planned);
        String repeats = repeated == 0 ? "" : "; " + step.phone() + " repeated what it waits for";
        boolean refused =
                source.isPresent()
                        && unexpected.stream()
                                .anyMatch(it ->
                                        it.status() >= 300 && it.sameTransaction(source.get()));
        if (refused) return "P, or somebody behind it, refused";
        var elsewhere = sentElsewhere(planned);
        if (elsewhere.isPresent())
            return "P sent it to " + elsewhere.get().phone() + " instead of " + step.phone();
        if (!answered(planned).startsWith("nothing"))
            return "P answered the " + step.message().label() + " itself and did not pass it on";
        if (planned.ofOneHop()) return "P left out what it has to send itself" + repeats;
        if (isAnsweredOtherwise(planned))
            return planned.source() == Plan.NONE
                    ? "P answered with another status code"
                    : "P put another status code in the place of that of "
                            + source.orElseThrow().phone();
        if (planned.source() == Plan.NONE) return "P did not send it";
        return "P dropped the " + step.message().label() + repeats;
    }

    /// The place of the step whose message this is, had it not gone to another phone or another status, or which it answers;
    /// [Plan#NONE] for none. It is told of where that step is missing, and not where other hops happened to be by then.
    int inPlaceOf(Seen seen) {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (matching.at(i).isPresent()) continue;
            var planned = plan.steps().get(i);
            if (sentElsewhere(planned).filter(seen::sameTransaction).isPresent()) return i;
            if (answersOtherwise(seen, planned.step()) && isAnswerTo(planned.request(), seen))
                return i;
        }
        return Plan.NONE;
    }

    /// A request that another phone received.
    private Optional<Seen> sentElsewhere(Plan.Planned planned) {
        var source = matching.at(planned.source());
        return unexpected.stream()
                .filter(it -> it.isRequest() && !it.isSent())
                .filter(it -> it.phone() != planned.step().phone())
                .filter(it ->
                        source.isPresent()
                                && it.method().equals(source.get().method())
                                && it.callId().equals(source.get().callId())
                                && it.cseq() == source.get().cseq())
                .findFirst();
    }

    /// Whether the phone received another final response than that of the step.
    private boolean isAnsweredOtherwise(Plan.Planned planned) {
        return unexpected.stream().anyMatch(it -> answersOtherwise(it, planned.step()));
    }

    private boolean isAnswerTo(int request, Seen seen) {
        return request != Plan.NONE
                && matching.at(request).filter(seen::sameTransaction).isPresent();
    }

    private static boolean answersOtherwise(Seen seen, Step step) {
        return step.message() instanceof ResponseForm form
                && form.status().isFinal()
                && !seen.isSent()
                && seen.phone() == step.phone()
                && seen.status() >= 200
                && seen.method().equals(form.method().name());
    }

    /// How often the phone sent its last final response again.
    private long repetitions(Plan.Planned planned) {
        return asides.stream()
                .filter(it -> it.kind() == Aside.Kind.REPETITION)
                .map(it -> Seen.of(it.observation()))
                .filter(it -> it.isSent() && it.phone() == planned.step().phone())
                .filter(it -> it.status() >= 200 && it.method().equals("INVITE"))
                .count();
    }

    /// What is said of a message that belongs to no step.
    Deviation unexpected(Seen seen) {
        String before = "behind the last step";
        for (int i = 0; i < plan.steps().size(); i++) {
            var other = matching.at(i);
            if (other.isPresent() && seen.precedes(other.get())) {
                before = "before " + name(plan.steps().get(i).step());
                break;
            }
        }
        if (seen.status() == 100) {
            return new Deviation(
                    before,
                    "no further 100 Trying",
                    "RFC 3261 §16.7 item 5",
                    seen.sentence(),
                    "P passed on the 100 of the called phone; a 100 goes over one hop");
        }
        return new Deviation(
                before,
                "nothing that the flow does not have",
                flow.rules(),
                seen.sentence(),
                seen.isSent()
                        ? seen.phone() + " did more than the script says"
                        : "P sent it by itself, or sent it to the wrong phone");
    }

    /// Whether a 100 that a phone received is the one that another phone sent. Within a dialog every 100 has its tag, which
    /// says nothing then.
    static boolean isPassedOn(Seen sent, Seen received, List<Seen> all) {
        return received.status() == 100
                && sent.status() == 100
                && sent.isSent()
                && sent.callId().equals(received.callId())
                && sent.cseq() == received.cseq()
                && sent.precedes(received)
                && (hasSame(sent.toTag(), received.toTag()) && !isWithinDialog(received, all)
                        || hasSame(agent(sent), agent(received)));
    }

    private static boolean isWithinDialog(Seen response, List<Seen> all) {
        return all.stream()
                .anyMatch(it ->
                        it.isRequest() && it.sameTransaction(response) && !it.toTag().isEmpty());
    }

    private static boolean hasSame(String one, String other) {
        return !one.isEmpty() && one.equals(other);
    }

    private static String agent(Seen seen) {
        return Seen.first(seen.message(), Header.SERVER)
                .or(() -> Seen.first(seen.message(), Header.USER_AGENT))
                .orElse("");
    }

    static Finding passedOn(Seen sent, Party phone) {
        return new Finding(
                "RFC 3261 §16.7 item 5",
                "a 100 of P",
                phone + " received that of " + sent.phone(),
                "P passed on the 100 of the called phone; a 100 goes over one hop");
    }
}
