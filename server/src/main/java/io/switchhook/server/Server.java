package io.switchhook.server;

import io.switchhook.console.Health;
import io.switchhook.console.Health.Problem;
import io.switchhook.console.Health.Status;
import io.switchhook.console.Metrics;
import io.switchhook.console.Metrics.Unit;
import io.switchhook.console.NowView;
import io.switchhook.console.ProcessMetrics;
import io.switchhook.console.SettingsView;
import io.switchhook.console.Views;
import io.switchhook.pbx.directory.AccountException;
import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.serve.DeskAddress;
import io.switchhook.server.Configuration.Authentication;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A whole server: the object graph, from the data folder up. It is started by its constructor's caller, and ended by
/// [#close].
final class Server implements Control.Facts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /// Read when somebody asks for the first time, which takes a while.
    private static final class BuiltIn {
        static final ModelCatalog MODELS = ModelCatalog.builtIn();
    }

    private final ConfigurationSource source;
    private final Metrics metrics = new Metrics();
    private final Health health = new Health();

    /// What was started, last first.
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private volatile Configuration configuration;
    private volatile boolean draining;
    private final Directory directory;
    private final Devices devices;
    private final SipServer sip;
    private final Fleet fleet;
    private final Optional<OwnSyslog> syslog;
    private final Optional<OwnConsole> console;
    private final Optional<OwnProvisioning> provisioning;

    private Server(
            ConfigurationSource source,
            Configuration configuration,
            SipServer.Starter starter,
            CallListener calls)
            throws StartException {
        this.source = source;
        this.configuration = configuration;
        try {
            var folder = started(DataFolder.open(configuration.data()));
            directory = started(directory(folder, configuration));
            var limits = configuration.limits();
            devices = devices(directory, limits);
            measure();
            sip =
                    started(
                            starter.start(
                                    new SipServer.Surroundings(
                                            configuration, directory, metrics, health, calls)));
            fleet = started(Fleet.open(devices, directory, sip, limits, () -> BuiltIn.MODELS));
            DeviceMetrics.register(metrics, fleet.heard());
            provisioning = provisioning();
            console = console();
            syslog = syslog();
            started(
                    ControlServer.start(
                            DataFolder.socket(folder.path()),
                            configuration.limits(),
                            new Control(
                                    this,
                                    directory,
                                    health,
                                    sip.bans(),
                                    new Traces(sip.ladders()),
                                    new DeviceControl(
                                            devices,
                                            directory,
                                            () -> BuiltIn.MODELS,
                                            this::filesAt),
                                    new FleetControl(fleet, () -> BuiltIn.MODELS),
                                    new RolloutControl(fleet, () -> BuiltIn.MODELS))));
        } catch (StartException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Returns when every listener accepts.
    ///
    /// @throws StartException with nothing left open
    static Server start(
            ConfigurationSource source,
            Configuration configuration,
            SipServer.Starter starter,
            CallListener calls)
            throws StartException {
        var server = new Server(source, configuration, starter, calls);
        LOG.atInfo()
                .addKeyValue("addresses", String.join(" ", server.addresses()))
                .addKeyValue("realm", configuration.realm())
                .addKeyValue("accounts", server.directory.size())
                .addKeyValue("data", configuration.data())
                .log("started");
        server.directory.realmProblem().ifPresent(LOG::warn);
        return server;
    }

    private <T extends AutoCloseable> T started(T part) {
        started.push(part);
        return part;
    }

    private static Directory directory(DataFolder folder, Configuration configuration)
            throws StartException {
        AccountStore store = null;
        try {
            store = AccountStore.open(folder.path());
            var directory =
                    Directory.open(
                            store,
                            configuration.realm(),
                            configuration.domains(),
                            configuration.limits().number(Limit.ACCOUNTS));
            directory.configure(configuration.accounts());
            return directory;
        } catch (AccountException e) {
            if (store != null) store.close();
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Devices devices(Directory directory, Limits limits) throws StartException {
        try {
            return Devices.open(
                    directory.database(),
                    directory.devices(),
                    new Devices.Bounds(
                            limits.number(Limit.STRANGERS),
                            limits.number(Limit.VISITS),
                            limits.number(Limit.DEVICES),
                            limits.time(Limit.ADOPTION)),
                    InstantSource.system(),
                    new SecureRandom());
        } catch (DeviceException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<OwnProvisioning> provisioning() throws StartException {
        if (configuration.provisioning().addresses().isEmpty()) return Optional.empty();
        var own =
                started(
                        OwnProvisioning.start(
                                configuration,
                                BuiltIn.MODELS,
                                devices,
                                directory,
                                sip.reputation(),
                                fleet,
                                sip.addresses()));
        DeviceMetrics.register(metrics, own.counters());
        return Optional.of(own);
    }

    private Optional<OwnSyslog> syslog() throws StartException {
        if (configuration.provisioning().syslog().isEmpty()) return Optional.empty();
        return Optional.of(started(OwnSyslog.start(configuration, fleet)));
    }

    private List<DeskAddress> filesAt() {
        return provisioning.map(OwnProvisioning::addresses).orElse(List.of());
    }

    private void measure() {
        DeviceMetrics.register(metrics, health, devices);
        ProcessMetrics.register(metrics);
        DatabaseMetrics.register(metrics, directory.database().counters());
        metrics.gauge("switchhook_accounts", Unit.NONE, "Accounts, with those of the file.")
                .add(directory::size);
        metrics.gauge(
                        "switchhook_accounts_unusable",
                        Unit.NONE,
                        "Accounts that cannot log in, because they were made for another realm.")
                .add(() -> directory.foreignRealms().values().stream().mapToInt(n -> n).sum());
        metrics.gauge("switchhook_problems", Unit.NONE, "What /health says is wrong.")
                .add(() -> health.report().problems().size());
        health.add(
                "accounts",
                () -> directory.realmProblem().map(what -> new Problem(Status.WARNING, what)));
        health.add(
                "server",
                () ->
                        draining
                                ? Optional.of(
                                        new Problem(Status.DRAINING, "the server is about to end"))
                                : Optional.empty());
    }

    private Optional<OwnConsole> console() throws StartException {
        if (configuration.console().isEmpty()) return Optional.empty();
        var calls =
                new Calls(
                        sip.ladders(),
                        () -> sip.figures().received() + sip.figures().sent(),
                        System::nanoTime);
        var phones =
                new Phones(
                        directory,
                        sip,
                        calls::failure,
                        configuration.authentication() == Authentication.NONE,
                        System::nanoTime);
        var views = views(calls, phones);
        var its = configuration.console().get();
        return Optional.of(started(OwnConsole.start(its, configuration, metrics, health, views)));
    }

    private Views views(Calls calls, Phones phones) {
        var limits = configuration.limits();
        var shown =
                new OfficeDevices(
                        devices,
                        directory,
                        new DeviceWays(sip::bindings),
                        () -> BuiltIn.MODELS,
                        this::filesAt,
                        limits.time(Limit.TOKEN),
                        InstantSource.system());
        return new Views(
                now(),
                calls,
                phones,
                this::settings,
                shown,
                new OfficeSettings(
                        devices,
                        directory,
                        () -> BuiltIn.MODELS,
                        () -> provisioning.map(OwnProvisioning::desk)),
                new OfficePeople(directory, devices, phones, shown),
                new OfficeFiles(
                        OwnProvisioning.resources(configuration),
                        devices,
                        directory,
                        () -> BuiltIn.MODELS,
                        limits.number(Limit.IMPORT)),
                new OfficeService(
                        devices, () -> BuiltIn.MODELS, fleet.notes(), fleet.logs(), fleet.syncs()),
                new OfficeRollouts(fleet.rollouts()));
    }

    private NowView now() {
        return new NowView() {
            @Override
            public Figures figures() {
                return sip.figures();
            }

            @Override
            public List<String> addresses() {
                return Server.this.addresses();
            }
        };
    }

    private List<SettingsView.Setting> settings() {
        var its = configuration;
        var settings = new ArrayList<SettingsView.Setting>();
        its.settings()
                .forEach((key, value) -> {
                    var origin = Optional.ofNullable(its.origins().get(key));
                    settings.add(
                            new SettingsView.Setting(
                                    key,
                                    value,
                                    origin.map(Place::toString).orElse("default"),
                                    origin.isEmpty()));
                });
        return settings;
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    /// Every listener, as `ready` shows them.
    @Override
    public List<String> addresses() {
        var addresses = new ArrayList<String>();
        sip.addresses().forEach(address -> addresses.add(address.toString()));
        console.ifPresent(its -> addresses.add("console " + its.address()));
        filesAt().forEach(its -> addresses.add("provisioning " + its));
        syslog.ifPresent(its -> its.addresses().forEach(one -> addresses.add("syslog " + one)));
        return addresses;
    }

    /// What the operator must be told once, since nobody can find it again: how to log in to the console.
    Optional<String> firstLogin() {
        return console.flatMap(OwnConsole::firstLogin);
    }

    List<ListenAddress> sipAddresses() {
        return sip.addresses();
    }

    @Override
    public void registrations(String user, Consumer<RegistrationLine> reader) {
        sip.registrations(user, reader);
    }

    Directory directory() {
        return directory;
    }

    Metrics metrics() {
        return metrics;
    }

    Health health() {
        return health;
    }

    /// Reads the configuration again and takes what needs no restart. A faulty one changes nothing.
    void reload() {
        try {
            var fresh = source.read();
            new Reload(configuration, fresh, directory, sip).run();
            fresh.tls()
                    .ifPresent(tls -> {
                        console.ifPresent(its -> its.reload(tls));
                        provisioning.ifPresent(its -> its.reload(tls));
                        syslog.ifPresent(its -> its.reload(tls));
                    });
            configuration = fresh;
        } catch (ConfigurationException e) {
            String faults = String.valueOf(e.getMessage());
            faults.lines().forEach(fault -> LOG.error("configuration not reloaded: {}", fault));
        }
    }

    /// Lets calls that are being set up finish, for as long as `limits.drain` allows.
    void drain() throws InterruptedException {
        draining = true;
        var limit = configuration.limits().time(Limit.DRAIN);
        LOG.atInfo()
                .addKeyValue("limit", configuration.limits().quantity(Limit.DRAIN))
                .log("draining");
        sip.drain(limit);
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            var part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("cannot close {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
