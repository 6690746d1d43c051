package io.switchhook.server;

import io.switchhook.pbx.directory.NewAccount;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a server on this machine and three phones, A, B and C, which play the call flows of the phone makers'"
                    + " guides, with sound: each ladder is drawn. It says how to point your own phones at it, and prints each"
                    + " call of theirs. Nothing needs to be configured, and nothing is left behind."
        },
        footerHeading = "%nExamples:%n",
        footer = "  switchhook demo")
final class DemoCommand implements Callable<Integer> {
    private static final String HOST = OwnServer.HOST;
    private static final String PASSWORD = "switchhook";
    private static final List<String> GUESTS = List.of("1004", "1005", "1006");
    private static final int SIP_PORT = 5060;
    private static final int CONSOLE_PORT = 8080;
    private static final int TRIES = 100;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final SipServer.Starter starter;

    DemoCommand(SipServer.Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        int port = freePort(SIP_PORT);
        var accounts = new ArrayList<NewAccount>();
        for (var user : FlowShow.CAST)
            accounts.add(NewAccount.of(user, "User " + name(user), PASSWORD));
        for (var user : GUESTS) accounts.add(NewAccount.of(user, "Guest " + user, PASSWORD));
        accounts.add(NewAccount.of(FlowShow.ECHO, "Echo", PASSWORD));
        accounts.add(NewAccount.of(FlowShow.TONE, "Tone", PASSWORD));
        var end = Signals.end();
        try (var printer =
                        new CallPrinter(out, Clock.systemDefaultZone(), Set.copyOf(FlowShow.CAST));
                var own =
                        OwnServer.start(
                                settings(port, freePort(CONSOLE_PORT)),
                                accounts,
                                starter,
                                printer)) {
            tell(out, port, own.server());
            try (var _ = FlowShow.start(own.place(), PASSWORD, out)) {
                end.await();
            }
            own.server().drain();
        }
        return ExitCode.OK;
    }

    private static char name(String user) {
        return (char) ('A' + FlowShow.CAST.indexOf(user));
    }

    private static List<String> settings(int port, int consolePort) {
        return List.of(
                "domains=" + HOST + ",localhost",
                "listen=udp://" + HOST + ":" + port + ",tcp://" + HOST + ":" + port,
                "console=http://" + HOST + ":" + consolePort);
    }

    private static void tell(PrintWriter out, int port, Server server) {
        if (port != SIP_PORT)
            out.println("Port " + SIP_PORT + " is taken, so this server has port " + port + ".\n");
        out.println("Point phones at this server; it hears this machine only.\n");
        out.println("  domain      " + HOST);
        out.println("  server      " + HOST + ":" + port + "  (proxy and registrar)");
        out.println("  transport   UDP or TCP");
        for (var user : GUESTS)
            out.println("  user        %s  password  %s".formatted(user, PASSWORD));
        out.println(
                """

                Then call %s (an echo), %s (a tone), each other, or the built-in phones 1001, 1002 and 1003, which answer
                unless they are in a call. They play the guides' call flows; each ladder is drawn here, and each call of
                yours is told. Ctrl-C ends the demo.
                """
                        .formatted(FlowShow.ECHO, FlowShow.TONE));
        out.println("ready " + String.join(" ", server.addresses()));
        server.firstLogin().ifPresent(out::println);
        out.flush();
    }

    /// The first port from this one on that nobody has, for UDP nor TCP.
    private static int freePort(int first) throws StartException {
        for (int port = first; port < first + TRIES; port++) if (isFree(port)) return port;
        throw new StartException(
                "all ports from " + first + " to " + (first + TRIES - 1) + " are taken");
    }

    private static boolean isFree(int port) {
        var address = new InetSocketAddress(InetAddress.ofLiteral(HOST), port);
        try (var udp = new DatagramSocket(address);
                var tcp = new ServerSocket()) {
            tcp.bind(address);
            return udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
