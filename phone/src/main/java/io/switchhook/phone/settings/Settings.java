package io.switchhook.phone.settings;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// All that a phone was told: factory defaults, the common file over them, the MAC file over both.
///
/// @param accounts every account of the model, enabled or not, the first one at index 0
/// @param keys those with a meaning
/// @param actionUrls those that were set
/// @param mac the phone's address on its wire, twelve hexadecimal digits; empty if it is not known
/// @param remarks what in the files was not taken as it stands, in their order, then what does not go together
public record Settings(
        Profile profile,
        List<AccountSettings> accounts,
        Features features,
        DialPlan dialPlan,
        List<Key> keys,
        RtpPorts rtpPorts,
        Dscp dscp,
        Map<ActionUrl.Event, ActionUrl> actionUrls,
        Provisioning provisioning,
        String mac,
        List<Remark> remarks) {

    public Settings {
        accounts = List.copyOf(accounts);
        keys = List.copyOf(keys);
        actionUrls = Map.copyOf(actionUrls);
        remarks = List.copyOf(remarks);
    }

    /// Applies files in their order; a later one wins. What is out of range, unknown or without effect is listed in
    /// [#remarks], and never refused.
    public static Settings of(Profile profile, ConfigurationFile... files) {
        var values = new Values(profile);
        for (var file : files) values.apply(file);
        var accounts =
                IntStream.rangeClosed(1, profile.accounts())
                        .mapToObj(number -> new AccountReader(values, number).read())
                        .toList();
        return new Settings(
                profile,
                accounts,
                new FeatureReader(values).read(),
                new DialPlanReader(values).read(),
                new KeyReader(values).read(),
                rtpPorts(values),
                new Dscp(
                        values.number("network.qos.rtptos"),
                        values.number("network.qos.signaltos")),
                actionUrls(values),
                new ProvisioningReader(values).read(),
                "",
                values.remarks());
    }

    /// The same with another dial plan.
    public Settings with(DialPlan changed) {
        return new Settings(
                profile,
                accounts,
                features,
                changed,
                keys,
                rtpPorts,
                dscp,
                actionUrls,
                provisioning,
                mac,
                remarks);
    }

    /// The same of the phone with that address.
    ///
    /// @param address twelve hexadecimal digits in any case, with or without `:` and `-`
    /// @throws IllegalArgumentException if they are not twelve
    public Settings withMac(String address) {
        String digits = Profile.macFile(address).substring(0, 12);
        return new Settings(
                profile,
                accounts,
                features,
                dialPlan,
                keys,
                rtpPorts,
                dscp,
                actionUrls,
                provisioning,
                digits,
                remarks);
    }

    /// All parameters that there are, for tables and tools.
    public static List<Parameter> parameters() {
        return ParameterTable.all();
    }

    /// @param number from 1
    public AccountSettings account(int number) {
        return accounts.get(number - 1);
    }

    /// Media need a pair of ports.
    private static RtpPorts rtpPorts(Values values) {
        String last = "network.port.max_rtpport";
        int min = values.number("network.port.min_rtpport");
        int max = values.number(last);
        if (max > min) return new RtpPorts(min, max);
        int assumed = Math.min(min + 20, 65535);
        String text = "up to " + max + " from " + min + " there is no pair of ports; ";
        values.remark(
                values.said(last).isPresent() ? last : "network.port.min_rtpport",
                text + "up to " + assumed + " is assumed");
        return new RtpPorts(Math.min(min, assumed - 1), assumed);
    }

    private static Map<ActionUrl.Event, ActionUrl> actionUrls(Values values) {
        var urls = new EnumMap<ActionUrl.Event, ActionUrl>(ActionUrl.Event.class);
        for (var event : ActionUrl.Event.values())
            values.text(event.key()).ifPresent(url -> urls.put(event, new ActionUrl(url)));
        return urls;
    }
}
