package io.switchhook.server;

import io.switchhook.phone.Account;
import io.switchhook.phone.Boot;
import io.switchhook.phone.Phone;
import io.switchhook.phone.ProvisionedPhone;
import io.switchhook.phone.Site;
import io.switchhook.phone.Wiretap;
import io.switchhook.phone.settings.FileKey;
import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Settings;
import io.switchhook.phone.settings.Transport;
import io.switchhook.server.PhoneWords.Place;
import io.switchhook.sip.grammar.MalformedValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "phone",
        mixinStandardHelpOptions = true,
        description = {
            "A phone without a screen: it registers, calls and is called, with sound, as its configuration files say. It"
                    + " does what the lines say that are typed, or come, on standard input:",
            "",
            "  call 1002              answer    reject    hangup",
            "  find Ada               in the contacts and phone books; call Ada, if there is one",
            "  hold      resume       swap      conference",
            "  transfer 1003          without asking; xfer-attended hands the call on hold to the active one",
            "  dnd on                 forward always|busy|no-answer 1003, or off",
            "  say TONE|FILE.wav      what is said: a pitch in Hz, a recording, echo or silence",
            "  play FILE.wav          record FILE.wav, stop",
            "  dtmf 12#               calls     quality   wait registered|STATE|SECONDS   quit",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook phone --aor sip:1001@127.0.0.1 --password switchhook",
            "  switchhook phone --mac 001565abcdef --provision http://127.0.0.1:8081/",
            "  printf 'wait registered\\ncall 1002\\nwait talking\\nhangup\\nquit\\n' | switchhook phone --json --aor ..."
        })
