package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.device.DeviceNote;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.syslog.ActionUrls;
import io.switchhook.provisioning.syslog.DeviceEvent;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Takes what phones say happened at them: requests for their action URLs. A phone is believed for itself alone, at the address at
/// which it is adopted; nobody hears whether he was.
final class EventDesk {
    /// Where events are taken.
    static final String PATH = "/event";

    private final DevicesAt devices;
    private final DeviceNotes notes;
    private final InstantSource clock;
    private final HearingCounters counters;

    EventDesk(DevicesAt devices, DeviceNotes notes, InstantSource clock, HearingCounters counters) {
        this.devices = devices;
        this.notes = notes;
        this.clock = clock;
        this.counters = counters;
    }

    /// @param query as it came
    void take(InetAddress source, String query) {
        var event = ActionUrls.read(query);
        if (event.isEmpty() || !devices.at(source).contains(new Mac(event.get().mac()))) {
            counters.unknown.increment();
            return;
        }
        var note =
                new DeviceNote(
                        new Mac(event.get().mac()),
                        clock.instant(),
                        DeviceNote.Kind.ACTION,
                        sentence(event.get()));
        (notes.add(note) ? counters.events : counters.dropped).increment();
    }

    /// Such as `incoming_call 1001 sip:1002@office.example`.
    private static String sentence(DeviceEvent event) {
        return Stream.of(
                        event.kind().parameter().substring("action_url.".length()),
                        event.user(),
                        event.remote())
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
