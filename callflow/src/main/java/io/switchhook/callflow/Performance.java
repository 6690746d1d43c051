package io.switchhook.callflow;

import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Rung.Arrow;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.uri.SipUri;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A call flow as real calls have played it, or the first of it: which message is which step, and who plays whom.
///
/// Less is asked than of a [Comparison]: what a proxy has done wrong makes no other flow of it.
final class Performance {
    private static final MessageParser PARSER =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
    private static final int MOST_PHONES = 3;
    private static final int MOST_MESSAGES = 200;
    private static final String UNKNOWN = "?";
    private static final String SERVER = "P";

    /// A way in which a flow may go.
    private record Way(Flow flow, Plan plan) {}

    private static final List<Way> WAYS = ways();

    /// @param address of the phone, as its lane has it
    private record Line(
            Arrow arrow, String address, Direction direction, Instant at, SipMessage message) {}

    private final Flow flow;
    private final Map<String, Party> parties;
    private final Map<Arrow, Step> steps = new IdentityHashMap<>();
    private final int missing;
    private final int essential;

    private Performance(Way way, Matching matching, Map<String, Party> parties, List<Line> lines) {
        this.flow = way.flow();
        this.parties = parties;
        int needed = 0;
        int there = 0;
        for (int place = 0; place < way.plan().steps().size(); place++) {
            var seen = matching.at(place);
            if (seen.isPresent())
                steps.put(
                        lines.get((int) seen.get().observation().number()).arrow(),
                        way.plan().steps().get(place).step());
            if (seen.isEmpty() && matching.isNeeded(place)) needed++;
            if (seen.isPresent() && !way.plan().steps().get(place).isOptional()) there++;
        }
        missing = needed;
        essential = there;
    }

    private static List<Way> ways() {
        return Flow.all().stream()
                .filter(flow -> flow.variants().stream().noneMatch(Performance::isNotOfCalls))
                .flatMap(flow ->
                        flow.variants().stream()
                                .map(variant -> new Way(flow, new Plan(variant.order()))))
                .toList();
    }

    /// Registrations are none, and any call may be challenged.
    private static boolean isNotOfCalls(Variant variant) {
        var plan = new Plan(variant.order());
        return plan.steps().stream()
                .map(planned -> planned.step().message())
                .anyMatch(it ->
                        it.method().equals(Method.REGISTER)
                                || it instanceof MessageForm.ResponseForm response
                                        && response.status().value() == 407);
    }

    /// What was played in these calls, and nothing else was; empty if that is no flow.
    ///
    /// @param ladders the oldest first
    static Optional<Performance> of(List<Ladder> ladders) {
        var lines = lines(ladders);
        if (lines.isEmpty()) return Optional.empty();
        var phones = lines.stream().map(Line::address).distinct().toList();
        if (phones.size() > MOST_PHONES) return Optional.empty();
        boolean goesOn = ladders.stream().anyMatch(Recognition::goesOn);
        var found = new ArrayList<Performance>();
        for (var parties : castings(phones)) {
            var cast = cast(ladders, lines, parties);
            var seen = seen(lines, parties);
            for (var way : WAYS)
                play(way, cast, parties, lines, seen, goesOn).ifPresent(found::add);
        }
        var complete = found.stream().filter(Performance::isComplete).toList();
        return complete.isEmpty()
                ? found.stream().min(IN_ORDER)
                : complete.stream()
                        .min(
                                Comparator.comparing((Performance it) -> -it.steps.size())
                                        .thenComparing(it -> -it.essential)
                                        .thenComparing(IN_ORDER));
    }

    /// As the guides have them, what they print before what they do not.
    private static final Comparator<Performance> IN_ORDER =
            Comparator.comparing((Performance it) -> Flow.all().indexOf(it.flow));

    private boolean isComplete() {
        return missing == 0;
    }

    /// The step that a message is.
    Optional<Step> step(Arrow arrow) {
        return Optional.ofNullable(steps.get(arrow));
    }

    /// The flow, with who of a ladder plays whom.
    Ladder.Flow flow(Ladder ladder) {
        var roles = new ArrayList<Ladder.Role>();
        for (var lane : ladder.lanes()) {
            var party = lane.address().isEmpty() ? Party.P : parties.get(lane.address());
            if (party != null) roles.add(new Ladder.Role(lane.id(), party.name()));
        }
        return new Ladder.Flow(
                flow.name(), flow.title(), flow.guideSection(), isComplete(), List.copyOf(roles));
    }

    // What was said

    /// All messages in the order of time; none if one cannot be read, or if there are more than in any flow.
    private static List<Line> lines(List<Ladder> ladders) {
        var lines = new ArrayList<Line>();
        for (var ladder : ladders) {
            var addresses = new HashMap<String, String>();
            for (var lane : ladder.lanes()) addresses.put(lane.id(), lane.address());
            for (var rung : ladder.rungs()) {
                if (!(rung instanceof Arrow arrow)) continue;
                boolean sent = arrow.to().equals(SERVER);
                String address = addresses.getOrDefault(sent ? arrow.from() : arrow.to(), "");
                var message = message(arrow);
                if (message.isEmpty() || address.isEmpty() || lines.size() == MOST_MESSAGES)
                    return List.of();
                lines.add(
                        new Line(
                                arrow,
                                address,
                                sent ? Direction.SENT : Direction.RECEIVED,
                                ladder.begun().plus(rung.time()),
                                message.get()));
            }
        }
        lines.sort(Comparator.comparing(Line::at));
        return lines;
    }

