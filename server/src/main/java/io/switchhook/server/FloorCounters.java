package io.switchhook.server;

import io.switchhook.pbx.admission.AdmissionCounters;
import io.switchhook.sip.event.NotifierCounters;
import io.switchhook.sip.proxy.ProxyCounters;
import io.switchhook.sip.registrar.Pings;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transport.TransportCounters;

/// What the floors count: one object for each floor, shared by all shards.
record FloorCounters(
        TransportCounters transport,
        TransactionCounters transactions,
        ProxyCounters proxy,
        NotifierCounters notifiers,
        Pings.Counters pings,
        AdmissionCounters admission) {

    FloorCounters() {
        this(
                new TransportCounters(),
                new TransactionCounters(),
                new ProxyCounters(),
                new NotifierCounters(),
                new Pings.Counters(),
                new AdmissionCounters());
    }
}
