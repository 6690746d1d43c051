package io.switchhook.server;

import io.switchhook.pbx.admission.Network;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.provisioning.serve.DeskAddress;
import io.switchhook.provisioning.serve.Scheme;
import io.switchhook.provisioning.serve.SyslogAddress;
import io.switchhook.sip.auth.DigestAlgorithm;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.uri.HostPort;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the operator wants, checked and complete.
///
/// @param domains in lower case; the first is the realm
/// @param advertise what goes into Via and Record-Route instead of a listener's address
/// @param algorithms of the digests that phones are offered, most preferred first
/// @param trusted networks that are neither banned nor bounded
/// @param emergency the numbers that are never refused under overload
/// @param serviceRoute what phones are told to route their requests by (RFC 3608)
/// @param accounts besides those in the database
/// @param redirects for accounts that say nothing else
/// @param console where the operator's page is
/// @param provisioning where phones fetch their files
/// @param data the data folder
/// @param hep who else is told of every message
/// @param strict lenience that is switched off
/// @param origins where each key was said, as [#settings] names it; not those that nobody said
public record Configuration(
        List<String> domains,
        List<ListenAddress> listen,
        Optional<HostPort> advertise,
        Optional<Tls> tls,
        Authentication authentication,
        List<DigestAlgorithm> algorithms,
        List<Network> trusted,
        Set<String> emergency,
        List<NameAddr> serviceRoute,
        List<NewAccount> accounts,
        Redirects redirects,
        Optional<ConsoleAddress> console,
        Provisioning provisioning,
        Path data,
        Limits limits,
        Log log,
        Optional<Hep> hep,
        Set<Leniency> strict,
        Map<String, Place> origins) {

    /// Whether phones must prove who they are.
    public enum Authentication {
        DIGEST,
        /// For tests and benches: every user of the domains exists, nothing is challenged.
        NONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether peers that connect over TLS are asked for a certificate.
    public enum ClientCertificates {
        NONE,
        OPTIONAL,
        REQUIRED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Files in PEM form that exist.
    ///
    /// @param hosts further certificates, for who asks for one of their names
    /// @param trust authorities of peers' certificates; empty for those that Java knows
    public record Tls(
            Path certificate,
            Path key,
            List<TlsHost> hosts,
            ClientCertificates clientCertificates,
            Optional<Path> trust) {
        /// All that is to be read again when it changes.
        List<Path> files() {
            var files = new ArrayList<>(List.of(certificate, key));
            for (var host : hosts) files.addAll(List.of(host.certificate(), host.key()));
            trust.ifPresent(files::add);
            return files;
        }
    }

    /// One more certificate and its key.
    public record TlsHost(Path certificate, Path key) {
        @Override
        public String toString() {
            return certificate + " with " + key;
        }
    }

    /// Where the console is.
    ///
    /// @param secure whether it speaks TLS
    /// @param plain whether passwords may be sent to it in the clear from other hosts
    public record ConsoleAddress(boolean secure, InetSocketAddress address, boolean plain) {
        /// As a URL.
        @Override
        public String toString() {
            return (secure ? "https://" : "http://") + ListenAddress.text(address);
        }

        ConsoleAddress at(InetSocketAddress real) {
            return new ConsoleAddress(secure, real, plain);
        }
    }

    /// Where phones fetch their files.
    ///
    /// @param addresses none if they do not
    /// @param trust authorities of the certificates that makers put into phones; empty to ask for none
    /// @param pnp where phones ask everybody for their files, a multicast address; empty to tell none
    /// @param syslog where they send their logs; none to take none
    public record Provisioning(
            List<DeskAddress> addresses,
            Optional<Path> trust,
            Optional<InetSocketAddress> pnp,
            List<SyslogAddress> syslog) {
        public Provisioning {
            addresses = List.copyOf(addresses);
            syslog = List.copyOf(syslog);
        }

        boolean isSecure() {
            return addresses.stream().anyMatch(it -> it.scheme() == Scheme.HTTPS);
        }
    }

    /// A collector that is told of every message, over UDP.
    ///
    /// @param host a name or an address, that of IPv6 in brackets
    /// @param agent the number of this server there
    public record Hep(String host, int port, int agent) {
        @Override
        public String toString() {
            return host + ':' + port;
        }
    }

    /// @param modules levels that differ, by module
    public record Log(LogLevel level, Map<LogModule, LogLevel> modules) {
        static final Log DEFAULT = new Log(LogLevel.INFO, Map.of());
    }

    /// What accounts' digests are for.
    public String realm() {
        return domains.getFirst();
    }

    /// Keys and values as the configuration file writes them, without passwords: to show and to compare.
    Map<String, String> settings() {
        var all = new LinkedHashMap<String, String>();
        all.put("domains", String.join(", ", domains));
        all.put("listen", joined(listen));
        all.put("advertise", advertise.map(HostPort::toString).orElse(""));
        all.put("tls.certificate", tls.map(its -> its.certificate().toString()).orElse(""));
        all.put("tls.key", tls.map(its -> its.key().toString()).orElse(""));
        all.put("tls.hosts", tls.map(its -> joined(its.hosts())).orElse(""));
        all.put(
                "tls.clientCertificates",
                tls.map(its -> its.clientCertificates().toString()).orElse(""));
        all.put("tls.trust", tls.flatMap(Tls::trust).map(Path::toString).orElse(""));
        all.put("authentication", authentication.toString());
        all.put("algorithms", joined(algorithms.stream().map(DigestAlgorithm::token).toList()));
        all.put("trusted", joined(trusted));
        all.put("emergency", joined(emergency.stream().sorted().toList()));
        all.put("serviceRoute", joined(serviceRoute));
        all.put("accounts", joined(accounts.stream().map(Configuration::shown).sorted().toList()));
        all.put("redirects", redirects.toString());
        all.put("console", console.map(ConsoleAddress::toString).orElse("none"));
        all.put("consolePlain", Boolean.toString(console.map(ConsoleAddress::plain).orElse(false)));
        all.put(
                "provisioning",
                provisioning.addresses().isEmpty() ? "none" : joined(provisioning.addresses()));
        all.put("provisioningTrust", provisioning.trust().map(Path::toString).orElse(""));
        all.put(
                "provisioningSyslog",
                provisioning.syslog().isEmpty() ? "none" : joined(provisioning.syslog()));
        all.put("provisioningPnp", provisioning.pnp().map(ListenAddress::text).orElse("none"));
        all.put("data", data.toString());
        for (var limit : Limit.values())
            all.put("limits." + limit.key(), limits.quantity(limit).toString());
        all.put("log.level", log.level().toString());
        new TreeMap<>(log.modules())
                .forEach((module, level) -> all.put("log.modules." + module, level.toString()));
        all.put("hep.collector", hep.map(Hep::toString).orElse(""));
        all.put("hep.agent", hep.map(its -> Integer.toString(its.agent())).orElse(""));
        all.put("strict", joined(strict.stream().sorted().toList()));
        return all;
    }

    /// With a mark that changes with the password and tells little of it.
    private static String shown(NewAccount account) {
        int mark = (account.user() + ':' + account.password()).hashCode() & 0xffff;
        return account.user()
                + (account.name().isEmpty() ? "" : " '" + account.name() + "'")
                + account.redirects().map(redirects -> " " + redirects).orElse("")
                + " #%04x".formatted(mark);
    }

    private static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
