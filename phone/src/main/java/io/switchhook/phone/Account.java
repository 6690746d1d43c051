package io.switchhook.phone;

import io.switchhook.phone.settings.ConfigurationFile;
import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Settings;
import io.switchhook.phone.settings.Transport;
import io.switchhook.phone.settings.UnusableFile;
import io.switchhook.sip.uri.SipUri;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The few facts that one account needs, and any further parameters of the makers' files. Immutable.
///
/// Many phones can stand on one host this way: unlike one from its box, which has twenty ports for sound, such a phone takes
/// any two that are free from 10000 to 29999.
///
/// @param parameters of the new (M7) form, such as `account.1.display_name`
public record Account(Map<String, String> parameters) {
    public Account {
        parameters = Map.copyOf(parameters);
    }

    /// @param address such as `sip:1001@office.example`; a port is where the server listens
    /// @throws io.switchhook.sip.grammar.MalformedValue if it is no SIP URI
    public static Account of(String address, String password) {
        var uri = SipUri.parse(address);
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("account.1.enable", "1");
        parameters.put("account.1.label", uri.decodedUser());
        parameters.put("account.1.user_name", uri.decodedUser());
        parameters.put("account.1.auth_name", uri.decodedUser());
        parameters.put("account.1.password", password);
        parameters.put("account.1.sip_server_host", uri.host());
        int port = uri.hostPort().portOr(5060);
        parameters.put("account.1.sip_server_port", Integer.toString(port));
        parameters.put("network.port.min_rtpport", "10000");
        parameters.put("network.port.max_rtpport", "29999");
        return new Account(parameters);
    }

    /// The same with one more parameter.
    public Account with(String parameter, String value) {
        var changed = new LinkedHashMap<>(parameters);
        changed.put(parameter, value);
        return new Account(changed);
    }

    public Account over(Transport transport) {
        return with("account.1.transport", Integer.toString(transport.ordinal()));
    }

    /// Has its server there; one that the address does not name is an outbound proxy.
    public Account at(String host, int port) {
        return host.equals(parameters.get("account.1.sip_server_host"))
                ? with("account.1.sip_server_port", Integer.toString(port))
                : by(host, port);
    }

    /// Sends all requests to another server than the address names.
    public Account by(String host, int port) {
        return with("account.1.outbound_proxy_enable", "1")
                .with("account.1.outbound_host", host)
                .with("account.1.outbound_port", Integer.toString(port));
    }

    /// A phone's settings with this account alone.
    public Settings settings(Profile profile) {
        var text = new StringBuilder("#!version:1.0.0.1\n");
        parameters.forEach(
                (name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return Settings.of(profile, ConfigurationFile.read("account", bytes));
        } catch (UnusableFile e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
