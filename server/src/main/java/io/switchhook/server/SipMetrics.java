package io.switchhook.server;

import io.switchhook.console.Metrics;
import io.switchhook.console.Metrics.Family;
import io.switchhook.console.Metrics.Unit;
import io.switchhook.sip.event.NotifierCounters;
import io.switchhook.sip.event.SubscriptionBounds;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.StatusClass;
import io.switchhook.sip.proxy.ProxyCounters;
import io.switchhook.sip.proxy.Refusal;
import io.switchhook.sip.registrar.LogCounters;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transport.TransportCounters;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Shows the counters of the SIP floors at `/metrics`; docs/metrics.md says what they mean.
final class SipMetrics {
    private final Metrics metrics;

    SipMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    void register(
            FloorCounters counters,
            Registrations registrations,
            SubscriptionBounds subscriptions,
            Leniencies leniencies) {
        transport(counters.transport());
        transactions(counters.transactions());
        proxy(counters.proxy());
        metrics.gauge("switchhook_bindings", Unit.NONE, "Registered contacts.")
                .add(registrations.locations::size);
        metrics.gauge(
                        "switchhook_phones_silent",
                        Unit.NONE,
                        "Addresses of phones on UDP that are not heard of any more.")
                .add(registrations.reachability::silent);
        var pings = counters.pings();
        counter("switchhook_pings", "Questions to phones on UDP whether they are there.", "event")
                .add(pings.sent::sum, "sent")
                .add(pings.answered::sum, "answered")
                .add(pings.unanswered::sum, "unanswered")
                .add(pings.skipped::sum, "skipped");
        subscriptions(subscriptions, counters.notifiers());
        bindingsLog(registrations.locations.counters());
        var lenient =
                counter(
                        "switchhook_leniencies",
                        "Departures from the grammar that were understood.",
                        "leniency");
        for (var leniency : Leniency.values())
            lenient.add(() -> leniencies.count(leniency), name(leniency));
    }

    private void bindingsLog(LogCounters log) {
        counter("switchhook_bindings_log_events", "What the log of bindings did.", "event")
                .add(log::records, "record")
                .add(log::groups, "force")
                .add(log::snapshots, "snapshot")
                .add(log::failures, "failure")
                .add(log::refused, "refused");
        metrics.gauge("switchhook_bindings_log", Unit.BYTES, "Files of bindings that count.")
                .add(log::bytes);
        metrics.gauge("switchhook_bindings_log_waiting", Unit.NONE, "Changes that wait.")
                .add(log::waiting);
        metrics.counter(
                        "switchhook_bindings_log_dropped",
                        Unit.BYTES,
                        "Damaged bytes that were passed over at the start.")
                .add(log::droppedBytes);
    }

    /// The names and labels are the floor's own: `messages_received` by `transport` and so on.
    private void transport(TransportCounters transport) {
        Map<String, Family> families = new HashMap<>();
        for (var count : transport.snapshot()) {
            var labels = count.label().isEmpty() ? new String[0] : new String[] {count.label()};
            var values = count.label().isEmpty() ? new String[0] : new String[] {count.value()};
            boolean bytes = count.name().endsWith("_bytes");
            String name =
                    "switchhook_transport_"
                            + (bytes ? count.name().replace("_bytes", "") : count.name());
            var unit = bytes ? Unit.BYTES : Unit.NONE;
            families.computeIfAbsent(
                            count.name(),
                            it ->
                                    it.equals("connections_open")
                                            ? metrics.gauge(
                                                    name, unit, it.replace('_', ' ') + ".", labels)
                                            : metrics.counter(
                                                    name, unit, it.replace('_', ' ') + ".", labels))
                    .add(() -> current(transport, count), values);
        }
    }

    private static long current(TransportCounters transport, TransportCounters.Count which) {
        for (var count : transport.snapshot())
            if (count.name().equals(which.name()) && count.value().equals(which.value()))
                return count.count();
        return 0;
    }

    private void transactions(TransactionCounters transactions) {
        counter("switchhook_transactions", "Transactions begun.", "kind")
                .add(transactions::inviteServers, "invite_server")
                .add(transactions::nonInviteServers, "non_invite_server")
                .add(transactions::inviteClients, "invite_client")
                .add(transactions::nonInviteClients, "non_invite_client");
        metrics.gauge("switchhook_transactions_live", Unit.NONE, "Transactions that exist.", "side")
                .add(transactions::serversLive, "server")
                .add(transactions::clientsLive, "client");
        counter("switchhook_retransmissions", "Retransmitted messages.", "direction")
                .add(transactions::retransmissionsReceived, "received")
                .add(transactions::retransmissionsSent, "sent");
        counter("switchhook_transaction_troubles", "Transactions that did not end well.", "trouble")
                .add(transactions::timeouts, "timeout")
                .add(transactions::unanswered, "unanswered")
                .add(transactions::undelivered, "undelivered")
                .add(transactions::rejected, "table_full")
                .add(transactions::strayResponses, "stray_response")
                .add(transactions::strayAcks, "stray_ack");
    }

    private void proxy(ProxyCounters proxy) {
        var requests = counter("switchhook_proxy_requests", "Requests relayed.", "method");
        for (var method : Method.Known.values())
            requests.add(proxy.requests(method)::sum, name(method));
        requests.add(proxy.requests(new Method.Extension("OTHER"))::sum, "other");
        var responses = counter("switchhook_proxy_responses", "Responses relayed.", "class");
        for (var statusClass : StatusClass.values())
            responses.add(proxy.responses(statusClass)::sum, statusClass.ordinal() + 1 + "xx");
        var refusals =
                counter(
                        "switchhook_proxy_refusals",
                        "Requests that the proxy itself refused.",
                        "reason");
        for (var refusal : Refusal.values())
            refusals.add(proxy.refused(refusal)::sum, name(refusal));
        counter("switchhook_proxy_events", "What else the proxy did.", "event")
                .add(proxy.rejected::sum, "rejected")
                .add(proxy.redirected::sum, "redirected")
                .add(proxy.served::sum, "served")
                .add(proxy.forks::sum, "forked")
                .add(proxy.recursions::sum, "recursion")
                .add(proxy.forwarded::sum, "forwarded_call")
                .add(proxy.joined::sum, "joined")
                .add(proxy.timerC::sum, "timer_c")
                .add(proxy.lateAnswers::sum, "late_answer")
                .add(proxy.dropped::sum, "dropped")
                .add(proxy.closedFlows::sum, "closed_flow");
        metrics.gauge(
                        "switchhook_proxy_waiting",
                        Unit.NONE,
                        "Requests that wait for their final response.")
                .add(proxy::waiting);
    }

    private void subscriptions(SubscriptionBounds subscriptions, NotifierCounters notifiers) {
        metrics.gauge("switchhook_subscriptions", Unit.NONE, "Subscriptions that exist.")
                .add(subscriptions::size);
        counter("switchhook_subscription_events", "What became of subscriptions.", "event")
                .add(notifiers.begun::sum, "begun")
                .add(notifiers.fetched::sum, "fetched")
                .add(notifiers.refreshed::sum, "refreshed")
                .add(notifiers.rejected::sum, "rejected")
                .add(notifiers.turnedAway::sum, "turned_away")
                .add(notifiers.abandoned::sum, "abandoned");
        counter("switchhook_notifies", "What became of NOTIFYs.", "answer")
                .add(notifiers.answered::sum, "answered")
                .add(notifiers.refused::sum, "refused")
                .add(notifiers.silent::sum, "silent");
    }

    private Family counter(String name, String help, String... labels) {
        return metrics.counter(name, Unit.NONE, help, labels);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
