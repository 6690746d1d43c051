package io.switchhook.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws calls and registrations of the running server as ladders: each message, each decision of the"
                    + " server, and what is wrong.",
            "",
            "Without options, the one that began last. Passwords and keys are not shown in any format."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook trace --account 1001",
            "  switchhook trace --last 20",
            "  switchhook trace --follow",
            "  switchhook trace --call 2x8k1v0q7c3ma --format svg > call.svg",
            "  switchhook trace --account 1001 --format pcapng > calls.pcapng"
        })
final class TraceCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FOR_EVER = Duration.ofDays(3650);
    private static final int LADDERS_OF_ACCOUNT = 10;
    private static final int USUAL_WIDTH = 100;

    /// What is shown.
    private static final class Which {
        @Option(
                names = "--call",
                paramLabel = "ID",
                description = "The ladder with this id, or this Call-ID.")
        private String call = "";

        @Option(
                names = "--account",
                paramLabel = "USER",
                description = "The last ten in which this user asked or was asked.")
        private String account = "";

        @Option(names = "--last", paramLabel = "N", description = "The last N, 1 to 1000.")
        private int last;
    }

    @ArgGroup(exclusive = true)
    private Which which = new Which();

    @Option(
            names = "--follow",
            description =
                    "Shows what happens from now on, until it is interrupted; of one user with --account.")
    private boolean follow;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "text; svg, a picture; json, one object on a line; pcapng, a file for Wireshark.")
    private TraceFormat format = TraceFormat.TEXT;

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    private final OutputStream bytes;

    /// @param bytes where files go to
    TraceCommand(OutputStream bytes) {
        this.bytes = bytes;
    }

    @Override
    public Integer call() throws Exception {
        check();
        var configuration = options.source().read();
        try (var client = ControlClient.connect(configuration.data()).orElse(null)) {
            if (client == null)
                throw new ControlFault(
                        ControlFault.Kind.UNAVAILABLE,
                        "no server runs on the data folder " + configuration.data());
            var shown = new boolean[1];
            client.call(
                    request(),
                    new byte[0],
                    item -> {
                        shown[0] = true;
                        show(item);
                    },
                    follow ? FOR_EVER : PATIENCE);
            if (!shown[0]) spec.commandLine().getErr().println(nothing());
        }
        return ExitCode.OK;
    }

    private void check() {
        if (which.last < 0 || which.last > 1000) throw misused("--last is 1 to 1000");
        boolean drawn = format == TraceFormat.TEXT || format == TraceFormat.JSON;
        if (follow && !drawn) throw misused("--follow shows text or json");
        if (follow && (!which.call.isEmpty() || which.last > 0))
            throw misused("--follow shows what comes; of what was, leave it out");
        if (format == TraceFormat.SVG && (which.last > 1 || !which.account.isEmpty()))
            throw misused("a picture shows one ladder: choose it with --call ID");
    }

    private ParameterException misused(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private ObjectNode request() {
        int last = which.last > 0 ? which.last : which.account.isEmpty() ? 1 : LADDERS_OF_ACCOUNT;
        return ControlClient.request("trace")
                .put("call", which.call)
                .put("account", which.account)
                .put("last", last)
                .put("follow", follow ? 1 : 0)
                .put("format", format.toString())
                .put("width", width());
    }

    private static int width() {
        try {
            return Integer.parseInt(System.getenv().getOrDefault("COLUMNS", ""));
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }

    private void show(ObjectNode item) {
        var out = spec.commandLine().getOut();
        if (item.has("text")) {
            out.print(item.path("text").asString(""));
            out.flush();
            return;
        }
        try {
            bytes.write(Base64.getDecoder().decode(item.path("bytes").asString("")));
            bytes.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String nothing() {
        return which.account.isEmpty()
                ? "nothing has happened yet"
                : "nothing has happened with " + which.account + " lately";
    }
}
