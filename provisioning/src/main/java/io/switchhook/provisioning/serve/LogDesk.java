package io.switchhook.provisioning.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.switchhook.pbx.admission.Budget;
import io.switchhook.pbx.admission.Source;
import io.switchhook.provisioning.device.DeviceNote;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.syslog.DeviceLogs;
import io.switchhook.provisioning.syslog.Severity;
import io.switchhook.provisioning.syslog.SyslogMessage;
import io.switchhook.provisioning.syslog.SyslogParser;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/// Takes lines of phones' logs, from whatever listener. A line counts for the device that is adopted at the address it comes from; where
/// several are, for the one whose MAC address it has. Others are not kept. For any thread.
public final class LogDesk {
    private static final Pattern MAC =
            Pattern.compile(
                    "(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}[:-]?){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f])");

    /// Where a MAC address is looked for.
    private static final int LOOKED_AT = 256;

    private final DevicesAt devices;
    private final DeviceLogs logs;
    private final DeviceNotes notes;
    private final HearingCounters counters;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Budget.Rate rate;
    private final Cache<Source, Budget> budgets;

    /// @param rate lines a second of one address
    /// @param burst how many of these may come at once
    /// @param sources addresses that are remembered
    public record Bounds(int rate, int burst, int sources) {}

    /// @param logs where all lines go
    /// @param notes where those go that tell of something bad
    /// @param clock of the day
    /// @param nanoClock a monotonic clock
    public LogDesk(
            Devices devices,
            DeviceLogs logs,
            DeviceNotes notes,
            Bounds bounds,
            HearingCounters counters,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.devices = new DevicesAt(devices, nanoClock);
        this.logs = logs;
        this.notes = notes;
        this.counters = counters;
        this.clock = clock;
        this.nanoClock = nanoClock;
        rate = Budget.Rate.perSecond(bounds.rate(), bounds.burst());
        budgets =
                Caffeine.newBuilder()
                        .maximumSize(bounds.sources())
                        .expireAfterAccess(Duration.ofMinutes(10))
                        .ticker(nanoClock::getAsLong)
                        .executor(Runnable::run)
                        .build();
    }

    /// @param bytes of a datagram, or of a frame
    void take(InetAddress source, byte[] bytes) {
        var known = devices.at(source);
        if (known.isEmpty()) {
            counters.unknown.increment();
            return;
        }
        if (!spends(source)) {
            counters.dropped.increment();
            return;
        }
        var message = SyslogParser.parse(bytes);
        var mac = who(known, message);
        if (mac.isEmpty()) counters.unknown.increment();
        else keep(mac.get(), message);
    }

    private boolean spends(InetAddress source) {
        long now = nanoClock.getAsLong();
        return budgets.get(Source.of(source), _ -> new Budget(now)).spend(rate, now);
    }

    private static Optional<Mac> who(List<Mac> known, SyslogMessage message) {
        if (known.size() == 1) return Optional.of(known.getFirst());
        String text =
                String.join(
                        " ",
                        message.host(),
                        message.application(),
                        message.process(),
                        message.text());
        var found = MAC.matcher(text.substring(0, Math.min(LOOKED_AT, text.length())));
        while (found.find()) {
            var mac = Mac.of(found.group());
            if (mac.isPresent() && known.contains(mac.get())) return mac;
        }
        return Optional.empty();
    }

    private void keep(Mac mac, SyslogMessage message) {
        var now = clock.instant();
        counters.lines.increment();
        logs.add(mac.digits(), new DeviceLogs.Line(now, message));
        if (message.severity().compareTo(Severity.WARNING) > 0) return;
        String who = message.application().isEmpty() ? "" : message.application() + ": ";
        var note = new DeviceNote(mac, now, DeviceNote.Kind.LOG, who + message.text());
        if (!notes.add(note)) counters.dropped.increment();
    }

    void malformed() {
        counters.malformed.increment();
    }
}
