package io.switchhook.sip.registrar;

/// Hears what happens to bindings: for the log, the console, and whoever keeps them on disk.
public interface LocationListener {
    LocationListener NONE = _ -> {};

    /// Called on any thread, in order for each address-of-record, while that address-of-record is held: it must be
    /// quick and must not call the location service. What it throws is logged and otherwise of no effect.
    void happened(LocationEvent event);

    /// Both, this one first.
    default LocationListener and(LocationListener next) {
        return event -> {
            try {
                happened(event);
            } finally {
                next.happened(event);
            }
        };
    }
}