    private static Optional<SipMessage> message(Arrow arrow) {
        byte[] bytes = arrow.text().getBytes(StandardCharsets.UTF_8);
        try {
            return Optional.of(PARSER.parseDatagram(bytes, 0, bytes.length));
        } catch (MalformedMessage e) {
            return Optional.empty();
        }
    }

    private static List<Seen> seen(List<Line> lines, Map<String, Party> parties) {
        var all = new ArrayList<Seen>();
        for (var line : lines)
            all.add(
                    Seen.of(
                            new Observation(
                                    all.size(),
                                    line.at(),
                                    parties.getOrDefault(line.address(), Party.P),
                                    line.direction(),
                                    line.message(),
                                    "",
                                    line.address())));
        return all;
    }

    // Who is who

    /// Who calls first is A; of two others either may be B.
    private static List<Map<String, Party>> castings(List<String> phones) {
        return switch (phones.size()) {
            case 1 -> List.of(Map.of(phones.get(0), Party.A));
            case 2 -> List.of(Map.of(phones.get(0), Party.A, phones.get(1), Party.B));
            default ->
                    List.of(
                            Map.of(
                                    phones.get(0), Party.A,
                                    phones.get(1), Party.B,
                                    phones.get(2), Party.C),
                            Map.of(
                                    phones.get(0), Party.A,
                                    phones.get(1), Party.C,
                                    phones.get(2), Party.B));
        };
    }

    /// By whom they call and are called; who was only named so far has no phone yet.
    private static Cast cast(List<Ladder> ladders, List<Line> lines, Map<String, Party> parties) {
        var users = new LinkedHashMap<String, String>();
        for (var ladder : ladders)
            for (var lane : ladder.lanes())
                if (lane.id().equals("A")) users.putIfAbsent(lane.address(), ladder.from().user());
        for (var ladder : ladders)
            ladder.lanes().stream()
                    .filter(lane -> lane.id().equals("B"))
                    .forEach(lane -> users.putIfAbsent(lane.address(), ladder.to().user()));
        var numbers = new EnumMap<Party, String>(Party.class);
        parties.forEach((address, party) -> {
            String user = users.get(address);
            if (user != null) numbers.put(party, user);
        });
        String dialed = ladders.getFirst().to().user();
        numbers.putIfAbsent(Party.A, UNKNOWN);
        numbers.putIfAbsent(Party.B, dialed);
        String referred = referred(lines);
        numbers.putIfAbsent(Party.C, referred.isEmpty() ? UNKNOWN : referred);
        return new Cast(numbers, parties.size() == 1 ? dialed : UNKNOWN);
    }

    /// Whom somebody was told to call.
    private static String referred(List<Line> lines) {
        for (var line : lines) {
            var message = line.message();
            var to = Seen.first(message, Header.REFER_TO).map(it -> it.uri());
            if (to.isEmpty() && line.arrow().label().startsWith("3"))
                to =
                        Seen.first(message, Header.CONTACT)
                                .flatMap(it ->
                                        it instanceof Contact.Address(var address)
                                                ? Optional.of(address.uri())
                                                : Optional.empty());
            if (to.isPresent() && to.get() instanceof SipUri uri) return uri.decodedUser();
        }
        return "";
    }

    // Which flow it is

    private static Optional<Performance> play(
            Way way,
            Cast cast,
            Map<String, Party> parties,
            List<Line> lines,
            List<Seen> all,
            boolean goesOn) {
        var plan = way.plan();
        var folding = new Folding(plan, Set.of(), all);
        var contents = new Contents(cast, folding.rest());
        var matching = new Matching(way.flow(), plan, folding.rest(), contents);
        long last = -1;
        for (int place = 0; place < plan.steps().size(); place++) {
            var seen = matching.at(place);
            if (seen.isEmpty()) continue;
            if (!follows(place, plan, matching, contents)) return Optional.empty();
            last = Math.max(last, seen.get().observation().number());
        }
        if (last < 0) return Optional.empty();
        var performance = new Performance(way, matching, parties, lines);
        if (!performance.isComplete() && !goesOn) return Optional.empty();
        for (var seen : matching.left())
            if (!mayBeLeft(seen, performance.isComplete() && seen.observation().number() > last))
                return Optional.empty();
        return Optional.of(performance);
    }

    private static boolean follows(int place, Plan plan, Matching matching, Contents contents) {
        var planned = plan.steps().get(place);
        var seen = matching.at(place).orElseThrow();
        if (contents.fault(planned.step(), seen).isPresent()) return false;
        for (int before : planned.after())
            if (matching.isNeeded(before) && matching.at(before).isEmpty()) return false;
        return planned.source() == Plan.NONE
                || matching.at(planned.source()).filter(it -> it.precedes(seen)).isPresent();
    }

    /// Another provisional response changes nothing, and once a flow is over the call may go on, but not lead to another.
    private static boolean mayBeLeft(Seen seen, boolean afterwards) {
        if (!seen.isRequest() && seen.status() < 200) return true;
        return afterwards
                && !(seen.isRequest() && seen.method().equals("INVITE") && seen.toTag().isEmpty());
    }
}
