package io.switchhook.server;

import io.switchhook.callflow.Cast;
import io.switchhook.callflow.Flow;
import io.switchhook.callflow.FlowResult;
import io.switchhook.callflow.JsonLines;
import io.switchhook.callflow.JunitXml;
import io.switchhook.callflow.Party;
import io.switchhook.callflow.Patience;
import io.switchhook.callflow.Strictness;
import io.switchhook.callflow.SvgLadder;
import io.switchhook.callflow.TextLadder;
import io.switchhook.callflow.Troupe;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.phone.Account;
import io.switchhook.phone.Site;
import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Transport;
import io.switchhook.server.PhoneWords.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "flows",
        mixinStandardHelpOptions = true,
        description = {
            "Plays the call flows of the phone makers' guides, and of the RFCs, with three phones through a server, its own if"
                    + " none is named, and"
                    + " compares them message by message. The phones speak: who hears whom is part of a flow.",
            "",
            "It ends with 0 if all flows hold, with 1 if one does not, with 2 if the command is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook flows list",
            "  switchhook flows hold blind-transfer",
            "  switchhook flows all --format junit > flows.xml",
            "  switchhook flows all --server 192.0.2.10:5060 --domain office.example --accounts 1001:x,1002:y,1003:z"
        })
final class FlowsCommand implements Callable<Integer> {
    private static final List<Party> PHONES = List.of(Party.A, Party.B, Party.C);
    private static final String NOBODY = "1999";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private PhoneOptions phones = new PhoneOptions();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "flows, or all, or list. Default: list")
    private List<String> names = List.of();

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            description = "of the accounts; by default the server's host")
    private @Nullable String domain;

    @Option(
            names = "--accounts",
            paramLabel = "USER:PASSWORD,...",
            description = "three of them, for A, B and C")
    private @Nullable String accounts;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "text, json, junit or svg. Default: ${DEFAULT-VALUE}")
    private String format = "text";

    @Option(
            names = "--edition",
            paramLabel = "NAME",
            defaultValue = Flow.CURRENT_EDITION,
            description =
                    "of the guides, where they differ: current or V70. Default: ${DEFAULT-VALUE}")
    private String edition = Flow.CURRENT_EDITION;

    @Option(names = "--strict", description = "as the RFCs correct the guides; the default")
    private boolean strict;

    @Option(
            names = "--as-printed",
            description = "the printed steps in the printed order, and what the RFCs add listed")
    private boolean asPrinted;

    private final SipServer.Starter starter;

    FlowsCommand(SipServer.Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws Exception {
        if (strict && asPrinted) throw misuse("--strict and --as-printed exclude each other");
        var out = spec.commandLine().getOut();
        if (names.isEmpty() || names.equals(List.of("list"))) {
            for (var flow : Flow.all())
                out.printf(
                        "%-24s %-8s %s%n",
                        flow.name(), flow.isPrinted() ? "guide" : "RFC", flow.title());
            return ExitCode.OK;
        }
        var flows = flows();
        var over = phones.transport();
        var model = phones.profile();
        var server = phones.server();
        if (server.isPresent())
            try (var site = phones.site(server.get(), over)) {
                return played(flows, model, over, server.get(), site.site(), passwords(), out);
            }
        var passwords = passwords();
        var added = new ArrayList<NewAccount>();
        for (var user : passwords.entrySet())
            added.add(NewAccount.of(user.getKey(), "", user.getValue()));
        try (var own = OwnServer.start(settings(over), added, starter, CallListener.NONE)) {
            var loopback = InetAddress.getByName(OwnServer.HOST);
            var tls = own.tls();
            var site = tls.isPresent() ? Site.on(loopback, tls.get()) : Site.on(loopback);
            return played(flows, model, over, own.place(), site, passwords, out);
        }
    }

    private List<String> settings(Transport over) {
        String scheme = over.name().toLowerCase(Locale.ROOT);
        return List.of(
                "domains=" + OwnServer.HOST + (domain == null ? "" : "," + domain),
                "listen=" + scheme + "://" + OwnServer.HOST + ":0",
                "redirects=forward",
                "console=none");
    }

    private Integer played(
            List<Flow> flows,
            Profile model,
            Transport over,
            Place at,
            Site site,
            Map<String, String> passwords,
            PrintWriter out)
            throws IOException, InterruptedException {
        String realm = domain == null ? at.host() : domain;
        var cast = cast(List.copyOf(passwords.keySet()));
        try (var troupe =
                new Troupe(
                        site,
                        model,
                        cast,
                        user ->
                                Account.of(
                                                "sip:" + user + '@' + realm,
                                                passwords.getOrDefault(user, ""))
                                        .at(at.host(), at.port())
                                        .over(over),
                        Patience.DEFAULT)) {
            var missing = troupe.awaitRegistered();
            if (!missing.isEmpty())
                throw new IOException(
                        "these cannot register at "
                                + at.host()
                                + ':'
                                + at.port()
                                + "; are --accounts, --domain and --transport right?\n  "
                                + String.join("\n  ", missing));
            return play(flows, troupe, model, over, out);
        }
    }

    private Integer play(
            List<Flow> flows, Troupe troupe, Profile model, Transport over, PrintWriter out)
            throws InterruptedException {
        var results = new ArrayList<FlowResult>();
        for (var flow : flows) {
            var result =
                    troupe.player()
                            .play(
                                    flow,
                                    asPrinted ? Strictness.AS_PRINTED : Strictness.STRICT,
                                    edition,
                                    model.name().toLowerCase(Locale.ROOT),
                                    over.name().toLowerCase(Locale.ROOT));
            results.add(result);
            show(result, out);
        }
        if (format.equals("junit")) out.println(JunitXml.write(results));
        long held = results.stream().filter(FlowResult::held).count();
        if (format.equals("text")) out.println(held + " of " + results.size() + " flows hold");
        out.flush();
        return held == results.size() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private void show(FlowResult result, PrintWriter out) {
        switch (format) {
            case "text" -> out.println(TextLadder.draw(result));
            case "json" -> out.print(JsonLines.write(result));
            case "svg" -> out.println(SvgLadder.draw(result));
            default -> {}
        }
        out.flush();
    }

    private List<Flow> flows() {
        if (!List.of("text", "json", "junit", "svg").contains(format))
            throw misuse("--format " + format + ": there are text, json, junit and svg");
        if (names.equals(List.of("all"))) return Flow.all();
        var flows = new ArrayList<Flow>();
        for (var name : names)
            flows.add(
                    Flow.named(name)
                            .orElseThrow(() ->
                                    misuse(
                                            "there is no flow "
                                                    + name
                                                    + "; 'switchhook flows list' names all")));
        return flows;
    }

    private Map<String, String> passwords() {
        var passwords = new LinkedHashMap<String, String>();
        String text = accounts == null ? "1001:flow,1002:flow,1003:flow" : accounts;
        for (var one : text.split(",")) {
            int colon = one.indexOf(':');
            if (colon < 1) throw misuse("--accounts " + one + ": expected USER:PASSWORD");
            passwords.put(one.substring(0, colon), one.substring(colon + 1));
        }
        if (passwords.size() != PHONES.size())
            throw misuse("--accounts: three are needed, for A, B and C");
        return passwords;
    }

    private static Cast cast(List<String> users) {
        return new Cast(
                Map.of(Party.A, users.get(0), Party.B, users.get(1), Party.C, users.get(2)),
                NOBODY);
    }

    private ParameterException misuse(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
