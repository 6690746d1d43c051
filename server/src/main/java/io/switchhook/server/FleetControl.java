package io.switchhook.server;

import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.server.ControlFault.Kind;
import io.switchhook.server.ControlServer.Exchange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// What commands may have a running server do with devices that are in service.
record FleetControl(Fleet fleet, Supplier<ModelCatalog> catalog) {
    private static final Logger LOG = LoggerFactory.getLogger(FleetControl.class);

    ObjectNode notes(Exchange exchange) throws ControlFault, IOException {
        try {
            for (var note : fleet.notes().of(mac(exchange.text("mac"))))
                exchange.item(NoteLine.of(note).json());
        } catch (DeviceException e) {
            throw new ControlFault(Kind.FAILED, String.valueOf(e.getMessage()));
        }
        return ControlServer.JSON.createObjectNode();
    }

    /// The lines of its log that are in memory.
    ObjectNode log(Exchange exchange) throws ControlFault, IOException {
        var mac = mac(exchange.text("mac"));
        for (var line : fleet.logs().lines(mac.digits())) exchange.item(LogEntry.of(line).json());
        return ControlServer.JSON
                .createObjectNode()
                .put("forgotten", fleet.logs().forgotten(mac.digits()));
    }

    ObjectNode sync(Exchange exchange) throws ControlFault {
        var nudge = exchange.flag("reboot") ? Nudge.RESTART : Nudge.RELOAD;
        var macs = meant(exchange);
        int added = fleet.syncs().tell(macs, nudge);
        LOG.atInfo()
                .addKeyValue("devices", added)
                .addKeyValue("restart", nudge == Nudge.RESTART)
                .log("devices are told to look for their files");
        return ControlServer.JSON
                .createObjectNode()
                .put("devices", added)
                .put("waiting", fleet.syncs().waiting());
    }

    private List<String> meant(Exchange exchange) throws ControlFault {
        var selection = new Selection(given(exchange, "group"), given(exchange, "model"));
        boolean isOne = selection.group().isEmpty() && selection.model().isEmpty();
        if (isOne && !exchange.flag("all")) return List.of(adopted(exchange.text("mac")));
        var macs = selection.of(fleet.devices(), catalog.get());
        if (macs.isEmpty() && !exchange.flag("all"))
            throw new ControlFault(Kind.FAILED, selection.missing());
        return macs;
    }

    private static Optional<String> given(Exchange exchange, String name) throws ControlFault {
        return Optional.of(exchange.text(name)).filter(text -> !text.isEmpty());
    }

    private String adopted(String text) throws ControlFault {
        var mac = mac(text);
        if (fleet.devices().find(mac).filter(Adopted.class::isInstance).isEmpty())
            throw new ControlFault(Kind.FAILED, mac + " is not adopted");
        return mac.digits();
    }

    private static Mac mac(String text) throws ControlFault {
        return Mac.of(text)
                .orElseThrow(() ->
                        new ControlFault(
                                Kind.INVALID,
                                "'" + text + "' is no MAC address such as 001565abcdef"));
    }
}
