package io.switchhook.provisioning.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.switchhook.pbx.admission.Attempt;
import io.switchhook.pbx.admission.Budget;
import io.switchhook.pbx.admission.Reputation;
import io.switchhook.pbx.admission.Source;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.PhoneFiles;
import io.switchhook.provisioning.Settings;
import io.switchhook.provisioning.UnusableSettings;
import io.switchhook.provisioning.device.Ask;
import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.Decision;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.device.Proof;
import io.switchhook.provisioning.device.Visit;
import io.switchhook.provisioning.device.Visit.Outcome;
import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.resource.RemotePhoneBook;
import io.switchhook.provisioning.serve.Answer.Busy;
import io.switchhook.provisioning.serve.Answer.Failed;
import io.switchhook.provisioning.serve.Answer.Found;
import io.switchhook.provisioning.serve.Answer.Full;
import io.switchhook.provisioning.serve.Answer.NotFound;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives out files by their names, to who may have them. For threads that may block.
///
/// The common files are for everybody: they have nothing of any account. What is of one device is for that device, see
/// [Decision]; resources are for addresses at which a device is adopted. Whoever is not served gets the same answer, whether there
/// is such a device or not. That is no file at all, and not one without accounts: a phone that nobody knows yet would otherwise lose what
/// it was told before.
public final class FileDesk {
    private static final Logger LOG = LoggerFactory.getLogger(FileDesk.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String XML = "text/xml; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    /// Entries of a phone book that a phone is given at once.
    private static final int PAGE = 100;

    /// Before it, phones read the older form.
    private static final int FIRST_RELEASE_OF_M7 = 70;

    /// @param rate questions a second from one address
    /// @param burst how many at once
    /// @param sources addresses that are remembered for it
    /// @param atOnce files of devices that are made at the same time, which wait for the disk; more are not begun
    public record Bounds(int rate, int burst, int sources, int atOnce) {}

    /// What the desk works with.
    ///
    /// @param clock of the day
    /// @param nanoClock a monotonic clock
    /// @param versions which releases there are
    /// @param notes where it goes what phones say happened at them
    /// @param heard counts that
    /// @param random for passwords: hard to guess
    public record Setting(
            ModelCatalog catalog,
            Devices devices,
            Directory directory,
            SipService sip,
            Resources resources,
            Reputation reputation,
            Versions versions,
            DeviceNotes notes,
            HearingCounters heard,
            InstantSource clock,
            LongSupplier nanoClock,
            RandomGenerator random) {}

    private final Setting setting;
    private final Devices devices;
    private final CommonFiles commonFiles;
    private final OwnFiles ownFiles;
    private final EventDesk events;
    private final RemotePhoneBook phoneBook;
    private final DeskCounters counters;
    private final Budget.Rate rate;
    private final Cache<Source, Budget> budgets;
    private final Semaphore making;

    public FileDesk(Setting setting, Bounds bounds, DeskCounters counters) {
        this.setting = setting;
        this.devices = setting.devices();
        this.counters = counters;
        commonFiles = new CommonFiles(devices);
        ownFiles = new OwnFiles(devices, setting.directory(), setting.sip(), setting.random());
        events =
                new EventDesk(
                        new DevicesAt(devices, setting.nanoClock()),
                        setting.notes(),
                        setting.clock(),
                        setting.heard());
        phoneBook =
                new RemotePhoneBook(new DirectoryPeople(setting.directory()), Locale.ROOT, PAGE);
        making = new Semaphore(bounds.atOnce());
        rate = Budget.Rate.perSecond(bounds.rate(), bounds.burst());
        budgets =
                Caffeine.newBuilder()
                        .maximumSize(bounds.sources())
                        .expireAfterAccess(Duration.ofMinutes(10))
                        .ticker(setting.nanoClock()::getAsLong)
                        .executor(Runnable::run)
                        .build();
    }

    /// Takes what a phone says happened at it.
    ///
    /// @return whether the address may say so much
    boolean hear(InetAddress address, String query) {
        if (!spends(address)) {
            setting.heard().dropped.increment();
            return false;
        }
        events.take(address, query);
        return true;
    }

    /// What a device would be told if it asked now, for who wants to know before. Nothing is made for it: the accounts have logins that
    /// are good for nothing.
    ///
    /// @param local the address of this host that the device would find
    /// @param layers of what is set
    /// @throws UnusableSettings if the model does not take a value; then it would be told nothing
    public Settings draft(
            Mac mac, Assignment assignment, PhoneModel model, InetAddress local, List<Layer> layers)
            throws UnusableSettings {
        var version = setting.versions().of(mac, assignment.model());
        return ownFiles.draft(mac, assignment, model, local, layers, version);
    }

    Answer answer(FileRequest request) {
        var answer = judged(request);
        counters.count(answer);
        return answer;
    }

    /// Whether an address may ask once more now.
    boolean spends(InetAddress address) {
        long now = setting.nanoClock().getAsLong();
        return budgets.get(Source.of(address), _ -> new Budget(now)).spend(rate, now);
    }

    private Answer judged(FileRequest request) {
        var address = request.asker().address();
        if (!spends(address)) return new Busy();
        // A ban spares what is adopted there.
        if (setting.reputation().isBanned(address) && !devices.isHome(address))
            return new NotFound();
        var name = FileName.of(request.name(), setting.catalog());
        if (name.isEmpty()) return new NotFound();
        try {
            return switch (name.get()) {
                case FileName.Common(var model) -> common(model, request.asker());
                case FileName.CommonBoot(var model) ->
                        text(files(model, Form.BOOT).boots(List.of()).getFirst());
                case FileName.Own own -> ownInTurn(own, request);
                case FileName.PhoneBook _ -> phoneBook(request);
                case FileName.Resource(var resource) -> resource(resource, request);
            };
        } catch (UnusableSettings | DeviceException | IOException e) {
            LOG.error("cannot give {}: {}", request.name(), e.getMessage());
            return new Failed();
        }
    }

    private Found common(PhoneModel model, Asker asker) throws DeviceException, UnusableSettings {
        return new Found(commonFiles.common(model, form(model, asker)), TEXT);
    }

    private static PhoneFiles files(PhoneModel model, Form form) {
        return new PhoneFiles(model, form, List.of());
    }

    private static Found text(PhoneFiles.File file) {
        return new Found(file.bytes(), TEXT);
    }

    private static Form form(PhoneModel model, Asker asker) {
        boolean isOld = asker.release().orElse(FIRST_RELEASE_OF_M7) < FIRST_RELEASE_OF_M7;
        return isOld && model.forms().contains(Form.M1) ? Form.M1 : model.forms().getFirst();
    }

    private Answer resource(String name, FileRequest request) throws IOException {
        if (!devices.isHome(request.asker().address())) return new NotFound();
        var bytes = setting.resources().find(name);
        return bytes.isPresent() ? new Found(bytes.get(), BYTES) : new NotFound();
    }

    private Answer phoneBook(FileRequest request) {
        if (request.url().isEmpty() || !devices.isHome(request.asker().address()))
            return new NotFound();
        String xml = phoneBook.answer(request.question(), request.url());
        return new Found(xml.getBytes(StandardCharsets.UTF_8), XML);
    }

    /// While the disk does not answer, only so many wait for it.
    private Answer ownInTurn(FileName.Own own, FileRequest request) throws DeviceException {
        if (!making.tryAcquire()) return new Full();
        try {
            return own(own, request);
        } finally {
            making.release();
        }
    }

    private Answer own(FileName.Own own, FileRequest request) throws DeviceException {
        var ask = new Ask(own.mac(), request.asker(), proof(request), setting.clock().instant());
        return switch (devices.ask(ask)) {
            case Decision.Serve(var device, var why) -> serve(own, device, request, why);
            case Decision.Hold(_, var why, var isGuess) -> {
                if (isGuess) guessed(own, request);
                yield refused(own, request, Outcome.HELD, why);
            }
            case Decision.Refuse(_, var why, var isGuess) -> {
                if (isGuess) guessed(own, request);
                yield refused(own, request, Outcome.REFUSED, why);
            }
        };
    }

    private Proof proof(FileRequest request) {
        if (request.certificate().isPresent())
            return new Proof.Certificate(request.certificate().get());
        return request.token().isEmpty() ? new Proof.None() : devices.proof(request.token());
    }

    private void guessed(FileName.Own own, FileRequest request) {
        if (!request.scheme().isConnection()) return;
        var asker = request.asker();
        setting.reputation()
                .guessed(
                        asker.address(),
                        Attempt.atFile(
                                own.mac().digits(), asker.agent(), setting.clock().instant()));
    }

    private Answer refused(FileName.Own own, FileRequest request, Outcome outcome, String why) {
        remember(own, request, outcome, why);
        LOG.atInfo()
                .addKeyValue("mac", own.mac())
                .addKeyValue("from", request.asker())
                .addKeyValue("why", why)
                .log("file not given");
        return new NotFound();
    }

    private void remember(FileName.Own own, FileRequest request, Outcome outcome, String why) {
        devices.remember(
                new Visit(
                        own.mac(),
                        setting.clock().instant(),
                        request.asker(),
                        request.scheme().toString(),
                        request.name(),
                        outcome,
                        why));
    }

    private Answer serve(FileName.Own own, Adopted device, FileRequest request, String why) {
        try {
            var version = setting.versions().of(own.mac(), device.assignment().model());
            var file = file(own, device, request, version);
            if (file.isEmpty()) {
                remember(own, request, Outcome.REFUSED, "its model reads no such file");
                return new NotFound();
            }
            remember(own, request, Outcome.SERVED, why);
            version.map(Versions.Version::release)
                    .filter(release -> !release.isEmpty())
                    .ifPresent(release -> setting.versions().given(own.mac(), release));
            return text(file.get());
        } catch (UnusableSettings | DeviceException | StorageException e) {
            LOG.error("cannot make {}: {}", request.name(), e.getMessage());
            remember(own, request, Outcome.FAILED, String.valueOf(e.getMessage()));
            return new Failed();
        }
    }

    private Optional<PhoneFiles.File> file(
            FileName.Own own,
            Adopted device,
            FileRequest request,
            Optional<Versions.Version> version)
            throws DeviceException, StorageException, UnusableSettings {
        var model = setting.catalog().find(device.assignment().model());
        if (model.isEmpty()) return Optional.empty();
        var form = form(model.get(), request.asker());
        if (own.isBoot())
            return form == Form.BOOT
                    ? Optional.of(
                            files(model.get(), form).boots(List.of(own.mac().digits())).getLast())
                    : Optional.empty();
        return Optional.of(ownFiles.file(device, model.get(), form, request.local(), version));
    }
}
