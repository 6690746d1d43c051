package io.switchhook.callflow;

import io.switchhook.callflow.MessageForm.RequestForm;
import io.switchhook.callflow.MessageForm.ResponseForm;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Uri;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What three phones would observe if everybody did what a flow says. Messages are made one from the other as phones and a
/// proxy make them, so that what is done to one of them is seen in those that follow.
final class Rehearsal {
    static final Cast CAST =
            new Cast(Map.of(Party.A, "1001", Party.B, "1002", Party.C, "1003"), "4711");
    private static final MessageParser PARSER =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.none());

    private static final class End {
        String local = "";
        String remote = "";
        long cseq;
        @Nullable Request invite;
        @Nullable Response last;
    }

    private record Line(String step, Party phone, Direction direction, SipMessage message) {}

    private final Flow flow;
    private final Plan plan;
    private final Map<Integer, SipMessage> made = new LinkedHashMap<>();
    private final Map<String, End> ends = new HashMap<>();
    private final Map<String, String> callIds = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();
    private int branches;

    private Rehearsal(
            Flow flow,
            int variant,
            BiFunction<Step, SipMessage, SipMessage> passing,
            IntUnaryOperator choice) {
        this.flow = flow;
        this.plan = new Plan(flow.variants().get(variant).order());
        while (made.size() < plan.steps().size()) {
            var ready = ready();
            int i = ready.get(choice.applyAsInt(ready.size()));
            var planned = plan.steps().get(i);
            var step = planned.step();
            var message =
                    switch (step.message()) {
                        case RequestForm form ->
                                step.from().isPhone() ? sent(step, form) : received(planned, form);
                        case ResponseForm form -> response(planned, form);
                    };
            if (!step.from().isPhone()) message = passing.apply(step, message);
            made.put(i, message);
            learn(step, message);
            lines.add(new Line(step.name(), step.phone(), step.direction(), message));
        }
    }

    /// The steps whose time has come. A request that a phone sends to another overtakes no request of the same call.
    private List<Integer> ready() {
        var ready = new ArrayList<Integer>();
        for (int i = 0; i < plan.steps().size(); i++) {
            var planned = plan.steps().get(i);
            if (!made.containsKey(i)
                    && made.keySet().containsAll(planned.after())
                    && isThere(planned.source())
                    && isThere(planned.request())
                    && knowsWhatToReplace(i)
                    && isNext(planned)) ready.add(i);
        }
        return ready;
    }

    /// Who replaces a dialog has learned of it.
    private boolean knowsWhatToReplace(int place) {
        for (var property : plan.steps().get(place).step().message().properties())
            for (int i = 0; i < place && property.kind() == Property.Kind.REPLACES; i++)
                if (plan.steps().get(i).step().call().equals(property.argument())
                        && !made.containsKey(i)) return false;
        return true;
    }

    private boolean isThere(int place) {
        return place == Plan.NONE || made.containsKey(place);
    }

    private boolean isNext(Plan.Planned planned) {
        if (planned.source() == Plan.NONE || planned.step().message() instanceof ResponseForm)
            return true;
        var sender = plan.steps().get(planned.source()).step().phone();
        for (int i = 0; i < plan.steps().size(); i++) {
            var other = plan.steps().get(i);
            if (!made.containsKey(i)
                    && other.source() != Plan.NONE
                    && other.step().message() instanceof RequestForm
                    && other.step().call().equals(planned.step().call())
                    && made.containsKey(other.source())
                    && other.step().phone() == planned.step().phone()
                    && plan.steps().get(other.source()).step().phone() == sender
                    && position(other.source()) < position(planned.source())) return false;
        }
        return true;
    }

    private int position(int place) {
        return new ArrayList<>(made.keySet()).indexOf(place);
    }

    static Rehearsal of(Flow flow, int variant) {
        return new Rehearsal(flow, variant, (_, message) -> message, _ -> 0);
    }

    /// In one of the orders that the flow allows.
    static Rehearsal shuffled(Flow flow, int variant, Random random) {
        return new Rehearsal(flow, variant, (_, message) -> message, random::nextInt);
    }

    static Rehearsal of(String flow) {
        return of(Flow.named(flow).orElseThrow(), 0);
    }

    /// With a proxy that does something to what it sends.
    static Rehearsal of(String flow, BiFunction<Step, SipMessage, SipMessage> passing) {
        return new Rehearsal(Flow.named(flow).orElseThrow(), 0, passing, _ -> 0);
    }

    /// As if these had never been.
    Rehearsal without(String... steps) {
        lines.removeIf(line -> List.of(steps).contains(line.step()));
        return this;
    }

    Rehearsal edit(String step, UnaryOperator<SipMessage> change) {
        int at = indexOf(step);
        var line = lines.get(at);
        lines.set(at, new Line(step, line.phone(), line.direction(), change.apply(line.message())));
        return this;
    }

    /// The message of one step comes right before that of another.
    Rehearsal move(String step, String before) {
        var line = lines.remove(indexOf(step));
        lines.add(indexOf(before), line);
        return this;
    }

    /// The message of a step comes again behind that of another.
    Rehearsal repeat(String step, String behind) {
        lines.add(indexOf(behind) + 1, lines.get(indexOf(step)));
        return this;
    }

    Rehearsal insert(String before, Party phone, Direction direction, SipMessage message) {
        lines.add(indexOf(before), new Line("", phone, direction, message));
        return this;
    }

    SipMessage message(String step) {
        return lines.get(indexOf(step)).message();
    }

    private int indexOf(String step) {
        for (int i = 0; i < lines.size(); i++) if (lines.get(i).step().equals(step)) return i;
        throw new IllegalArgumentException("no step " + step);
    }

    List<Observation> observations() {
        var observations = new ArrayList<Observation>();
        for (var line : lines)
            observations.add(
                    new Observation(
                            observations.size(),
                            Instant.ofEpochMilli(1_000L + observations.size() * 20L),
                            line.phone(),
                            line.direction(),
                            line.message(),
                            "UDP",
                            "192.0.2.1:5060"));
        return observations;
    }

    Verdict strict() {
        return verdict(Strictness.STRICT, Flow.CURRENT_EDITION);
    }

    Verdict asPrinted() {
        return verdict(Strictness.AS_PRINTED, Flow.CURRENT_EDITION);
    }

    Verdict verdict(Strictness strictness, String edition) {
        return new Comparison(flow, CAST, strictness, edition).of(observations());
    }

    private End end(Party phone, String call) {
        return ends.computeIfAbsent(phone + call, _ -> new End());
    }

    private String callId(String call) {
        return callIds.computeIfAbsent(call, it -> "call-" + it + "@192.0.2.9");
    }

    private String branch() {
        return "z9hG4bK" + ++branches;
    }

    static SipMessage parse(String text) {
        byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return PARSER.parseDatagram(bytes, 0, bytes.length);
    }

    private SipMessage sent(Step step, RequestForm form) {
        var phone = step.from();
        var end = end(phone, step.call());
        boolean cancel = form.method().equals(Method.CANCEL);
        boolean ack = form.method().equals(Method.ACK);
        var invite = end.invite;
        boolean failed = ack && end.last != null && !end.last.status().isSuccess();
        if (form.isInitial() && end.local.isEmpty()) end.local = "tag-" + phone + step.call();
        long cseq =
                (cancel || ack)
                        ? Objects.requireNonNull(invite).headers().require(Header.CSEQ).number()
                        : ++end.cseq;
        String to =
                form.isInitial() || cancel
                        ? ""
                        : failed
                                ? Objects.requireNonNull(end.last)
                                        .headers()
                                        .require(Header.TO)
                                        .tag()
                                : end.remote;
        String top =
                cancel || failed
                        ? Objects.requireNonNull(invite).headers().require(Header.VIA).branch()
                        : branch();
        String user = form.isInitial() ? CAST.numberOf(form.target()) : "peer";
        var text = new StringBuilder();
        text.append(form.method().name())
                .append(" sip:")
                .append(user)
                .append("@office.example SIP/2.0\nVia: SIP/2.0/UDP ")
                .append(phone)
                .append(".example:5060;branch=")
                .append(top)
                .append("\nMax-Forwards: 70\nFrom: <sip:")
                .append(CAST.number(phone))
                .append("@office.example>;tag=")
                .append(end.local)
                .append("\nTo: <sip:")
                .append(user)
                .append("@office.example>")
                .append(to.isEmpty() ? "" : ";tag=" + to)
                .append("\nCall-ID: ")
                .append(callId(step.call()))
                .append("\nCSeq: ")
                .append(cseq)
                .append(' ')
                .append(form.method().name())
                .append('\n');
        if (!form.isInitial() && !cancel && !failed) text.append("Route: <sip:p.example;lr>\n");
        if (!cancel && !ack) text.append(contact(phone, step));
        fields(step, text);
        return body(step, text);
    }

    private static String contact(Party phone, Step step) {
        String expires = "";
        for (var property : step.message().properties())
            if (property.kind() == Property.Kind.EXPIRES)
                expires = ";expires=" + property.argument();
        return "Contact: <sip:" + phone + "@" + phone + ".example:5060>" + expires + "\n";
    }

    private void fields(Step step, StringBuilder text) {
        String replaces = "";
        String referTo = "";
        for (var property : step.message().properties()) {
            switch (property.kind()) {
                case REPLACES -> {
                    var target = end(target(step), property.argument());
                    replaces =
                            callId(property.argument())
                                    + ";to-tag="
                                    + target.local
                                    + ";from-tag="
                                    + target.remote;
                }
                case REFER_TO -> referTo = CAST.numberOf(property.argument());
                case REFERRED_BY ->
                        text.append("Referred-By: <sip:")
                                .append(CAST.numberOf(property.argument()))
                                .append("@office.example>\n");
                case SIPFRAG ->
                        text.append("Event: refer\nSubscription-State: ")
                                .append(
                                        step.message().properties().stream()
                                                        .anyMatch(it ->
                                                                it.kind()
                                                                        == Property.Kind.TERMINATED)
                                                ? "terminated;reason=noresource"
                                                : "active;expires=60")
                                .append("\nContent-Type: message/sipfrag\n");
                case CREDENTIALS ->
                        text.append(
                                "Authorization: Digest username=\"1001\", realm=\"x\", nonce=\"n\","
                                        + " uri=\"sip:x\", response=\"0\"\n");
                default -> {
                    // of the body, the contact or a response
                }
            }
        }
        if (!referTo.isEmpty()) {
            String escaped = replaces.replace(";", "%3B").replace("=", "%3D").replace("@", "%40");
            text.append("Refer-To: <sip:")
                    .append(referTo)
                    .append("@office.example")
                    .append(escaped.isEmpty() ? "" : "?Replaces=" + escaped)
                    .append(">\n");
        } else if (!replaces.isEmpty()) {
            text.append("Replaces: ").append(replaces).append('\n');
        }
    }

    private static Party target(Step step) {
        for (var property : step.message().properties())
            if (property.kind() == Property.Kind.REFER_TO) return property.party();
        return Party.valueOf(((RequestForm) step.message()).target());
    }

    private static SipMessage body(Step step, StringBuilder text) {
        String body = bodyOf(step);
        if (body.startsWith("v=")) text.append("Content-Type: application/sdp\n");
        String wire = body.replace("\n", "\r\n");
        text.append("Content-Length: ").append(wire.length()).append("\n\n").append(body);
        return parse(text.toString());
    }

    private static String bodyOf(Step step) {
        for (var property : step.message().properties()) {
            switch (property.kind()) {
                case SDP, ACTIVE -> {
                    return sdp("sendrecv");
                }
                case HOLD -> {
                    return sdp("sendonly");
                }
                case HELD -> {
                    return sdp("recvonly");
                }
                case SIPFRAG -> {
                    return "SIP/2.0 " + StatusCode.of(property.number()) + "\n";
                }
                default -> {
                    // no body
                }
            }
        }
        return "";
    }

    static String sdp(String direction) {
        return "v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\nc=IN IP4 192.0.2.9\nt=0 0\n"
                + "m=audio 11780 RTP/AVP 0\na="
                + direction
                + "\n";
    }

    private SipMessage received(Plan.Planned planned, RequestForm form) {
        var step = planned.step();
        if (planned.source() != Plan.NONE && !planned.ofOneHop()) {
            var source = (Request) Objects.requireNonNull(made.get(planned.source()));
            int hops = source.headers().require(Header.MAX_FORWARDS);
            return source.with(h -> {
                h.push(Header.VIA, via(branch())).set(Header.MAX_FORWARDS, hops - 1);
                h.remove(Known.ROUTE);
                if (form.isInitial())
                    h.push(Header.RECORD_ROUTE, NameAddr.of(Uri.parse("sip:p.example;lr")));
                return h;
            });
        }
        var end = end(step.phone(), step.call());
        var invite = Objects.requireNonNull(end.invite);
        boolean ack = form.method().equals(Method.ACK);
        var last = end.last;
        return Request.of(form.method(), invite.uri(), invite.headers(), Body.EMPTY)
                .with(h -> {
                    h.set(Header.VIA, invite.headers().require(Header.VIA));
                    if (ack)
                        h.set(Header.TO, Objects.requireNonNull(last).headers().require(Header.TO));
                    h.set(
                            Header.CSEQ,
                            new io.switchhook.sip.header.CSeq(
                                    invite.headers().require(Header.CSEQ).number(), form.method()));
                    return h.remove(Known.CONTENT_TYPE).set(Header.CONTENT_LENGTH, 0);
                });
    }

    static Via via(String branch) {
        return Via.of("UDP", HostPort.of("p.example", 5060), branch);
    }

    private SipMessage response(Plan.Planned planned, ResponseForm form) {
        var step = planned.step();
        if (planned.source() != Plan.NONE && !planned.ofOneHop()) {
            var source = Objects.requireNonNull(made.get(planned.source()));
            return source.with(h -> h.pop(Header.VIA));
        }
        var request = (Request) Objects.requireNonNull(made.get(planned.request()));
        boolean trying = form.status().value() == 100;
        String tag = "tag-" + step.from() + step.call();
        var response = Response.to(request, form.status(), trying ? "" : tag);
        boolean challenge =
                form.properties().stream().anyMatch(it -> it.kind() == Property.Kind.CHALLENGE);
        boolean bound = form.properties().stream().anyMatch(it -> it.kind() == Property.Kind.BOUND);
        var text = new StringBuilder();
        for (var field : response.headers().fields())
            if (field.name() != Known.CONTENT_LENGTH) text.append(field).append('\n');
        if (form.status().isSuccess() && step.from().isPhone()) {
            for (var field : request.headers().fields())
                if (field.name() == Known.RECORD_ROUTE) text.append(field).append('\n');
            text.append(contact(step.from(), step));
        }
        if (challenge) text.append("Proxy-Authenticate: Digest realm=\"x\", nonce=\"n\"\n");
        if (bound) text.append(contact(step.phone(), step));
        for (var property : form.properties()) {
            if (property.kind() == Property.Kind.CONTACT)
                text.append("Contact: <sip:")
                        .append(CAST.numberOf(property.argument()))
                        .append("@office.example>\n");
            if (property.kind() == Property.Kind.BECAUSE)
                text.append("Diversion: <sip:1002@office.example>;reason=")
                        .append(property.argument())
                        .append('\n');
        }
        return body(
                step,
                new StringBuilder("SIP/2.0 ").append(form.status()).append('\n').append(text));
    }

    private void learn(Step step, SipMessage message) {
        var end = end(step.phone(), step.call());
        boolean sent = step.direction() == Direction.SENT;
        switch (message) {
            case Request request -> {
                if (request.method().equals(Method.INVITE)) end.invite = request;
                if (!sent) end.remote = request.headers().require(Header.FROM).tag();
            }
            case Response response -> {
                String to = response.headers().require(Header.TO).tag();
                if (response.headers().require(Header.CSEQ).method().equals(Method.INVITE)
                        && response.status().value() > 100) {
                    if (sent) end.local = to;
                    else end.remote = to;
                    if (response.status().isFinal()) end.last = response;
                }
            }
        }
    }
}
