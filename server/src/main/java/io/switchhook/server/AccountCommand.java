package io.switchhook.server;

import io.switchhook.pbx.directory.AccountRules;
import io.switchhook.pbx.directory.CsvColumn;
import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.Forward;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.pbx.directory.Redirects;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = {
            "Adds, lists, changes and removes accounts: in the running server, or if none runs, in the data folder.",
            "",
            "Passwords are not kept, only their digests for the realm of the server, which is its first domain. So"
                    + " give -c FILE if the server will run with one; else the realm of its last start is"
                    + " taken, or before the first start the host's name."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  switchhook account add 1001 --name 'User A'          (makes a password and prints it)",
            "  echo secret | switchhook account add 1002@office.example --password -",
            "  switchhook account import people.csv                 (lines of user,password,name)",
            "  switchhook account forward 1001 no-answer 1002",
            "  switchhook account list"
        })
final class AccountCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a command: add, list, remove, passwd, forward, dnd, import or export");
    }

    /// What the commands share.
    static final class Access {
        @Mixin private ConfigurationOptions options = new ConfigurationOptions();

        private interface Work {
            void with(Accounts accounts) throws ControlFault;
        }

        /// @param makes whether the data folder is made if there is none
        private void use(boolean makes, Optional<String> domain, Work work) throws Exception {
            var configuration = options.source().read();
            try (var accounts = open(configuration, makes, domain)) {
                work.with(accounts);
            }
        }

        private Accounts open(Configuration configuration, boolean makes, Optional<String> domain)
                throws Exception {
            var running = running(configuration);
            if (running.isPresent()) return running.get();
            if (!makes && !Files.isDirectory(configuration.data()))
                throw new StartException(
                        "there is no data folder "
                                + configuration.data()
                                + "; choose another with --data");
            try {
                return LocalAccounts.open(configuration, options.namesDomains(), domain);
            } catch (StartException e) {
                // A server that was just starting has the folder, and by now perhaps its socket.
                return running(configuration).orElseThrow(() -> e);
            }
        }

        private static Optional<Accounts> running(Configuration configuration) {
            return ControlClient.connect(configuration.data())
                    .map(client -> new RemoteAccounts(client, configuration.limits()));
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds an account. Without --password, one is made and printed.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  switchhook account add 1001 --name 'User A'",
                "  switchhook account add 1001@office.example --password - < password.txt"
            })
    int add(
            @Mixin Access access,
            @Parameters(
                            paramLabel = "USER[@DOMAIN]",
                            description =
                                    "Who it is for. The domain is the server's first by default.")
                    String user,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            defaultValue = "",
                            description = "The name to display.")
                    String name,
            @Option(
                            names = "--password",
                            paramLabel = "PASSWORD",
                            description =
                                    "The password; - reads it from standard input, where nobody sees it.")
                    @Nullable String password,
            @Option(
                            names = "--redirects",
                            paramLabel = "WHAT",
                            description =
                                    "What becomes of a redirection by the phone: recurse or forward.")
                    @Nullable String redirects)
            throws Exception {
        String secret = password == null ? Passwords.generated() : password(password);
        var account = NewAccount.of(user, name, secret);
        if (redirects != null) account = account.withRedirects(redirects(redirects));
        require(AccountRules.user(account.user()));
        require(AccountRules.password(secret));
        var asked = account;
        access.use(
                true,
                account.domain(),
                accounts -> {
                    var added = accounts.add(asked);
                    out().println("added " + shown(added));
                    if (password == null) out().println("password: " + secret);
                });
        return ExitCode.OK;
    }

    @Command(
            name = "passwd",
            mixinStandardHelpOptions = true,
            description =
                    "Gives an account a new password. Without --password, one is made and printed.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  switchhook account passwd 1001",
                "  switchhook account passwd 1001 --password - < password.txt"
            })
    int passwd(
            @Mixin Access access,
            @Parameters(paramLabel = "USER[@DOMAIN]", description = "Whose.") String user,
            @Option(
                            names = "--password",
                            paramLabel = "PASSWORD",
                            description =
                                    "The password; - reads it from standard input, where nobody sees it.")
                    @Nullable String password)
            throws Exception {
        String secret = password == null ? Passwords.generated() : password(password);
        require(AccountRules.password(secret));
        access.use(
                false,
                Optional.empty(),
                accounts -> {
                    out().println(
                                    "changed the password of "
                                            + shown(accounts.password(user, secret)));
                    if (password == null) out().println("password: " + secret);
                });
        return ExitCode.OK;
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes accounts.",
            footerHeading = "%nExamples:%n",
            footer = "  switchhook account remove 1001 1002")
    int remove(
            @Mixin Access access,
            @Parameters(paramLabel = "USER[@DOMAIN]", arity = "1..*", description = "Whose.")
                    List<String> users)
            throws Exception {
        for (var user : users)
            access.use(
                    false,
                    Optional.empty(),
                    accounts -> out().println("removed " + shown(accounts.remove(user))));
        return ExitCode.OK;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all accounts.",
            footerHeading = "%nExamples:%n",
            footer = "  switchhook account list --data /var/lib/switchhook")
    int list(@Mixin Access access) throws Exception {
        var lines = new ArrayList<AccountLine>();
        access.use(false, Optional.empty(), accounts -> accounts.list(lines::add));
        int width = lines.stream().mapToInt(line -> address(line).length()).max().orElse(0);
        for (var line : lines) {
            var row = new StringBuilder(("%-" + Math.max(width, 1) + "s").formatted(address(line)));
            row.append("  ").append(line.name());
            if (!line.redirects().isEmpty())
                row.append("  [redirects: ").append(line.redirects()).append(']');
            for (var words : line.features().words()) row.append("  [").append(words).append(']');
            if (line.configured()) row.append("  [configuration file]");
            if (!line.usable())
                row.append("  [cannot log in: made for the realm '")
                        .append(line.realm())
                        .append("']");
            out().println(row.toString().stripTrailing());
        }
        out().println(lines.size() == 1 ? "1 account" : lines.size() + " accounts");
        return ExitCode.OK;
    }

    @Command(
            name = "forward",
            mixinStandardHelpOptions = true,
            description = {
                "Forwards calls, whatever phones somebody has, or no longer.",
                "",
                "A call is not answered when phones have rung for a while, and at once when none is registered."
                        + " While somebody forwards all calls, the other forwards wait."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  switchhook account forward 1002 always 1003",
                "  switchhook account forward 1002 no-answer 1003 --after 30",
                "  switchhook account forward 1002 busy off"
            })
    int forward(
            @Mixin Access access,
            @Parameters(paramLabel = "USER[@DOMAIN]", description = "Whose.") String user,
            @Parameters(
                            paramLabel = "WHEN",
                            description = "Which calls: always, busy or no-answer.")
                    String when,
            @Parameters(
                            paramLabel = "TARGET",
                            description =
                                    "Where they go: a user, a SIP URI of this server, or a number; off for nowhere.")
                    String target,
            @Option(
                            names = "--after",
                            paramLabel = "SECONDS",
                            description =
                                    "With no-answer: how long phones ring, 5 to 120; 20 at first.")
                    @Nullable Long after)
            throws Exception {
        var forward =
                Forward.of(when).orElseThrow(() -> fault("WHEN", when, List.of(Forward.values())));
        if (after != null && forward != Forward.NO_ANSWER)
            throw new ParameterException(spec.commandLine(), "--after is for no-answer alone");
        var change = FeatureChange.NONE.with(forward, target.equals("off") ? "" : target);
        return change(access, user, after == null ? change : change.withSeconds(after));
    }

    @Command(
            name = "dnd",
            mixinStandardHelpOptions = true,
            description = {
                "Has no phone of somebody ring, or again.",
                "",
                "Who calls is told 480 Do Not Disturb; a forward of all calls goes before that."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  switchhook account dnd 1002 on", "  switchhook account dnd 1002 off"})
    int dnd(
            @Mixin Access access,
            @Parameters(paramLabel = "USER[@DOMAIN]", description = "Whose.") String user,
            @Parameters(paramLabel = "on|off", description = "Do not disturb, or do.") String on)
            throws Exception {
        if (!on.equals("on") && !on.equals("off")) throw fault("on|off", on, List.of("on", "off"));
        return change(access, user, FeatureChange.NONE.withDoNotDisturb(on.equals("on")));
    }

    private int change(Access access, String user, FeatureChange change) throws Exception {
        access.use(
                false,
                Optional.empty(),
                accounts -> {
                    var line = accounts.change(user, change);
                    var words = line.features().words();
                    out().println(
                                    address(line)
                                            + ": "
                                            + (words.isEmpty()
                                                    ? "calls ring"
                                                    : String.join(", ", words)));
                });
        return ExitCode.OK;
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Adds or changes all accounts of a file, or none if a line is wrong.",
                "",
                "Each line is user,password,name in UTF-8; the name may be missing, and the first line may be"
                        + " these words. Accounts that exist get the password and name of the file.",
                "",
                "A first line may name more columns, those that 'account export' writes. Without a password, an"
                        + " account that exists keeps the one it has."
            },
            footerHeading = "%nExamples:%n",
            footer = "  switchhook account import people.csv")
    int load(
            @Mixin Access access,
            @Parameters(paramLabel = "FILE.csv", description = "The file.") Path file)
            throws Exception {
        access.use(
                true,
                Optional.empty(),
                accounts -> {
                    var result = accounts.load(file);
                    int all = result.added() + result.changed();
                    out().println(
                                    "imported %d accounts from %s: %d new, %d changed"
                                            .formatted(
                                                    all, file, result.added(), result.changed()));
                });
        return ExitCode.OK;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Prints all accounts of the database as a file that 'account import' reads.",
                "",
                "Nobody knows the passwords, so that column is empty."
            },
            footerHeading = "%nExamples:%n",
            footer = "  switchhook account export > people.csv")
    int export(@Mixin Access access) throws Exception {
        access.use(
                false,
                Optional.empty(),
                accounts -> {
                    out().println(CsvColumn.header());
                    accounts.export(out()::println);
                });
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String address(AccountLine line) {
        return line.user() + '@' + line.domain();
    }

    private static String shown(AccountLine line) {
        return address(line) + " (realm " + line.realm() + ")";
    }

    private static String password(String option) throws Exception {
        return option.equals("-") ? Passwords.firstLine(System.in) : option;
    }

    private Redirects redirects(String word) {
        return Redirects.of(word)
                .orElseThrow(() -> fault("--redirects", word, List.of(Redirects.values())));
    }

    private ParameterException fault(String what, String word, List<?> allowed) {
        return new ParameterException(
                spec.commandLine(),
                what
                        + ": '"
                        + word
                        + "' is not allowed; allowed are "
                        + allowed.stream().map(Object::toString).collect(Collectors.joining(", ")));
    }

    private void require(Optional<String> fault) {
        if (fault.isPresent()) throw new ParameterException(spec.commandLine(), fault.get());
    }
}
