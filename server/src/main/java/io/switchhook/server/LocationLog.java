package io.switchhook.server;

import io.switchhook.sip.registrar.LocationEvent;
import io.switchhook.sip.registrar.LocationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One log line for each binding that comes or goes; refreshes only at debug.
final class LocationLog implements LocationListener {
    private static final Logger LOG = LoggerFactory.getLogger(LocationListener.class);

    @Override
    public void happened(LocationEvent event) {
        switch (event) {
            case LocationEvent.Registered _ -> log(Level.INFO, "registered", event);
            case LocationEvent.Refreshed _ -> log(Level.DEBUG, "refreshed", event);
            case LocationEvent.Unregistered _ -> log(Level.INFO, "unregistered", event);
            case LocationEvent.Expired _ -> log(Level.INFO, "expired", event);
            case LocationEvent.FlowLost _ -> log(Level.INFO, "connection lost", event);
            case LocationEvent.Silent _ -> log(Level.INFO, "silent", event);
            case LocationEvent.Heard _ -> log(Level.INFO, "heard again", event);
        }
    }

    private static void log(Level level, String what, LocationEvent event) {
        if (!LOG.isEnabledForLevel(level)) return;
        LOG.atLevel(level)
                .addKeyValue("user", event.addressOfRecord())
                .addKeyValue("contact", event.binding().contact().uri())
                .log(what);
    }
}