final class PhoneCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    private final InputStream input;

    /// @param input whose lines say what to do
    PhoneCommand(InputStream input) {
        this.input = input;
    }

    @ArgGroup(multiplicity = "1", exclusive = true)
    private Source source = new Source();

    @Option(
            names = "--profile",
            paramLabel = "MODEL",
            defaultValue = "t38g",
            description = "t38g, t32g or vp530. Default: ${DEFAULT-VALUE}")
    private String profile = "t38g";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "where all requests go, with --aor; by default where its host is")
    private @Nullable String server;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "udp",
            description = "udp, tcp or tls, with --aor. Default: ${DEFAULT-VALUE}")
    private String transport = "udp";

    @Option(
            names = "--key",
            paramLabel = "CHARACTERS",
            description = "16 characters that the configuration files are encrypted with")
    private @Nullable String key;

    @Option(
            names = "--set",
            paramLabel = "PARAMETER=VALUE",
            description = "one more parameter of the makers' files, with --aor")
    private List<String> parameters = List.of();

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description =
                    "of this host, that the phone is reached at; by default the one that leads to the server")
    private @Nullable String address;

    @Option(
            names = "--trust",
            paramLabel = "FILE.pem",
            description =
                    "authorities that a server's certificate must come from, over TLS; by default any is taken")
    private @Nullable Path trust;

    @Option(names = "--json", description = "every event is a line of JSON")
    private boolean json;

    /// Where the settings come from.
    static final class Source {
        @Option(
                names = "--config",
                paramLabel = "FILE.cfg",
                arity = "1..*",
                description = "the maker's configuration files; a later one wins")
        private @Nullable List<Path> files;

        @ArgGroup(exclusive = false)
        private @Nullable Provision provision;

        @ArgGroup(exclusive = false)
        private @Nullable Login login;
    }

    /// From a server, as a phone out of its box.
    static final class Provision {
        @Option(names = "--mac", required = true, description = "twelve hexadecimal digits")
        private String mac = "";

        @Option(
                names = "--provision",
                paramLabel = "URL",
                required = true,
                description = "the folder of the configuration files, tftp:, http: or https:")
        private String url = "";
    }

    /// One account and nothing else.
    static final class Login {
        @Option(
                names = "--aor",
                paramLabel = "SIP-URI",
                required = true,
                description = "such as sip:1001@office.example")
        private String aor = "";

        @Option(names = "--password", required = true, description = "of the account")
        private String password = "";
    }

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var events = json ? PhoneEvents.json(out) : PhoneEvents.text(out);
        var boot = boot();
        if (boot.isPresent()) boot.get().notes().forEach(events::note);
        var settings =
                boot.isPresent()
                        ? boot.get().settings()
                        : account(source.login == null ? new Login() : source.login)
                                .settings(model());
        var local = address == null ? towards(settings) : InetAddress.getByName(address);
        try (var site = PhoneSite.at(local, over(settings), Optional.ofNullable(trust))) {
            var phones = phones(site.site(), boot, settings, events);
            if (!json) out.println(greeting(settings));
            out.flush();
            return run(phones, events);
        }
    }

    /// With files from a server, another phone may follow the first one.
    private Supplier<Phone> phones(
            Site site, Optional<Boot> boot, Settings settings, PhoneEvents events)
            throws IOException {
        if (boot.isPresent() && source.provision != null)
            return ProvisionedPhone.at(
                            site, this::fromFiles, boot.get(), events::tell, Wiretap.NONE)
                    ::phone;
        var phone = site.phone(settings, events::tell, Wiretap.NONE);
        return () -> phone;
    }

    private Integer run(Supplier<Phone> phone, PhoneEvents events) throws IOException {
        var lines = new PhoneLines(phone, events);
        var in = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine())
            if (!lines.perform(line.strip())) break;
        return lines.failed() ? ExitCode.FAILURE : ExitCode.OK;
    }

    private static Transport over(Settings settings) {
        return settings.accounts().stream()
                .filter(account -> account.enabled())
                .map(account -> account.registration().transport())
                .filter(it -> it == Transport.TLS)
                .findFirst()
                .orElse(Transport.UDP);
    }

    private static String greeting(Settings settings) {
        return settings.profile().model() + ". Type 'call 1002', or 'help' for what else there is.";
    }

    private Optional<Boot> boot() throws IOException {
        if (source.files == null && source.provision == null) return Optional.empty();
        try {
            return Optional.of(fromFiles());
        } catch (IllegalArgumentException e) {
            throw misuse(String.valueOf(e.getMessage()));
        }
    }

    private Boot fromFiles() throws IOException {
        var model = model();
        var secret = Optional.ofNullable(key).map(this::fileKey);
        var provision = source.provision;
        if (provision != null) return Boot.from(model, provision.mac, provision.url, secret);
        return Boot.from(model, source.files == null ? List.of() : source.files, secret);
    }

    private Account account(Login login) {
        Account account;
        try {
            account = Account.of(login.aor, login.password).over(transport());
        } catch (MalformedValue e) {
            throw misuse("--aor " + login.aor + " is no SIP URI; one is sip:1001@office.example");
        }
        if (server != null) {
            var place =
                    Place.of(server, 5060)
                            .orElseThrow(
                                    () -> misuse("--server " + server + ": expected HOST:PORT"));
            account = account.at(place.host(), place.port());
        }
        for (var one : parameters) {
            int equals = one.indexOf('=');
            if (equals < 1) throw misuse("--set " + one + ": expected PARAMETER=VALUE");
            account = account.with(one.substring(0, equals), one.substring(equals + 1));
        }
        return account;
    }

    private FileKey fileKey(String characters) {
        try {
            return FileKey.of(characters);
        } catch (IllegalArgumentException e) {
            throw misuse("--key: " + e.getMessage());
        }
    }

    private Profile model() {
        return PhoneWords.profile(profile)
                .orElseThrow(() ->
                        misuse("--profile " + profile + ": there are " + PhoneWords.PROFILES));
    }

    private Transport transport() {
        return PhoneWords.transport(transport)
                .orElseThrow(() ->
                        misuse(
                                "--transport "
                                        + transport
                                        + ": there are "
                                        + PhoneWords.TRANSPORTS));
    }

    private ParameterException misuse(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    private static InetAddress towards(Settings settings) {
        return settings.accounts().stream()
                .filter(account -> account.enabled())
                .map(account -> account.registration())
                .flatMap(it ->
                        it
                                .outboundProxy()
                                .or(() ->
                                        it.registrars().stream()
                                                .findFirst()
                                                .map(registrar -> registrar.address()))
                                .stream())
                .findFirst()
                .map(server -> new Place(server.host(), 9).towards())
                .orElseGet(InetAddress::getLoopbackAddress);
    }
}
