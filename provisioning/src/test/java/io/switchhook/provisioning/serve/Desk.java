package io.switchhook.provisioning.serve;

import io.switchhook.ladder.Recorder;
import io.switchhook.pbx.admission.AdmissionCounters;
import io.switchhook.pbx.admission.AdmissionSettings;
import io.switchhook.pbx.admission.Bans;
import io.switchhook.pbx.admission.Reputation;
import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.provisioning.Transport;
import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.form.Samples;
import io.switchhook.provisioning.model.ModelCatalog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A desk with two accounts, in a folder, at a time that stands still.
final class Desk implements AutoCloseable {
    static final Mac MAC = new Mac("001565abcdef");
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    static final byte[] CONTACTS = "<root_contact/>\n".getBytes(StandardCharsets.UTF_8);
    static final FileServer.Bounds BOUNDS =
            new FileServer.Bounds(8, 8, 4096, Duration.ofSeconds(20), 4, Duration.ofMillis(200));

    Instant now = Instant.parse("2026-01-31T12:00:00Z");
    final Directory directory;
    final Devices devices;
    final Reputation reputation;
    final DeskCounters counters = new DeskCounters();
    final HearingCounters heard = new HearingCounters();
    final DeviceNotes notes;

    /// What is rolled out, and who was given it.
    Optional<Versions.Version> version = Optional.empty();

    final List<String> given = new ArrayList<>();
    final FileDesk desk;

    Desk(Path folder) throws Exception {
        this(folder, new FileDesk.Bounds(1000, 1000, 100, 100));
    }

    Desk(Path folder, FileDesk.Bounds bounds) throws Exception {
        var store = AccountStore.open(folder);
        directory = Directory.open(store, "office.example", List.of("office.example"), 10);
        if (directory.size() == 0) {
            directory.add(NewAccount.of("1001", "Änne", "secret"));
            directory.add(NewAccount.of("1002", "", "secret"));
        }
        devices =
                Devices.open(
                        store.database(),
                        directory.devices(),
                        new Devices.Bounds(100, 20, 100, Duration.ofMinutes(15)),
                        () -> now,
                        new Random(1));
        notes = new DeviceNotes(store.database(), 20, devices::isNamed);
        var settings = AdmissionSettings.DEFAULT;
        var bans = new Bans(10, Duration.ofHours(1), this::nanos);
        reputation =
                new Reputation(
                        settings,
                        bans,
                        new AdmissionCounters(),
                        () -> now,
                        this::nanos,
                        Recorder.NONE);
        desk =
                new FileDesk(
                        new FileDesk.Setting(
                                ModelCatalog.builtIn(),
                                devices,
                                directory,
                                new SipService(
                                        "office.example", Optional.empty(), 5070, Transport.UDP),
                                name ->
                                        Optional.ofNullable(
                                                Map.of("contacts.xml", CONTACTS).get(name)),
                                reputation,
                                new Versions() {
                                    @Override
                                    public Optional<Version> of(Mac mac, String model) {
                                        return version;
                                    }

                                    @Override
                                    public void given(Mac mac, String release) {
                                        given.add(release);
                                    }
                                },
                                notes,
                                heard,
                                () -> now,
                                this::nanos,
                                new Random(2)),
                        bounds,
                        counters);
    }

    private long nanos() {
        return now.toEpochMilli() * 1_000_000;
    }

    void adopt(Mac mac, String... users) throws Exception {
        devices.adopt(
                mac,
                Samples.model("t38g"),
                new Assignment("t38g", "", List.of(users)),
                Optional.empty());
    }

    Answer ask(Scheme scheme, String address, String agent, String path) {
        return desk.answer(
                FileRequest.of(
                        scheme,
                        new Asker(InetAddress.ofLiteral(address), agent),
                        InetAddress.ofLiteral("192.0.2.1"),
                        path,
                        Optional.empty()));
    }

    static DeskAddress at(Scheme scheme) {
        return new DeskAddress(scheme, new InetSocketAddress(LOOPBACK, 0));
    }

    @Override
    public void close() {
        directory.close();
    }
}
