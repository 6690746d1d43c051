package io.switchhook.provisioning.dhcp;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// What to write into the configuration of a DHCP server, so that phones find their files: in options 66, 43 and 160, of which each
/// maker and each firmware looks at another first.
///
/// @param url of the files
public record DhcpText(String url) {
    /// What an option can have.
    private static final int LONGEST = 255;

    /// @throws IllegalArgumentException if it is no URL that phones understand, or does not fit into an option
    public DhcpText {
        var uri = URI.create(url);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !List.of("http", "https", "tftp").contains(scheme))
            throw new IllegalArgumentException(
                    "'" + url + "' is no URL such as http://192.0.2.1:8081/");
        boolean isPlain =
                url.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\' && c != ',');
        if (url.length() > LONGEST || !isPlain)
            throw new IllegalArgumentException(
                    "'" + url + "' does not fit into an option: 255 plain characters at most");
    }

    /// For `dhcpd.conf` of ISC, in a subnet or above all of them.
    public String isc() {
        return """
        option provisioning-url code 160 = text;
        option tftp-server-name "%1$s";
        option vendor-encapsulated-options "%1$s";
        option provisioning-url "%1$s";
        """
                .formatted(url);
    }

    /// For `Dhcp4` in `kea-dhcp4.conf`. Option 43 is in hexadecimal, since Kea takes it for a list of others.
    public String kea() {
        String hex =
                HexFormat.of().withUpperCase().formatHex(url.getBytes(StandardCharsets.US_ASCII));
        return """
        "option-def": [
          { "name": "provisioning-url", "code": 160, "space": "dhcp4", "type": "string" }
        ],
        "option-data": [
          { "name": "tftp-server-name", "data": "%1$s" },
          { "code": 43, "csv-format": false, "data": "%2$s", "always-send": true },
          { "name": "provisioning-url", "data": "%1$s" }
        ]
        """
                .formatted(url, hex);
    }

    /// For `dnsmasq.conf`.
    public String dnsmasq() {
        return """
        dhcp-option=66,"%1$s"
        dhcp-option=43,"%1$s"
        dhcp-option=160,"%1$s"
        """
                .formatted(url);
    }
}
