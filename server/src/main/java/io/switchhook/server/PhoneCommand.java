package io.switchhook.server;

import io.switchhook.phone.Account;
import io.switchhook.phone.Boot;
import io.switchhook.phone.Phone;
import io.switchhook.phone.PnpSearch;
import io.switchhook.phone.Wiretap;
import io.switchhook.phone.settings.FileKey;
import io.switchhook.phone.settings.Settings;
import io.switchhook.phone.settings.Transport;
import io.switchhook.server.PhoneWords.Place;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.uri.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  hold      resume       swap      conference",
            "  transfer 1003          without asking; xfer-attended hands the call on hold to the active one",
            "  dnd on                 forward always|busy|no-answer 1003, or off",
            "  say TONE|FILE.wav      what is said: a pitch in Hz, a recording, echo, silence or microphone",
            "  speaker on             plays what is heard on this host, or off",
            "  play FILE.wav          record FILE.wav, stop",
            "  video FILE             record-video FILE, stop (--profile vp530): .h264, .ivf, .h263",
            "  dtmf 12#               calls     quality   wait registered|STATE|SECONDS   quit",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook phone --aor sip:1001@127.0.0.1 --password switchhook",
            "  switchhook phone --mac 001565abcdef                 (asks everybody where its files are)",
            "  switchhook phone --mac 001565abcdef --provision http://127.0.0.1:8081/",
            "  printf 'wait registered\\ncall 1002\\nwait talking\\nhangup\\nquit\\n' | switchhook phone --json --aor ..."
        })
final class PhoneCommand implements Callable<Integer> {
    /// To find the way to a server; nothing is sent there.
    private static final int ANY_PORT = 9;

    private static final int SIP_PORT = 5060;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final InputStream input;

    /// @param input whose lines say what to do
    PhoneCommand(InputStream input) {
        this.input = input;
    }

    @ArgGroup(multiplicity = "1", exclusive = true)
    private Source source = new Source();

    @Mixin private PhoneOptions phones = new PhoneOptions();

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

        @ArgGroup(exclusive = true)
        private Where where = new Where();

        @Option(
                names = "--patience",
                paramLabel = "TIME",
                defaultValue = "1h",
                description =
                        "how long a phone that asks everybody waits for its file, which it gets once it is adopted. Default: ${DEFAULT-VALUE}")
        private String patience = "1h";
    }

    /// How it finds its files.
    static final class Where {
        @Option(
                names = "--provision",
                paramLabel = "URL",
                description = "the folder of the configuration files, http:, https: or tftp:")
        private @Nullable String url;

        @Option(
                names = "--pnp",
                paramLabel = "ADDRESS:PORT",
                description =
                        "whom it asks where they are: everybody (224.0.1.75:5060) without this and --provision")
        private @Nullable String pnp;
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
        var found = boot(events);
        if (found.isEmpty()) {
            events.mistake("no server had a file for this phone");
            return ExitCode.FAILURE;
        }
        var boot = found.get();
        var settings = boot.settings();
        try (var site = phones.site(towards(settings), over(settings))) {
            var phone = site.site().phone(boot, events::tell, Wiretap.NONE);
            if (!json) out.println(greeting(settings));
            out.flush();
            return run(phone, events);
        }
    }

    private Integer run(Phone phone, PhoneEvents events) throws IOException {
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

    /// @return empty if no server has files for it
    private Optional<Boot> boot(PhoneEvents events) throws IOException {
        var model = phones.profile();
        var secret = Optional.ofNullable(key).map(this::fileKey);
        if (source.files != null)
            return booted(
                    Optional.of(Boot.from(model, source.files, secret, phones.authorities())),
                    events);
        var provision = source.provision;
        if (provision != null) {
            try {
                String url = provision.where.url;
                return booted(
                        url == null
                                ? find(provision, secret, events)
                                : Optional.of(
                                        Boot.from(
                                                model,
                                                provision.mac,
                                                url,
                                                secret,
                                                phones.authorities())),
                        events);
            } catch (IllegalArgumentException e) {
                throw misuse(String.valueOf(e.getMessage()));
            }
        }
        var account = account(source.login == null ? new Login() : source.login);
        return Optional.of(Boot.of(account.settings(model)));
    }

    private Optional<Boot> find(Provision provision, Optional<FileKey> secret, PhoneEvents events)
            throws IOException {
        var search =
                PnpSearch.of(phones.profile(), provision.mac)
                        .with(secret)
                        .with(phones.authorities());
        if (provision.where.pnp != null) search = search.at(group(provision.where.pnp));
        var patience = patience(provision.patience);
        var group = new Place(search.group().host(), search.group().portOr(SIP_PORT));
        try (var site = phones.site(group, Transport.UDP)) {
            return site.site().find(search, patience, events::tell);
        }
    }

    private Duration patience(String text) {
        try {
            return Duration.ofMillis(Limit.Span.of(text).amount());
        } catch (IllegalArgumentException e) {
            throw misuse("--patience: " + e.getMessage());
        }
    }

    private HostPort group(String text) {
        return Place.of(text, SIP_PORT)
                .map(it -> HostPort.of(it.host(), it.port()))
                .orElseThrow(() -> misuse("--pnp " + text + ": expected ADDRESS:PORT"));
    }

    private static Optional<Boot> booted(Optional<Boot> boot, PhoneEvents events) {
        boot.ifPresent(its -> its.notes().forEach(events::note));
        return boot;
    }

    private Account account(Login login) {
        Account account;
        try {
            account = Account.of(login.aor, login.password).over(phones.transport());
        } catch (MalformedValue e) {
            throw misuse("--aor " + login.aor + " is no SIP URI; one is sip:1001@office.example");
        }
        var server = phones.server();
        if (server.isPresent()) account = account.at(server.get().host(), server.get().port());
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

    private ParameterException misuse(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    private static Place towards(Settings settings) {
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
                .map(server -> new Place(server.host(), ANY_PORT))
                .orElseGet(() -> new Place(OwnServer.HOST, ANY_PORT));
    }
}
