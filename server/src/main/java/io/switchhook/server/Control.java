package io.switchhook.server;

import io.switchhook.console.Health;
import io.switchhook.pbx.admission.Bans;
import io.switchhook.pbx.admission.Source;
import io.switchhook.pbx.directory.AccountException;
import io.switchhook.pbx.directory.CsvColumn;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.pbx.directory.Redirects;
import io.switchhook.server.ControlFault.Kind;
import io.switchhook.server.ControlServer.Exchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// What commands may ask of a running server.
final class Control implements ControlServer.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    /// What the server tells about itself.
    interface Facts {
        /// What counts now, which may not be what the file says.
        Configuration configuration();

        List<String> addresses();

        /// What is registered: a user's phones, or everybody's if it is empty.
        void registrations(String user, Consumer<RegistrationLine> reader);
    }

    private final Facts facts;
    private final Directory directory;
    private final Health health;
    private final Bans bans;
    private final Traces traces;
    private final DeviceControl devices;
    private final FleetControl fleet;
    private final RolloutControl rollouts;

    Control(
            Facts facts,
            Directory directory,
            Health health,
            Bans bans,
            Traces traces,
            DeviceControl devices,
            FleetControl fleet,
            RolloutControl rollouts) {
        this.rollouts = rollouts;
        this.devices = devices;
        this.fleet = fleet;
        this.facts = facts;
        this.directory = directory;
        this.health = health;
        this.bans = bans;
        this.traces = traces;
    }

    @Override
    public ObjectNode handle(Exchange exchange) throws ControlFault, IOException {
        try {
            return switch (exchange.command()) {
                case "status" -> status();
                case "configuration" -> configuration();
                case "log" -> log(exchange.text("module"), exchange.text("level"));
                case "registrations" -> registrations(exchange);
                case "trace" -> traces.answer(exchange);
                case "account.add" -> add(exchange);
                case "account.passwd" -> password(exchange);
                case "account.remove" -> remove(exchange);
                case "account.change" -> change(exchange);
                case "account.list" -> list(exchange);
                case "account.export" -> export(exchange);
                case "account.import" -> load(exchange);
                case "device.list" -> devices.list(exchange);
                case "device.show" -> devices.show(exchange);
                case "device.adopt" -> devices.adopt(exchange);
                case "device.hold" -> devices.hold(exchange);
                case "device.remove" -> devices.remove(exchange);
                case "device.set" -> devices.set(exchange);
                case "device.import" -> devices.load(exchange);
                case "device.token" -> devices.token(exchange, facts.configuration().limits());
                case "device.notes" -> fleet.notes(exchange);
                case "device.log" -> fleet.log(exchange);
                case "device.sync" -> fleet.sync(exchange);
                case "rollout.start" -> rollouts.start(exchange);
                case "rollout.show" -> rollouts.show(exchange);
                case "rollout.pause" -> rollouts.pause();
                case "rollout.resume" -> rollouts.resume();
                case "rollout.abort" -> rollouts.abort();
                case "bans.list" -> listBans(exchange);
                case "bans.lift" -> lift(exchange.text("address"));
                default ->
                        throw new ControlFault(
                                Kind.INVALID,
                                "the running server does not know '" + exchange.command() + "'");
            };
        } catch (AccountException e) {
            throw LocalAccounts.fault(e);
        }
    }

    private ObjectNode status() {
        var report = health.report();
        var answer = ControlServer.JSON.createObjectNode();
        answer.put("status", report.status().name().toLowerCase(Locale.ROOT));
        answer.put("accounts", directory.size());
        facts.addresses().forEach(answer.putArray("addresses")::add);
        report.sentences().forEach(answer.putArray("problems")::add);
        return answer;
    }

    private ObjectNode configuration() {
        var answer = ControlServer.JSON.createObjectNode();
        facts.configuration().settings().forEach(answer.putObject("settings")::put);
        return answer;
    }

    private static ObjectNode log(String module, String level) throws ControlFault {
        if (!module.isEmpty()) {
            var modules =
                    module.equals("all") ? List.of(LogModule.values()) : List.of(module(module));
            var wanted = level(level);
            modules.forEach(one -> Logging.set(one, wanted));
            LOG.atInfo()
                    .addKeyValue("module", module)
                    .addKeyValue("level", level)
                    .log("log level changed");
        }
        var answer = ControlServer.JSON.createObjectNode();
        var levels = answer.putObject("levels");
        for (var one : Logging.levels().entrySet())
            levels.put(one.getKey().toString(), one.getValue().toString());
        return answer;
    }

    private ObjectNode registrations(Exchange exchange) throws IOException {
        var user = exchange.text("user");
        var lines = new ArrayList<RegistrationLine>();
        facts.registrations(user.substring(0, userLength(user)), lines::add);
        for (var line : lines) exchange.item(line.json());
        return ControlServer.JSON.createObjectNode();
    }

    /// All domains are one, so what stands behind `@` may be left out or not.
    private static int userLength(String user) {
        int at = user.lastIndexOf('@');
        return at < 0 ? user.length() : at;
    }

    private static LogModule module(String word) throws ControlFault {
        return word("module", word, List.of(LogModule.values()));
    }

    private static LogLevel level(String word) throws ControlFault {
        return word("level", word, List.of(LogLevel.values()));
    }

    private static <T> T word(String what, String word, List<T> allowed) throws ControlFault {
        for (var one : allowed) if (one.toString().equals(word)) return one;
        var words = allowed.stream().map(Object::toString).toList();
        throw new ControlFault(
                Kind.INVALID,
                "there is no " + what + " '" + word + "'; " + Nearest.hint(word, words));
    }

    private ObjectNode add(Exchange exchange) throws AccountException {
        var asked =
                NewAccount.of(
                        exchange.text("user"), exchange.text("name"), exchange.text("password"));
        var redirects = Redirects.of(exchange.text("redirects"));
        if (redirects.isPresent()) asked = asked.withRedirects(redirects.get());
        var account = directory.add(asked);
        changed("account added", account.toString());
        return AccountLine.of(account, directory.realm()).json();
    }

    private ObjectNode password(Exchange exchange) throws AccountException {
        var account = directory.password(exchange.text("user"), exchange.text("password"));
        changed("password changed", account.toString());
        return AccountLine.of(account, directory.realm()).json();
    }

    private ObjectNode remove(Exchange exchange) throws AccountException {
        var account = directory.remove(exchange.text("user"));
        changed("account removed", account.toString());
        return AccountLine.of(account, directory.realm()).json();
    }

    private ObjectNode change(Exchange exchange) throws AccountException {
        var account = directory.change(exchange.text("user"), FeatureLine.asked(exchange));
        changed("call features changed", account.toString());
        return AccountLine.of(account, directory.realm()).json();
    }

    private ObjectNode export(Exchange exchange) throws IOException {
        for (var account : directory.accounts())
            if (!account.configured())
                exchange.item(
                        ControlServer.JSON.createObjectNode().put("row", CsvColumn.row(account)));
        return ControlServer.JSON.createObjectNode();
    }

    private ObjectNode list(Exchange exchange) throws IOException {
        for (var account : directory.accounts())
            exchange.item(AccountLine.of(account, directory.realm()).json());
        return ControlServer.JSON.createObjectNode();
    }

    private ObjectNode load(Exchange exchange) throws ControlFault {
        long bytes = exchange.number("bytes");
        long most = facts.configuration().limits().number(Limit.IMPORT);
        if (bytes < 0 || bytes > most)
            throw new ControlFault(
                    Kind.INVALID, "the file has " + bytes + " bytes, and limits.import is " + most);
        var result = LocalAccounts.load(directory, exchange.text("file"), exchange.body(bytes));
        LOG.atInfo()
                .addKeyValue("file", exchange.text("file"))
                .addKeyValue("added", result.added())
                .addKeyValue("changed", result.changed())
                .log("accounts imported");
        return ControlServer.JSON
                .createObjectNode()
                .put("added", result.added())
                .put("changed", result.changed());
    }

    private ObjectNode listBans(Exchange exchange) throws IOException {
        for (var ban : bans.list()) exchange.item(BanLine.of(ban).json());
        return ControlServer.JSON.createObjectNode();
    }

    private ObjectNode lift(String address) throws ControlFault {
        Source source;
        try {
            source = Source.parse(address);
        } catch (IllegalArgumentException e) {
            throw new ControlFault(Kind.INVALID, String.valueOf(e.getMessage()));
        }
        if (bans.lift(source).isEmpty())
            throw new ControlFault(Kind.FAILED, source + " is not banned; see: switchhook bans");
        LOG.atInfo().addKeyValue("address", source).log("ban lifted");
        return ControlServer.JSON.createObjectNode().put("address", source.toString());
    }

    private static void changed(String what, String account) {
        LOG.atInfo().addKeyValue("account", account).log(what);
    }
}
