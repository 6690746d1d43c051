package io.switchhook.provisioning.serve;

import io.switchhook.pbx.directory.Account;
import io.switchhook.pbx.directory.DeviceLogins.Issued;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.PhoneFiles;
import io.switchhook.provisioning.PhonePlan;
import io.switchhook.provisioning.PlannedAccount;
import io.switchhook.provisioning.Settings;
import io.switchhook.provisioning.UnusableSettings;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes the file of one device, each time with new passwords.
final class OwnFiles {
    /// How models name the outbound proxy of an account; some have both.
    private static final List<Proxy> PROXIES =
            List.of(
                    new Proxy("outbound_host", "outbound_port"),
                    new Proxy("outbound_proxy.1.address", "outbound_proxy.1.port"));

    private record Proxy(String host, String port) {}

    private final Devices devices;
    private final Directory directory;
    private final SipService sip;
    private final RandomGenerator random;

    /// @param random for passwords: hard to guess
    OwnFiles(Devices devices, Directory directory, SipService sip, RandomGenerator random) {
        this.devices = devices;
        this.directory = directory;
        this.sip = sip;
        this.random = random;
    }

    /// A line whose account is gone stays empty.
    ///
    /// @param local the address of this host that the device has found
    /// @param version what it is given besides what is set
    /// @throws UnusableSettings if the model does not take what was set; then no password was made
    PhoneFiles.File file(
            Adopted device,
            PhoneModel model,
            Form form,
            InetAddress local,
            Optional<Versions.Version> version)
            throws DeviceException, StorageException, UnusableSettings {
        var assignment = device.assignment();
        var lines = lines(assignment);
        String mac = device.mac().digits();
        var set = devices.settings().layers(device.mac(), assignment);
        var files = new PhoneFiles(model, form, layers(mac, model, lines, local, set, version));
        files.effective(
                plan(mac, lines, List.of())); // what is wrong shows before anything is issued
        var users = lines.stream().map(it -> it.account().user()).toList();
        return files.device(plan(mac, lines, directory.devices().issue(mac, users, random)));
    }

    /// What would count for a device; its logins are yet to be made.
    Settings draft(
            Mac mac,
            Assignment assignment,
            PhoneModel model,
            InetAddress local,
            List<Layer> set,
            Optional<Versions.Version> version)
            throws UnusableSettings {
        var lines = lines(assignment);
        var layers = layers(mac.digits(), model, lines, local, set, version);
        return new PhoneFiles(model, model.forms().getFirst(), layers)
                .effective(plan(mac.digits(), lines, List.of()));
    }

    private List<Layer> layers(
            String mac,
            PhoneModel model,
            List<LineOf> lines,
            InetAddress local,
            List<Layer> set,
            Optional<Versions.Version> version)
            throws UnusableSettings {
        var layers = new ArrayList<>(set);
        version.ifPresent(it -> layers.addFirst(it.layer())); // before its group's, which wins
        String host = sip.host().orElseGet(() -> host(local));
        if (!host.equals(sip.domain())) layers.addFirst(outboundProxy(model, lines, host));
        if (version.isEmpty() || version.get().takenBack().isEmpty()) return layers;
        var said =
                new PhoneFiles(model, model.forms().getFirst(), layers)
                        .effective(plan(mac, lines, List.of()));
        layers.add(takenBack(version.get().takenBack(), said));
        return layers;
    }

    /// What nobody says any more goes back to what the factory has.
    private static Layer takenBack(Set<String> names, Settings said) {
        var values = new LinkedHashMap<String, Value>();
        for (var name : names) if (said.find(name).isEmpty()) values.put(name, new Value.Default());
        return new Layer(new Origin.Preset("a release that is taken back had set it"), values);
    }

    private record LineOf(int number, Account account) {}

    private List<LineOf> lines(Assignment assignment) {
        var lines = new ArrayList<LineOf>();
        for (int i = 0; i < assignment.users().size(); i++) {
            int number = i + 1;
            directory
                    .account(assignment.users().get(i))
                    .ifPresent(account -> lines.add(new LineOf(number, account)));
        }
        return lines;
    }

    private PhonePlan plan(String mac, List<LineOf> lines, List<Issued> issued) {
        var accounts = new ArrayList<PlannedAccount>();
        for (int i = 0; i < lines.size(); i++) {
            var account = lines.get(i).account();
            var login =
                    issued.isEmpty()
                            ? new Issued(account.user(), account.user(), "password")
                            : issued.get(i);
            accounts.add(planned(lines.get(i), login));
        }
        return new PhonePlan(mac, accounts);
    }

    private PlannedAccount planned(LineOf line, Issued login) {
        String name = writable(line.account().name());
        return new PlannedAccount(
                line.number(),
                line.account().user(),
                login.authName(),
                login.password(),
                name,
                name.isEmpty() ? line.account().user() : name,
                sip.domain(),
                sip.port(),
                sip.transport(),
                Optional.empty(),
                List.of());
    }

    /// Nobody is left without a telephone because of his name.
    private static String writable(String name) {
        return Value.fault(name).isPresent() ? "" : name;
    }

    /// RFC 3261 §8.1.2: the way to the domain, for phones to which its name does not tell one. What an administrator sets wins.
    private Layer outboundProxy(PhoneModel model, List<LineOf> lines, String host) {
        var values = new LinkedHashMap<String, Value>();
        for (var line : lines) {
            String begin = "account." + line.number() + '.';
            values.put(begin + "outbound_proxy_enable", new Value.Text("1"));
            for (var names : PROXIES) {
                if (model.find(begin + names.host()).isEmpty()) continue;
                values.put(begin + names.host(), new Value.Text(host));
                values.put(begin + names.port(), new Value.Text(Integer.toString(sip.port())));
            }
        }
        return new Layer(new Origin.Preset("the way to this server"), values);
    }

    private static String host(InetAddress local) {
        String text = local.getHostAddress();
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        return local instanceof Inet6Address ? '[' + address + ']' : address;
    }
}
