package io.switchhook.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program: `switchhook COMMAND`.
@Command(
        name = "switchhook",
        mixinStandardHelpOptions = true,
        description = "A telephone system for IP phones: one process, one command.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "  test     Runs all tests.",
            "  bench    Runs the benchmarks.",
            "  train    Lets a server work for half a minute; those after it start faster.",
            "",
            "switchhook COMMAND --help tells more of each.",
            "",
            "Examples:",
            "  switchhook demo",
            "  switchhook serve -c office.yaml",
            "  switchhook account add 1001 --name 'User A'",
            "  switchhook flows all",
            "  switchhook phone --aor sip:1001@127.0.0.1 --password secret",
            "",
            "Ends with 0 if all went well, 1 if it failed, 2 for bad arguments or a bad"
                    + " configuration, 69 if something needed is not there."
        })
public final class Main implements Callable<Integer> {
    static final String VERSION = "0.1.0";

    @Spec private CommandSpec spec = CommandSpec.create();

    private Main() {}

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "expected a command");
    }

    /// Ends the process with one of [ExitCode].
    public static void main(String[] arguments) {
        System.exit(commands(Floors::start).execute(arguments));
    }

    /// @param starter of the SIP floors
    static CommandLine commands(SipServer.Starter starter) {
        var commands = new CommandLine(new Main());
        commands.addSubcommand(new DemoCommand(starter));
        commands.addSubcommand(new ServeCommand(starter));
        commands.addSubcommand(new FlowsCommand(starter));
        commands.addSubcommand(new PhoneCommand(System.in));
        commands.addSubcommand(new AccountCommand());
        commands.addSubcommand(new DeviceCommand());
        commands.addSubcommand(new RolloutCommand());
        commands.addSubcommand(new CheckCommand());
        commands.addSubcommand(new RegistrationsCommand());
        commands.addSubcommand(new TraceCommand(System.out));
        commands.addSubcommand(new BansCommand());
        commands.addSubcommand(new LogCommand());
        name(commands);
        commands.setUsageHelpAutoWidth(true);
        commands.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        commands.setParameterExceptionHandler(Main::misused);
        commands.setExecutionExceptionHandler(Main::failed);
        return commands;
    }

    private static void name(CommandLine commands) {
        commands.getCommandSpec().version("switchhook " + VERSION);
        commands.getSubcommands().values().forEach(Main::name);
    }

    private static int misused(ParameterException e, String[] arguments) {
        var command = e.getCommandLine();
        var err = command.getErr();
        err.println("switchhook: " + e.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(e, err)
                && e instanceof UnmatchedArgumentException unmatched)
            Nearest.to(
                            unmatched.getUnmatched().getFirst(),
                            command.getCommandSpec().optionsMap().keySet())
                    .ifPresent(near -> err.println("Did you mean: " + near + "?"));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        int code =
                switch (e) {
                    case ConfigurationException _ -> ExitCode.USAGE;
                    case ControlFault fault -> fault.kind().exitCode();
                    default -> ExitCode.FAILURE;
                };
        var err = command.getErr();
        switch (e) {
            // These say where, as compilers do, or speak for another process.
            case ConfigurationException _, ControlFault _ -> err.println(e.getMessage());
            case StartException _ -> err.println("switchhook: " + e.getMessage());
            case IOException io -> err.println("switchhook: " + Reasons.of(io));
            default -> {
                err.println("switchhook: failed, by a mistake of its own:");
                e.printStackTrace(err);
            }
        }
        return code;
    }
}
