package io.switchhook.sip.proxy;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a proxy may be told, with its bounds.
///
/// @param domains the hosts that mean this server besides its addresses, whatever the port
/// @param timerC how long an INVITE may go without a provisional or final response: more than 3 minutes (§16.6 item 11)
/// @param cancelGrace how long a canceled INVITE may go without its final response: 64*T1 (§9.1)
/// @param targets how many places one request is forwarded to at most, redirections included
/// @param routes how many Route values are looked at
/// @param candidates how many addresses of one next hop are tried
/// @param requestsPerCall how many requests of one Call-ID may wait for their responses, and how often they may come back
/// @param breadth on how many branches one request may be at once, here and beyond (RFC 5393 §5.3.3)
public record ProxySettings(
        Set<String> domains,
        Duration timerC,
        Duration cancelGrace,
        int targets,
        int routes,
        int candidates,
        int requestsPerCall,
        int breadth) {

    public ProxySettings {
        domains =
                domains.stream()
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    public static ProxySettings of(Set<String> domains) {
        return new ProxySettings(
                domains, Duration.ofSeconds(181), Duration.ofSeconds(32), 20, 16, 4, 64, 60);
    }

    public ProxySettings withTimerC(Duration timerC) {
        return new ProxySettings(
                domains,
                timerC,
                cancelGrace,
                targets,
                routes,
                candidates,
                requestsPerCall,
                breadth);
    }
}
