package io.switchhook.provisioning.dhcp;

import java.util.Map;

/// What a DHCP server says to phones that ask for their server.
///
/// @param server its address
/// @param options texts by the numbers of [DhcpProbe#OPTIONS]; those that it says nothing of are missing
public record DhcpAnswer(String server, Map<Integer, String> options) {
    public DhcpAnswer {
        options = Map.copyOf(options);
    }

    /// Whether phones find files there.
    ///
    /// @param url of the files, perhaps without the slash at its end
    public boolean says(String url) {
        return options.values().stream().anyMatch(it -> trimmed(it).equals(trimmed(url)));
    }

    private static String trimmed(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
