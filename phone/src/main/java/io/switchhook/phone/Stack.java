package io.switchhook.phone;

import io.switchhook.phone.settings.AccountSettings;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sip.dialog.UacCore;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.ua.UserAgent;
import io.switchhook.sip.ua.UserAgentLimits;
import java.util.List;

/// The floors of SIP in a phone: its transactions, and the cores upon them. For the phone's shard.
final class Stack {
    static final List<String> EXTENSIONS = List.of("replaces");
    private static final int MOST_CALLS = 16;
    private static final int LOCATED = 4;

    private final TransactionLayer layer;
    private final Identifiers identifiers;
    private final UacCore uac;
    private final UserAgent agent;

    /// What is built upon the transactions.
    private record Cores(UacCore uac, UserAgent agent) {}

    Stack(Settings settings, Ground ground, UserAgent.Callee callee) {
        identifiers = new Identifiers(ground.random());
        var made = new Cores[1];
        layer =
                new TransactionLayer(
                        ground.shard(),
                        ground.timers(),
                        timers(settings),
                        TransactionLimits.DEFAULT,
                        identifiers,
                        new TransactionCounters(),
                        below -> {
                            made[0] = cores(below, ground, callee);
                            return made[0].agent;
                        });
        uac = made[0].uac;
        agent = made[0].agent;
    }

    private Cores cores(TransactionLayer below, Ground ground, UserAgent.Callee callee) {
        var sender =
                new UacCore(
                        below,
                        ground.timers(),
                        ground.shard(),
                        ground.flows(),
                        ground.locator(),
                        LOCATED);
        return new Cores(
                sender,
                new UserAgent(
                        below,
                        ground.timers(),
                        sender,
                        identifiers,
                        ground.random(),
                        new UserAgentLimits(MOST_CALLS, EXTENSIONS),
                        callee));
    }

    /// All accounts share one transaction layer: the first one that is used says how patient it is.
    static TimerValues timers(Settings settings) {
        var timers =
                settings.accounts().stream()
                        .filter(AccountSettings::enabled)
                        .findFirst()
                        .orElse(settings.account(1))
                        .timers();
        if (!timers.t1().isPositive()) return TimerValues.DEFAULT;
        var t2 = timers.t2().compareTo(timers.t1()) < 0 ? timers.t1() : timers.t2();
        return new TimerValues(timers.t1(), t2, timers.t4());
    }

    TransactionLayer layer() {
        return layer;
    }

    Identifiers identifiers() {
        return identifiers;
    }

    UacCore uac() {
        return uac;
    }

    UserAgent agent() {
        return agent;
    }

    /// Of the responses to a request.
    String tagOf(Request request) {
        return layer.responseTo(request, StatusCode.RINGING).headers().require(Header.TO).tag();
    }
}
