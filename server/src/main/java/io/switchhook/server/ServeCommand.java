package io.switchhook.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the server in the foreground.",
            "",
            "Prints one line on standard output once every listener accepts: ready, and its addresses; at the"
                    + " first start one more, with the password of the console's user admin. The log goes to standard error. SIGTERM and SIGINT let calls that are being set up"
                    + " finish and end with 0; SIGHUP reads the configuration again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook serve",
            "  switchhook serve -c office.yaml --data /var/lib/switchhook",
            "  switchhook serve --set listen=udp://127.0.0.1:5070 --set console=none"
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    private final SipServer.Starter starter;

    ServeCommand(SipServer.Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws Exception {
        var configuration = options.source().read();
        var end = Signals.end();
        Priorities.lower();
        Logging.start(configuration.log(), configuration.limits().number(Limit.LOG_QUEUE));
        try (var server =
                Server.start(options.source(), configuration, starter, CallListener.NONE)) {
            Priorities.lower(); // its own threads too
            Signals.on("HUP", () -> Thread.ofVirtual().start(server::reload));
            var out = spec.commandLine().getOut();
            out.println("ready " + String.join(" ", server.addresses()));
            server.firstLogin().ifPresent(out::println);
            out.flush();
            end.await();
            server.drain();
        } finally {
            Logging.stop();
        }
        return ExitCode.OK;
    }
}
