package io.switchhook.server;

import io.switchhook.console.Refusal;
import io.switchhook.console.ServiceView;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.DeviceNote;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.rollout.Nudges;
import io.switchhook.provisioning.rollout.RolloutPlan;
import io.switchhook.provisioning.syslog.DeviceLogs;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What phones in service do and tell, as the console shows it.
record OfficeService(
        Devices devices,
        Supplier<ModelCatalog> catalog,
        DeviceNotes notes,
        DeviceLogs logs,
        Nudges nudges)
        implements ServiceView {
    private static final Logger LOG = LoggerFactory.getLogger(OfficeService.class);

    @Override
    public List<Note> notes(String mac) throws Refusal {
        try {
            return notes.of(known(mac)).reversed().stream().map(OfficeService::note).toList();
        } catch (DeviceException e) {
            throw Refusals.of(e);
        }
    }

    private static Note note(DeviceNote note) {
        return new Note(note.at(), word(note.kind()).replace('_', '-'), note.text());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Log log(String mac) throws Refusal {
        String digits = known(mac).digits();
        return new Log(
                logs.lines(digits).reversed().stream().map(OfficeService::line).toList(),
                logs.forgotten(digits));
    }

    private static LogLine line(DeviceLogs.Line line) {
        var message = line.message();
        return new LogLine(
                line.received(), word(message.severity()), message.application(), message.text());
    }

    private Mac known(String text) throws Refusal {
        var mac = Refusals.mac(text);
        if (devices.find(mac).isEmpty()) throw Refusals.missing("There is no device " + mac + ".");
        return mac;
    }

    @Override
    public void tell(String text, Nudge nudge, String by) throws Refusal {
        var mac = known(text);
        if (devices.find(mac).filter(Adopted.class::isInstance).isEmpty())
            throw Refusals.conflict(mac + " is not adopted, so it cannot be told anything.");
        nudges.tell(List.of(mac.digits()), told(nudge));
        LOG.atInfo()
                .addKeyValue("mac", mac)
                .addKeyValue("restart", nudge == Nudge.REBOOT)
                .addKeyValue("by", by)
                .log("a device is told to look for its files");
    }

    private static RolloutPlan.Nudge told(Nudge nudge) {
        return switch (nudge) {
            case FETCH -> RolloutPlan.Nudge.RELOAD;
            case REBOOT -> RolloutPlan.Nudge.RESTART;
        };
    }

    @Override
    public int tellAll(Optional<String> group, Optional<String> model, Nudge nudge, String by)
            throws Refusal {
        var selection = new Selection(group, model);
        var macs = selection.of(devices, catalog.get());
        if (macs.isEmpty()) throw Refusals.missing(Refusals.sentence(selection.missing()));
        int added = nudges.tell(macs, told(nudge));
        LOG.atInfo()
                .addKeyValue("devices", added)
                .addKeyValue("restart", nudge == Nudge.REBOOT)
                .addKeyValue("by", by)
                .log("devices are told to look for their files");
        return added;
    }
}
