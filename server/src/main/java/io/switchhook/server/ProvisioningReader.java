package io.switchhook.server;

import io.switchhook.provisioning.serve.DeskAddress;
import io.switchhook.provisioning.serve.Scheme;
import io.switchhook.provisioning.serve.SyslogAddress;
import io.switchhook.server.Configuration.ConsoleAddress;
import io.switchhook.server.Configuration.Provisioning;
import io.switchhook.server.Configuration.Tls;
import io.switchhook.server.SectionReader.Parser;
import io.switchhook.server.SectionReader.Placed;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads where phones fetch their files, and says what is wrong with it.
record ProvisioningReader(
        SectionReader top,
        List<Placed<ListenAddress>> listen,
        Optional<ConsoleAddress> console,
        Optional<Tls> tls) {

    private static final int SIP_PORT = 5060;

    /// @param file finds a file that exists
    Provisioning read(Parser<Path> file) {
        var given = top.list("provisioning", ProvisioningReader::address).orElse(List.of());
        var addresses = new ArrayList<Placed<DeskAddress>>();
        for (var one : given)
            one.value().ifPresent(it -> addresses.add(new Placed<>(one.place(), it)));
        for (int i = 0; i < addresses.size(); i++) check(addresses, i);
        var trust = top.placed("provisioningTrust", file);
        trust.ifPresent(it ->
                TlsFiles.certificate(it.value())
                        .ifPresent(what -> top.fault(it.place(), "provisioningTrust", what)));
        var provisioning =
                new Provisioning(
                        addresses.stream().map(Placed::value).toList(),
                        trust.map(Placed::value),
                        pnp(!addresses.isEmpty()),
                        syslog());
        if (trust.isPresent() && !provisioning.isSecure())
            top.fault(
                    trust.get().place(),
                    "provisioningTrust",
                    "is of no use, since no address of provisioning is https://");
        return provisioning;
    }

    private List<SyslogAddress> syslog() {
        var given = top.list("provisioningSyslog", ProvisioningReader::log).orElse(List.of());
        var addresses = new ArrayList<Placed<SyslogAddress>>();
        for (var one : given)
            one.value().ifPresent(it -> addresses.add(new Placed<>(one.place(), it)));
        for (int i = 0; i < addresses.size(); i++) check(addresses.get(i), addresses.subList(0, i));
        return addresses.stream().map(Placed::value).toList();
    }

    private void check(Placed<SyslogAddress> placed, List<Placed<SyslogAddress>> others) {
        var address = placed.value();
        if (address.over() == SyslogAddress.Over.TLS && tls.isEmpty())
            top.fault(
                    placed.place(),
                    "provisioningSyslog",
                    address + " needs tls.certificate and tls.key");
        for (var other : others)
            if (isDatagram(other.value()) == isDatagram(address))
                clash(placed, other.value(), other.value().address());
        for (var other : listen)
            if (other.value().transport().isReliable() != isDatagram(address))
                clash(placed, other.value(), other.value().address());
    }

    private void clash(Placed<SyslogAddress> placed, Object other, InetSocketAddress otherAddress) {
        var address = placed.value().address();
        if (ListenAddress.overlap(otherAddress, address))
            top.fault(
                    placed.place(),
                    "provisioningSyslog",
                    placed.value()
                            + " and "
                            + other
                            + " cannot both have port "
                            + address.getPort());
    }

    private static boolean isDatagram(SyslogAddress address) {
        return address.over() == SyslogAddress.Over.UDP;
    }

    private static Optional<SyslogAddress> log(String url) {
        if (url.equals("none")) return Optional.empty();
        for (var over : SyslogAddress.Over.values()) {
            String begin = over + "://";
            if (url.startsWith(begin))
                return Optional.of(
                        new SyslogAddress(
                                over,
                                ListenAddress.address(
                                        url, url.substring(begin.length()), over.defaultPort())));
        }
        throw new IllegalArgumentException(
                "'"
                        + url
                        + "' is not allowed; allowed are udp://HOST:PORT, tcp://HOST:PORT,"
                        + " tls://HOST:PORT and none");
    }

    /// @param hasFiles whether there is anything to tell
    private Optional<InetSocketAddress> pnp(boolean hasFiles) {
        var placed = top.placed("provisioningPnp", ProvisioningReader::group);
        if (placed.isEmpty() || placed.get().value().isEmpty()) return Optional.empty();
        var group = placed.get().value().get();
        if (!hasFiles)
            top.fault(
                    placed.get().place(),
                    "provisioningPnp",
                    "has nothing to tell, since provisioning is none");
        for (var one : listen)
            if (!one.value().transport().isReliable()
                    && one.value().address().getAddress().isAnyLocalAddress()
                    && one.value().address().getPort() == group.getPort())
                top.fault(
                        placed.get().place(),
                        "provisioningPnp",
                        one.value()
                                + " takes what comes to port "
                                + group.getPort()
                                + " of every address; name this host's addresses in listen");
        return Optional.of(group);
    }

    private static Optional<InetSocketAddress> group(String text) {
        if (text.equals("none")) return Optional.empty();
        var address = ListenAddress.address(text, text, SIP_PORT);
        if (address.getAddress() instanceof Inet4Address
                && address.getAddress().isMulticastAddress()) return Optional.of(address);
        throw new IllegalArgumentException(
                "'" + text + "' is no multicast address such as 224.0.1.75:5060");
    }

    private static Optional<DeskAddress> address(String url) {
        if (url.equals("none")) return Optional.empty();
        for (var scheme : Scheme.values()) {
            String begin = scheme.toString().toLowerCase(Locale.ROOT) + "://";
            if (!url.startsWith(begin)) continue;
            var rest = url.substring(begin.length());
            return Optional.of(
                    new DeskAddress(
                            scheme, ListenAddress.address(url, rest, scheme.defaultPort())));
        }
        throw new IllegalArgumentException(
                "'"
                        + url
                        + "' is not allowed; allowed are http://HOST:PORT, https://HOST:PORT,"
                        + " tftp://HOST:PORT and none");
    }

    private void check(List<Placed<DeskAddress>> addresses, int number) {
        var placed = addresses.get(number);
        var address = placed.value();
        if (address.scheme() == Scheme.HTTPS && tls.isEmpty())
            fault(placed, address + " needs tls.certificate and tls.key");
        for (var other : addresses.subList(0, number))
            if (isStream(other.value()) == isStream(address)
                    && ListenAddress.overlap(other.value().address(), address.address()))
                clash(placed, other.value());
        for (var other : listen)
            if (other.value().transport().isReliable() == isStream(address)
                    && ListenAddress.overlap(other.value().address(), address.address()))
                clash(placed, other.value());
        if (console.isPresent()
                && isStream(address)
                && ListenAddress.overlap(console.get().address(), address.address()))
            clash(placed, "console " + console.get());
    }

    private static boolean isStream(DeskAddress address) {
        return address.scheme() != Scheme.TFTP;
    }

    private void clash(Placed<DeskAddress> placed, Object other) {
        fault(
                placed,
                placed.value()
                        + " and "
                        + other
                        + " cannot both have port "
                        + placed.value().address().getPort());
    }

    private void fault(Placed<DeskAddress> placed, String what) {
        top.fault(placed.place(), "provisioning", what);
    }
}
