package io.switchhook.pbx.route;

import io.switchhook.ladder.Remark;
import io.switchhook.ladder.Remark.Forward;
import io.switchhook.pbx.directory.Account;
import io.switchhook.pbx.directory.CallFeatures;
import io.switchhook.pbx.directory.ForwardTarget;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.proxy.Forwarding;
import io.switchhook.sip.proxy.Route;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Where one call goes that somebody has forwarded. Who is called there is decided as if he had been called from the beginning,
/// so that a forward leads nowhere else than calls do.
///
/// @param account whose call it is
/// @param user the same, as he was called
/// @param diverters who had it forwarded before, the first one first
record Forwards(
        OfficeRouter router,
        Account account,
        AddressOfRecord user,
        Request request,
        String by,
        List<AddressOfRecord> diverters)
        implements Forwarding {
    /// How often one call is forwarded, here and before it came here.
    static final int MOST = 5;

    private CallFeatures features() {
        return account.features();
    }

    @Override
    public Optional<Duration> patience() {
        return features().noAnswer().map(_ -> features().after());
    }

    /// What it sends has all edits of the user's own phones already, and needs but those of going elsewhere.
    @Override
    public Optional<Route.Forwarded> on(Forward why) {
        return target(why).map(its -> to(its, why, UnaryOperator.identity()));
    }

    private Optional<ForwardTarget> target(Forward why) {
        return switch (why) {
            case ALWAYS -> features().always();
            case BUSY -> features().busy();
            case NO_ANSWER, UNAVAILABLE -> features().noAnswer();
        };
    }

    /// @param edits those for the user's own phones, if nothing was sent to them
    Route.Forwarded to(ForwardTarget target, Forward why, UnaryOperator<Headers.Editor> edits) {
        long seconds = why == Forward.NO_ANSWER ? features().after().toSeconds() : 0;
        var remark = new Remark.Forwarded(user.user(), target.text(), why, seconds, true);
        return new Route.Forwarded(remark, route(target, why, edits));
    }

    private Route route(ForwardTarget target, Forward why, UnaryOperator<Headers.Editor> edits) {
        var diverted = new ArrayList<>(diverters);
        diverted.add(user);
        var called = router.recordOf(target.uri());
        if (called.filter(diverted::contains).isPresent())
            return loop("forwards send the call back to " + called.get().user());
        if (diverted.size() + diversions() > MOST)
            return loop("the call was forwarded more than " + MOST + " times");
        var diversion = diversion(why);
        return router.toUser(
                called,
                target.uri(),
                request,
                diverted,
                by,
                h -> edits.apply(h).push(Header.DIVERSION, diversion));
    }

    private static Route loop(String how) {
        return new Route.Reject(
                StatusCode.LOOP_DETECTED,
                UnaryOperator.identity(),
                how,
                Optional.of(new Remark.LoopDetected(how)));
    }

    /// RFC 5806 §4: how often it was forwarded before it came here. What cannot be read counts once.
    private int diversions() {
        if (!request.headers().has(Header.DIVERSION.name())) return 0;
        try {
            int sum = 0;
            for (var diversion : request.headers().all(Header.DIVERSION))
                sum += diversion.parameters().get("counter").map(Forwards::number).orElse(1);
            return sum;
        } catch (MalformedField e) {
            return 1;
        }
    }

    private static int number(String counter) {
        boolean isNumber =
                counter.length() <= 2 && counter.chars().allMatch(c -> '0' <= c && c <= '9');
        return isNumber && !counter.isEmpty() ? Integer.parseInt(counter) : 1;
    }

    private NameAddr diversion(Forward why) {
        String name = account.name();
        // The users of accounts need no escapes.
        var uri = SipUri.of(user.user(), HostPort.of(user.domain()));
        String reason =
                switch (why) {
                    case ALWAYS -> "unconditional";
                    case BUSY -> "user-busy";
                    case NO_ANSWER -> "no-answer";
                    case UNAVAILABLE -> "unavailable";
                };
        return new NameAddr(
                name.isEmpty() ? "" : Scanner.quote(name),
                uri,
                Parameters.EMPTY.with("reason", reason).with("counter", "1"));
    }
}
