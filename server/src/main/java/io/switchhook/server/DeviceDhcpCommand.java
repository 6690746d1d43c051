package io.switchhook.server;

import io.switchhook.provisioning.dhcp.DhcpAnswer;
import io.switchhook.provisioning.dhcp.DhcpProbe;
import io.switchhook.provisioning.dhcp.DhcpText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "dhcp",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what to paste into a DHCP server, so that phones find their files: options 66, 43 and 160.",
            "",
            "With --check it asks the network what its DHCP servers say, as a phone does (DISCOVER; the offer is not taken) and as a"
                    + " host (INFORM). That needs port 68, so root, and that no DHCP client of this host has it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook device dhcp --url http://192.0.2.1:8081/",
            "  switchhook device dhcp --check --address 192.0.2.1"
        })
final class DeviceDhcpCommand implements Callable<Integer> {
    private static final String EVERYBODY = "255.255.255.255:67";
    private static final int SERVER_PORT = 67;

    /// Locally administered, for an address whose interface has none.
    private static final byte[] NO_HARDWARE = {2, 0, 0, 0, 0, 1};

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Where phones fetch their files; by default the first address of provisioning.")
    private @Nullable String url;

    @Option(names = "--check", description = "Asks the network.")
    private boolean check;

    @Option(
            names = "--to",
            paramLabel = "ADDRESS:PORT",
            defaultValue = EVERYBODY,
            description = "With --check, who is asked. Default: ${DEFAULT-VALUE}")
    private String to = EVERYBODY;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description =
                    "With --check, of this host; by default the one that leads to who is asked.")
    private @Nullable String address;

    @Option(
            names = "--port",
            defaultValue = "68",
            description =
                    "With --check, where answers come; servers send them nowhere else. 0 for any that is free. Default:"
                            + " ${DEFAULT-VALUE}")
    private int port = 68;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "4s",
            description = "With --check, how long it waits. Default: ${DEFAULT-VALUE}")
    private String patience = "4s";

    @Override
    public Integer call() throws Exception {
        var text = text();
        var out = spec.commandLine().getOut();
        if (!check) {
            print(out, text);
            return ExitCode.OK;
        }
        return shown(out, text.url(), answers());
    }

    private DhcpText text() throws Exception {
        try {
            return new DhcpText(url == null ? configured() : url);
        } catch (IllegalArgumentException e) {
            throw misuse("--url: " + e.getMessage());
        }
    }

    private String configured() throws Exception {
        var addresses = options.source().read().provisioning().addresses();
        if (addresses.isEmpty())
            throw misuse("provisioning is none, so say --url, where phones fetch their files");
        var first = addresses.getFirst();
        if (first.address().getAddress().isAnyLocalAddress())
            throw misuse(
                    first + " is every address of this host; say --url with the one for phones");
        return first + "/";
    }

    private static void print(PrintWriter out, DhcpText text) {
        out.println("ISC dhcpd, in dhcpd.conf:");
        out.println();
        out.print(text.isc().indent(2));
        out.println();
        out.println("Kea, in Dhcp4 of kea-dhcp4.conf:");
        out.println();
        out.print(text.kea().indent(2));
        out.println();
        out.println("dnsmasq, in dnsmasq.conf:");
        out.println();
        out.print(text.dnsmasq().indent(2));
    }

    private List<DhcpAnswer> answers() throws IOException {
        var place =
                PhoneWords.Place.of(to, SERVER_PORT)
                        .orElseThrow(() -> misuse("--to " + to + ": expected ADDRESS:PORT"));
        var local = address == null ? place.towards() : InetAddress.getByName(address);
        var probe =
                new DhcpProbe(
                        new InetSocketAddress(local, port),
                        new InetSocketAddress(place.host(), place.port()),
                        hardware(local),
                        new SecureRandom(),
                        System::nanoTime);
        try {
            return probe.ask(patience());
        } catch (BindException e) {
            throw new IOException(
                    "cannot have port "
                            + port
                            + " of "
                            + local.getHostAddress()
                            + ": it needs root, and no DHCP client of this host may have it",
                    e);
        }
    }

    private static byte[] hardware(InetAddress local) throws IOException {
        var network = NetworkInterface.getByInetAddress(local);
        byte[] hardware = network == null ? null : network.getHardwareAddress();
        return hardware == null || hardware.length != NO_HARDWARE.length ? NO_HARDWARE : hardware;
    }

    private Duration patience() {
        try {
            return Duration.ofMillis(Limit.Span.of(patience).amount());
        } catch (IllegalArgumentException e) {
            throw misuse("--patience: " + e.getMessage());
        }
    }

    private static int shown(PrintWriter out, String url, List<DhcpAnswer> answers) {
        if (answers.isEmpty()) {
            out.println("no DHCP server has answered");
            return ExitCode.FAILURE;
        }
        boolean isRight = true;
        for (var answer : answers) {
            boolean says = answer.says(url);
            isRight &= says;
            out.println(
                    answer.server()
                            + (says ? ": phones find their files" : ": does not say " + url));
            for (int option : DhcpProbe.OPTIONS)
                out.println(
                        "  option %3d: %s"
                                .formatted(
                                        option,
                                        answer.options().getOrDefault(option, "(nothing)")));
        }
        return isRight ? ExitCode.OK : ExitCode.FAILURE;
    }

    private ParameterException misuse(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
