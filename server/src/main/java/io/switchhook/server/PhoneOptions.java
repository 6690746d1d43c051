package io.switchhook.server;

import io.switchhook.phone.Authorities;
import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Transport;
import io.switchhook.server.PhoneWords.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The options of commands that have phones.
final class PhoneOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--profile",
            paramLabel = "MODEL",
            defaultValue = "t38g",
            description = "t38g, t32g or vp530. Default: ${DEFAULT-VALUE}")
    private String profile = "t38g";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "where all requests of the phones go")
    private @Nullable String server;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "udp",
            description = "udp, tcp or tls. Default: ${DEFAULT-VALUE}")
    private String transport = "udp";

    @Option(
            names = "--trust",
            paramLabel = "FILE.pem",
            description =
                    "authorities that a server's certificate must come from, over TLS and HTTPS; by default any for SIP, and"
                            + " those that Java knows for files")
    private @Nullable Path trust;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description =
                    "of this host, that the phones are reached at; by default the one that leads to the server")
    private @Nullable String address;

    Profile profile() {
        return PhoneWords.profile(profile)
                .orElseThrow(() ->
                        misuse("--profile " + profile + ": there are " + PhoneWords.PROFILES));
    }

    Transport transport() {
        return PhoneWords.transport(transport)
                .orElseThrow(() ->
                        misuse(
                                "--transport "
                                        + transport
                                        + ": there are "
                                        + PhoneWords.TRANSPORTS));
    }

    Optional<Place> server() {
        if (server == null) return Optional.empty();
        int usual = transport() == Transport.TLS ? 5061 : 5060;
        var place = Place.of(server, usual);
        if (place.isEmpty()) throw misuse("--server " + server + ": expected HOST:PORT");
        return place;
    }

    /// Whom they believe where they fetch files.
    ///
    /// @throws IOException if the file with them is of no use
    Authorities authorities() throws IOException {
        return PhoneSite.authorities(Optional.ofNullable(trust));
    }

    /// Where the phones stand, to reach a server from there.
    ///
    /// @throws IOException if the address is none
    PhoneSite site(Place towards, Transport over) throws IOException {
        var local = address == null ? towards.towards() : InetAddress.getByName(address);
        return PhoneSite.at(local, over, Optional.ofNullable(trust));
    }

    private ParameterException misuse(String text) {
        return new ParameterException(command.commandLine(), text);
    }
}
