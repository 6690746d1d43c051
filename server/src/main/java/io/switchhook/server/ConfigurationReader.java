package io.switchhook.server;

import io.switchhook.pbx.admission.AdmissionSettings;
import io.switchhook.pbx.admission.Network;
import io.switchhook.pbx.directory.AccountRules;
import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.server.Configuration.Authentication;
import io.switchhook.server.Configuration.ClientCertificates;
import io.switchhook.server.Configuration.ConsoleAddress;
import io.switchhook.server.Configuration.Hep;
import io.switchhook.server.Configuration.Log;
import io.switchhook.server.Configuration.Tls;
import io.switchhook.server.Configuration.TlsHost;
import io.switchhook.server.Limit.Quantity;
import io.switchhook.server.SectionReader.Parser;
import io.switchhook.server.SectionReader.Placed;
import io.switchhook.server.Tree.Section;
import io.switchhook.sip.auth.DigestAlgorithm;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes a [Configuration] of a [Tree], and says all that is wrong with it.
final class ConfigurationReader {
    private static final int SIP_PORT = 5060;
    private static final int HEP_PORT = 9060;
    private static final ConsoleAddress DEFAULT_CONSOLE =
            new ConsoleAddress(
                    false, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080), false);

    private final Section section;
    private final SectionReader top;
    private final Path folder;
    private final Faults faults;

    /// @param folder what paths are relative to
    ConfigurationReader(Section section, Path folder, Faults faults) {
        this.section = section;
        this.top = new SectionReader(section, "", faults);
        this.folder = folder;
        this.faults = faults;
    }

    /// What can be made of it; worth nothing if there are faults.
    Configuration read() {
        var advertise = top.one("advertise", ConfigurationReader::hostPort);
        var domains = domains(advertise);
        var listen = listen();
        var tls = tls(listen);
        var limits = limits();
        var console = console(listen, tls);
        var configuration =
                new Configuration(
                        domains,
                        listen.stream().map(Placed::value).toList(),
                        advertise,
                        tls,
                        authentication(listen),
                        algorithms(),
                        trusted(),
                        emergency(),
                        serviceRoute(),
                        accounts(domains),
                        redirects(top).orElse(Redirects.RECURSE),
                        console,
                        new ProvisioningReader(top, listen, console, tls).read(this::file),
                        folder.resolve(top.one("data", Path::of).orElse(Path.of("data"))),
                        limits,
                        log(),
                        hep(limits),
                        strict(),
                        Origins.of(section));
        top.one("store", ConfigurationReader::store);
        top.rejectOthers();
        return configuration;
    }

    private List<String> domains(Optional<HostPort> advertise) {
        var configured = top.list("domains", checked(AccountRules::domain));
        if (configured.isEmpty()) {
            var names = new ArrayList<>(HostNames.all());
            advertise
                    .map(HostPort::host)
                    .filter(host -> !names.contains(host))
                    .ifPresent(names::add);
            return names;
        }
        var names =
                configured.get().stream()
                        .map(domain -> domain.value().toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList();
        if (!names.isEmpty()) return names;
        top.placeOf("domains").ifPresent(place -> top.fault(place, "domains", "names no domain"));
        return List.of("localhost");
    }

    private List<Placed<ListenAddress>> listen() {
        var configured = top.list("listen", ListenAddress::parse);
        if (configured.isEmpty())
            return ListenAddress.everywhere(SIP_PORT).stream()
                    .map(address -> new Placed<>(top.place(), address))
                    .toList();
        var listen = configured.get();
        for (int i = 0; i < listen.size(); i++)
            for (int j = 0; j < i; j++)
                if (listen.get(i).value().clashesWith(listen.get(j).value()))
                    top.fault(
                            listen.get(i).place(),
                            "listen",
                            listen.get(i).value()
                                    + " and "
                                    + listen.get(j).value()
                                    + " cannot both have port "
                                    + listen.get(i).value().address().getPort());
        if (listen.isEmpty() && faults.isEmpty())
            top.placeOf("listen")
                    .ifPresent(place -> top.fault(place, "listen", "names no address"));
        return listen;
    }

    private Optional<Tls> tls(List<Placed<ListenAddress>> listen) {
        var secure = listen.stream().filter(one -> one.value().transport().isSecure()).findFirst();
        boolean given = top.has("tls");
        var section = top.section("tls");
        if (!given && secure.isEmpty()) return Optional.empty();
        var place = given ? section.place() : secure.map(Placed::place).orElse(section.place());
        var shown = shown(section, place, secure.map(one -> ", and " + one.value() + " needs it"));
        var hosts =
                section.sections(
                        "hosts",
                        host -> {
                            var one = shown(host, host.place(), Optional.empty());
                            host.rejectOthers();
                            return one;
                        });
        var clients =
                section.one(
                        "clientCertificates",
                        SectionReader.word(List.of(ClientCertificates.values())));
        var trust = section.placed("trust", this::file);
        trust.ifPresent(file -> check(section, "trust", file, TlsFiles::certificate));
        section.rejectOthers();
        return shown.map(one ->
                new Tls(
                        one.certificate(),
                        one.key(),
                        hosts,
                        clients.orElse(ClientCertificates.NONE),
                        trust.map(Placed::value)));
    }

    /// A certificate and the key that belongs to it.
    private Optional<TlsHost> shown(SectionReader section, Place place, Optional<String> why) {
        var certificate = section.placed("certificate", this::file);
        var key = section.placed("key", this::file);
        need(certificate, section, place, "certificate", why);
        need(key, section, place, "key", why);
        certificate.ifPresent(file -> check(section, "certificate", file, TlsFiles::certificate));
        if (certificate.isEmpty() || key.isEmpty()) return Optional.empty();
        if (TlsFiles.certificate(certificate.get().value()).isEmpty())
            check(section, "key", key.get(), file -> TlsFiles.key(file, certificate.get().value()));
        return Optional.of(new TlsHost(certificate.get().value(), key.get().value()));
    }

    private static void need(
            Optional<Placed<Path>> file,
            SectionReader section,
            Place place,
            String key,
            Optional<String> why) {
        if (file.isPresent() || section.has(key)) return;
        section.fault(place, key, "is missing" + why.orElse(""));
    }

    private static void check(
            SectionReader section,
            String key,
            Placed<Path> file,
            Function<Path, Optional<String>> check) {
        check.apply(file.value()).ifPresent(what -> section.fault(file.place(), key, what));
    }

    private Path file(String text) {
        var file = folder.resolve(text);
        var fault = TlsFiles.readable(file);
        if (fault.isPresent()) throw new IllegalArgumentException(fault.get());
        return file;
    }

    private Authentication authentication(List<Placed<ListenAddress>> listen) {
        var authentication =
                top.placed("authentication", SectionReader.word(List.of(Authentication.values())));
        if (authentication.isEmpty()) return Authentication.DIGEST;
        if (authentication.get().value() == Authentication.NONE)
            listen.stream()
                    .map(Placed::value)
                    .filter(address -> !address.isLoopback())
                    .findFirst()
                    .ifPresent(open ->
                            top.fault(
                                    authentication.get().place(),
                                    "authentication",
                                    "'none' lets anybody call at your cost, so it is only"
                                            + " allowed if every listener is on a loopback"
                                            + " address, and "
                                            + open
                                            + " is not"));
        return authentication.get().value();
    }

    private List<NewAccount> accounts(List<String> domains) {
        var seen = new HashMap<String, Place>();
        return top.sections("accounts", section -> account(section, domains, seen));
    }

    private Optional<NewAccount> account(
            SectionReader section, List<String> domains, Map<String, Place> seen) {
        var user = section.placed("user", checked(AccountRules::user));
        var password = section.one("password", checked(AccountRules::password));
        var name = section.one("name", checked(AccountRules::name));
        var domain = section.one("domain", SectionReader.word(domains));
        var redirects = redirects(section);
        section.rejectOthers();
        if (user.isEmpty() && !section.has("user"))
            section.fault(section.place(), "user", "is missing");
        if (password.isEmpty() && !section.has("password"))
            section.fault(section.place(), "password", "is missing");
        if (user.isEmpty() || password.isEmpty()) return Optional.empty();
        var before = seen.putIfAbsent(user.get().value(), user.get().place());
        if (before != null)
            section.fault(
                    user.get().place(),
                    "user",
                    "'" + user.get().value() + "' is given twice, first at " + before);
        return Optional.of(
                new NewAccount(
                        user.get().value(),
                        domain,
                        name.orElse(""),
                        password.get(),
                        redirects,
                        FeatureChange.NONE));
    }

    private static Optional<Redirects> redirects(SectionReader section) {
        return section.one("redirects", SectionReader.word(List.of(Redirects.values())));
    }

    private Optional<ConsoleAddress> console(
            List<Placed<ListenAddress>> listen, Optional<Tls> tls) {
        boolean plain =
                top.one("consolePlain", SectionReader.word(List.of(true, false))).orElse(false);
        var configured = top.placed("console", ConfigurationReader::consoleAddress);
        var console =
                configured
                        .map(Placed::value)
                        .orElseGet(() -> Optional.of(DEFAULT_CONSOLE))
                        .map(its -> new ConsoleAddress(its.secure(), its.address(), plain));
        for (var one : listen)
            if (console.isPresent()
                    && one.value().transport().isReliable()
                    && ListenAddress.overlap(one.value().address(), console.get().address()))
                top.fault(
                        configured.map(Placed::place).orElse(one.place()),
                        "console",
                        console.get()
                                + " and "
                                + one.value()
                                + " cannot both have port "
                                + console.get().address().getPort());
        if (console.isPresent() && configured.isPresent())
            consoleFault(console.get(), tls)
                    .ifPresent(what -> top.fault(configured.get().place(), "console", what));
        return console;
    }

    private static Optional<String> consoleFault(ConsoleAddress console, Optional<Tls> tls) {
        if (console.secure())
            return tls.isPresent()
                    ? Optional.empty()
                    : Optional.of(console + " needs tls.certificate and tls.key");
        if (console.address().getAddress().isLoopbackAddress() || console.plain())
            return Optional.empty();
        return Optional.of(
                console
                        + " would have passwords sent in the clear; write https:// and set tls, or"
                        + " choose a loopback address, or, where nobody can listen (a proxy that"
                        + " speaks TLS stands in front), set consolePlain: true");
    }

    private static Optional<ConsoleAddress> consoleAddress(String url) {
        if (url.equals("none")) return Optional.empty();
        boolean secure = url.startsWith("https://");
        if (!secure && !url.startsWith("http://"))
            throw new IllegalArgumentException(
                    "'"
                            + url
                            + "' is not allowed; allowed are http://HOST:PORT, https://HOST:PORT"
                            + " and none");
        var rest = url.substring(url.indexOf("://") + 3);
        return Optional.of(
                new ConsoleAddress(
                        secure, ListenAddress.address(url, rest, secure ? 443 : 80), false));
    }

    private Limits limits() {
        var section = top.section("limits");
        var limits = new EnumMap<Limit, Quantity>(Limit.class);
        for (var limit : Limit.values())
            section.one(limit.key(), limit::parse).ifPresent(value -> limits.put(limit, value));
        section.rejectOthers();
        return new Limits(limits);
    }

    private Log log() {
        Parser<LogLevel> level = SectionReader.word(List.of(LogLevel.values()));
        var section = top.section("log");
        var general = section.one("level", level).orElse(LogLevel.INFO);
        var modules = new EnumMap<LogModule, LogLevel>(LogModule.class);
        var below = section.section("modules");
        for (var module : LogModule.values())
            below.one(module.toString(), level).ifPresent(value -> modules.put(module, value));
        below.rejectOthers();
        section.rejectOthers();
        return new Log(general, modules);
    }

    /// The collector is told what is recorded.
    private Optional<Hep> hep(Limits limits) {
        var section = top.section("hep");
        var placed = section.placed("collector", ConfigurationReader::hostPort);
        if (limits.bytes(Limit.LADDER) == 0)
            placed.ifPresent(its ->
                    section.fault(
                            its.place(),
                            "collector",
                            "would be told nothing, since nothing is recorded: limits.ladder is 0"
                                    + " B; give that some bytes, or leave hep out"));
        var collector = placed.map(Placed::value);
        var agent = section.one("agent", ConfigurationReader::agent);
        section.rejectOthers();
        if (collector.isEmpty() && agent.isPresent())
            section.fault(section.place(), "collector", "is missing");
        return collector.map(its ->
                new Hep(
                        its.host(),
                        its.portOrZero() == 0 ? HEP_PORT : its.portOrZero(),
                        agent.orElse(1)));
    }

    private static int agent(String text) {
        if (text.matches("\\d{1,9}")) return Integer.parseInt(text);
        throw new IllegalArgumentException("'" + text + "' is not a number from 0 to 999999999");
    }

    private List<DigestAlgorithm> algorithms() {
        Parser<DigestAlgorithm> algorithm =
                text ->
                        DigestAlgorithm.of(text)
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "'"
                                                        + text
                                                        + "' is none of SHA-512-256, SHA-256 and"
                                                        + " MD5"));
        return top.list("algorithms", algorithm)
                .map(list -> list.stream().map(Placed::value).distinct().toList())
                .filter(list -> !list.isEmpty())
                .orElse(DigestAuthenticator.STRONGEST_FIRST);
    }

    private List<Network> trusted() {
        return top.list("trusted", Network::parse)
                .map(list -> list.stream().map(Placed::value).toList())
                .orElse(List.of());
    }

    private Set<String> emergency() {
        return top.list("emergency", ConfigurationReader::number)
                .map(list -> list.stream().map(Placed::value).collect(Collectors.toSet()))
                .orElse(AdmissionSettings.DEFAULT.emergency());
    }

    private List<NameAddr> serviceRoute() {
        return top.list("serviceRoute", ConfigurationReader::looseRouter)
                .map(list -> list.stream().map(Placed::value).toList())
                .orElse(List.of());
    }

    private static NameAddr looseRouter(String text) {
        try {
            var uri = SipUri.parse(text);
            if (uri.isLooseRouter()) return NameAddr.of(uri);
        } catch (MalformedValue e) {
            // told below
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no URI of a loose router such as sip:proxy.example;lr");
    }

    private static String number(String text) {
        for (int i = 0; i < text.length(); i++)
            if (Character.digit(text.charAt(i), 10) < 0)
                throw new IllegalArgumentException("'" + text + "' is no number such as 112");
        return text;
    }

    private Set<Leniency> strict() {
        var all = SectionReader.word(List.of(Leniency.values()));
        var strict = EnumSet.noneOf(Leniency.class);
        top.list("strict", text -> all.parse(text.toUpperCase(Locale.ROOT)))
                .ifPresent(list -> list.forEach(one -> strict.add(one.value())));
        return strict;
    }

    private static HostPort hostPort(String text) {
        try {
            var in = Scanner.of(text);
            var hostPort = HostPort.parse(in);
            if (in.position() == in.end()) return hostPort;
        } catch (MalformedValue e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a host, perhaps with a port: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("'" + text + "' is not a host, perhaps with a port");
    }

    private static String store(String text) {
        if (text.equals("embedded")) return text;
        if (text.startsWith("postgresql://"))
            throw new IllegalArgumentException(
                    "postgresql is not available in this version; allowed is embedded");
        throw new IllegalArgumentException("'" + text + "' is not allowed; allowed is embedded");
    }

    private static Parser<String> checked(Function<String, Optional<String>> rule) {
        return text -> {
            var fault = rule.apply(text);
            if (fault.isPresent()) throw new IllegalArgumentException(fault.get());
            return text;
        };
    }
}
