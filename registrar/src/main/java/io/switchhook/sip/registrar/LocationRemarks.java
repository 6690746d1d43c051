package io.switchhook.sip.registrar;

import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;

/// Tells a recorder what becomes of bindings by themselves, on the ladder of the REGISTER that made or refreshed them last.
/// What a REGISTER does is told by the [Registrar].
public final class LocationRemarks implements LocationListener {
    private final Recorder recorder;

    public LocationRemarks(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void happened(LocationEvent event) {
        switch (event) {
            case LocationEvent.Registered _,
                    LocationEvent.Refreshed _,
                    LocationEvent.Unregistered _ -> {}
            case LocationEvent.Expired _,
                    LocationEvent.FlowLost _,
                    LocationEvent.Silent _,
                    LocationEvent.Heard _ -> {
                if (recorder.isOn()) recorder.remark(event.binding().callId(), of(event, 0));
            }
        }
    }

    /// @param seconds for which it is registered
    static Remark of(LocationEvent event, int seconds) {
        String user = event.addressOfRecord().user();
        String contact = event.binding().contact().uri().toString();
        return switch (event) {
            case LocationEvent.Registered _ -> new Remark.Registered(user, contact, seconds, false);
            case LocationEvent.Refreshed _ -> new Remark.Registered(user, contact, seconds, true);
            case LocationEvent.Unregistered _ ->
                    new Remark.Unregistered(user, contact, "the phone said so");
            case LocationEvent.Expired _ ->
                    new Remark.Unregistered(user, contact, "its time ran out");
            case LocationEvent.FlowLost _ ->
                    new Remark.Unregistered(user, contact, "its connection was closed");
            case LocationEvent.Silent _ -> new Remark.Silent(user, contact, true);
            case LocationEvent.Heard _ -> new Remark.Silent(user, contact, false);
        };
    }
}
