package io.switchhook.provisioning;

import io.switchhook.provisioning.model.Codec;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// Makes the values of a phone from its plan.
///
/// A phone keeps what it was told until it is told otherwise. So every account and every key is named: those not in use
/// are switched off, and what they had goes back to what the factory has, passwords above all.
final class Template {
    private final PhoneModel model;
    private final PhonePlan plan;
    private final Origin origin;
    private final SequencedMap<String, Value> values = new LinkedHashMap<>();
    private final List<SettingsFault> faults = new ArrayList<>();

    private Template(PhoneModel model, PhonePlan plan) {
        this.model = model;
        this.plan = plan;
        this.origin = new Origin.OfDevice(plan.mac());
    }

    /// @throws UnusableSettings if the model does not have what is planned
    static List<Layer> layers(PhoneModel model, PhonePlan plan) throws UnusableSettings {
        var template = new Template(model, plan);
        template.accounts();
        if (!template.faults.isEmpty()) throw new UnusableSettings(template.faults);
        return List.of(keys(model, plan), new Layer(template.origin, template.values));
    }

    private void accounts() {
        var planned = new HashMap<Integer, PlannedAccount>();
        for (var account : plan.accounts()) {
            String name = "account." + account.number();
            if (account.number() < 1 || account.number() > model.accounts())
                fault(name, model + " has " + model.accounts() + " accounts");
            else if (planned.put(account.number(), account) != null)
                fault(name, "is planned twice");
        }
        for (int n = 1; n <= model.accounts(); n++) {
            var account = planned.get(n);
            if (account == null) noAccount("account." + n + '.', n);
            else account("account." + n + '.', account);
        }
    }

    private void account(String begin, PlannedAccount account) {
        put(begin + "enable", "1");
        putOrReset(begin + "label", account.label());
        putOrReset(begin + "display_name", account.displayName());
        put(begin + "auth_name", account.authName());
        put(begin + "user_name", account.user());
        put(begin + "password", account.password());
        server(begin, account);
        putOrReset("voice_mail.number." + account.number(), account.voiceMail().orElse(""));
        if (account.voiceMail().isPresent()) put(begin + "subscribe_mwi", "1");
        if (!account.codecs().isEmpty()) codecs(begin, account.codecs());
    }

    /// Later firmware has a list of servers, each with its transport.
    private void server(String begin, PlannedAccount account) {
        boolean isList = hasServerList(begin);
        String server = begin + (isList ? "sip_server.1." : "");
        String port = account.transport() == Transport.DNS ? "" : "" + account.port();
        put(server + (isList ? "address" : "sip_server_host"), account.server());
        putOrReset(server + (isList ? "port" : "sip_server_port"), port);
        put(
                server + (isList ? "transport_type" : "transport"),
                Integer.toString(account.transport().ordinal()));
    }

    private boolean hasServerList(String begin) {
        return model.find(begin + "sip_server.1.transport_type").isPresent();
    }

    private void noAccount(String begin, int number) {
        put(begin + "enable", "0");
        for (var key :
                List.of(
                        "label",
                        "display_name",
                        "auth_name",
                        "user_name",
                        "password",
                        hasServerList(begin) ? "sip_server.1.address" : "sip_server_host"))
            reset(begin + key);
        reset("voice_mail.number." + number);
    }

    /// All codecs that are known of the model: those that were not chosen are off.
    private void codecs(String begin, List<String> chosen) {
        var names = chosen.stream().map(it -> it.toUpperCase(Locale.ROOT)).toList();
        for (var name : names)
            if (model.codecs().stream().noneMatch(it -> it.name().equalsIgnoreCase(name)))
                fault(begin + "codec", model + " has no codec " + name);
        for (var codec : model.codecs()) {
            int priority = names.indexOf(codec.name().toUpperCase(Locale.ROOT)) + 1;
            codec(begin + "codec.", codec, priority);
        }
    }

    /// Later firmware has codecs by name.
    private void codec(String begin, Codec codec, int priority) {
        boolean isNamed = model.find(begin + codec.name() + ".enable").isPresent();
        String row = begin + (isNamed ? codec.name() : codec.number()) + '.';
        put(row + "enable", priority > 0 ? "1" : "0");
        put(row + "priority", Integer.toString(priority));
        if (isNamed) return;
        put(row + "payload_type", codec.name());
        put(row + "rtpmap", Integer.toString(codec.payloadType()));
    }

    /// A line key stands for the account of its number, others for nothing until somebody gives them a meaning.
    private static Layer keys(PhoneModel model, PhonePlan plan) {
        var values = new LinkedHashMap<String, Value>();
        for (var kind : model.keys()) {
            if (!KeySetting.isOfPhone(kind)) continue;
            for (int n = 1; n <= kind.count(); n++) {
                String key = kind.key(0, n);
                boolean isLine = KeySetting.isLineKey(kind) && plan.numbers().contains(n);
                values.putAll(
                        isLine
                                ? KeySetting.ofAccount(model, key, n)
                                : KeySetting.nothing(model, key));
            }
        }
        return new Layer(new Origin.Preset("keys stand for accounts, or do nothing"), values);
    }

    private void reset(String name) {
        values.put(name, new Value.Default());
    }

    private void putOrReset(String name, String text) {
        if (text.isEmpty()) reset(name);
        else put(name, text);
    }

    private void put(String name, String text) {
        Value.fault(text)
                .ifPresentOrElse(
                        fault -> fault(name, fault), () -> values.put(name, new Value.Text(text)));
    }

    private void fault(String name, String text) {
        faults.add(new SettingsFault(origin, name, text));
    }
}
