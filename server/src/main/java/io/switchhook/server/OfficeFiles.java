package io.switchhook.server;

import io.switchhook.console.FilesView;
import io.switchhook.console.Refusal;
import io.switchhook.console.Refusal.Kind;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.bulk.BulkExport;
import io.switchhook.provisioning.bulk.BulkFault;
import io.switchhook.provisioning.bulk.BulkImport;
import io.switchhook.provisioning.bulk.BulkPlan;
import io.switchhook.provisioning.bulk.Change;
import io.switchhook.provisioning.bulk.RefusedImport;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.DeviceSettings.SetUrl;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.resource.Picture;
import io.switchhook.provisioning.resource.RingTone;
import io.switchhook.provisioning.resource.UnusableResource;
import io.switchhook.provisioning.serve.ResourceFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files that phones fetch, and devices as rows of a spreadsheet, as the console shows and changes them.
///
/// @param known all of them
/// @param catalog asked when a model is needed
/// @param largestSheet bytes of a spreadsheet
record OfficeFiles(
        ResourceFolder folder,
        Devices known,
        Directory directory,
        Supplier<ModelCatalog> catalog,
        int largestSheet)
        implements FilesView {
    private static final Logger LOG = LoggerFactory.getLogger(OfficeFiles.class);

    /// Lines of a dry run that are told.
    private static final int LINES = 1000;

    /// A file that was made fit.
    private record Fitted(String name, byte[] bytes, List<String> changes) {}

    @Override
    public List<Stored> files() throws Refusal, IOException {
        var urls = urls();
        return folder.entries().stream().map(it -> stored(it, urls)).toList();
    }

    private List<SetUrl> urls() throws Refusal {
        try {
            return known.settings().urls();
        } catch (DeviceException e) {
            throw Refusals.of(e);
        }
    }

    private static Stored stored(ResourceFolder.Entry entry, List<SetUrl> urls) {
        return new Stored(
                entry.name(),
                entry.bytes(),
                entry.changed(),
                urls.stream()
                        .filter(it -> isUrlOf(it.url(), entry.name()))
                        .map(it -> new Use(SettingsWords.origin(it.origin()), it.name()))
                        .toList());
    }

    private static boolean isUrlOf(String url, String name) {
        int query = url.indexOf('?');
        return (query < 0 ? url : url.substring(0, query)).endsWith('/' + name);
    }

    @Override
    public Kept put(String name, Purpose purpose, String model, InputStream in, String by)
            throws Refusal, IOException {
        check(name);
        try {
            var fitted = fitted(name, purpose, model, in);
            check(fitted.name());
            if (fitted.bytes().length > folder.largest())
                throw new Refusal(
                        Kind.TOO_LARGE,
                        "A file has %d bytes at most (limits.resource)."
                                .formatted(folder.largest()));
            folder.put(fitted.name(), fitted.bytes(), catalog.get());
            LOG.atInfo()
                    .addKeyValue("file", fitted.name())
                    .addKeyValue("bytes", fitted.bytes().length)
                    .addKeyValue("by", by)
                    .log("file for phones put in place");
            var urls = urls();
            var stored =
                    folder.entries().stream()
                            .filter(it -> it.name().equals(fitted.name()))
                            .findFirst()
                            .orElseThrow(() -> new IOException("the file is gone already"));
            return new Kept(stored(stored, urls), fitted.changes());
        } catch (UnusableResource e) {
            throw Refusals.invalid("The file " + e.getMessage() + ".");
        }
    }

    private void check(String name) throws Refusal {
        var fault = ResourceFolder.fault(name, catalog.get());
        if (fault.isPresent()) throw Refusals.invalid("The name " + fault.get() + ".");
    }

    private Fitted fitted(String name, Purpose purpose, String id, InputStream in)
            throws Refusal, IOException, UnusableResource {
        return switch (purpose) {
            case FILE -> new Fitted(name, read(in, folder.largest()), List.of());
            case RINGTONE -> {
                var limits =
                        model(id)
                                .ringTone()
                                .orElseThrow(() -> Refusals.invalid(id + " takes no ring tones."));
                var tone = RingTone.of(limits, read(in, RingTone.LARGEST));
                yield named(name, "wav", tone.file(), tone.changes());
            }
            case WALLPAPER, SCREENSAVER -> {
                var limits =
                        model(id)
                                .pictures(purpose.toString())
                                .orElseThrow(
                                        () -> Refusals.invalid(id + " takes no " + purpose + "."));
                var picture = Picture.of(limits, read(in, Picture.LARGEST));
                yield named(
                        name,
                        picture.format().name().toLowerCase(Locale.ROOT),
                        picture.file(),
                        picture.changes());
            }
        };
    }

    /// A phone goes by the end of a name.
    private static Fitted named(String name, String end, byte[] bytes, List<String> changes) {
        int dot = name.lastIndexOf('.');
        String had = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        boolean isSame = had.equals(end) || end.equals("jpg") && had.equals("jpeg");
        if (isSame) return new Fitted(name, bytes, changes);
        String fit = (dot < 1 ? name : name.substring(0, dot)) + '.' + end;
        var all = new ArrayList<>(changes);
        all.add("its name became " + fit);
        return new Fitted(fit, bytes, all);
    }

    private PhoneModel model(String id) throws Refusal {
        return catalog.get()
                .find(id)
                .orElseThrow(
                        () -> Refusals.invalid("Say for which model; there is no '" + id + "'."));
    }

    private static byte[] read(InputStream in, long most) throws Refusal, IOException {
        var bytes = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
        if (bytes.length > most)
            throw new Refusal(
                    Kind.TOO_LARGE, "The file may have %d bytes at most.".formatted(most));
        if (bytes.length == 0) throw Refusals.invalid("The file is empty.");
        return bytes;
    }

    @Override
    public void remove(String name, String by) throws Refusal, IOException {
        check(name);
        if (!folder.remove(name)) throw Refusals.missing("There is no file '" + name + "'.");
        LOG.atInfo().addKeyValue("file", name).addKeyValue("by", by).log("file for phones removed");
    }

    private OfficeFleet fleet() throws Refusal {
        try {
            return new OfficeFleet(known, directory, catalog.get());
        } catch (DeviceException e) {
            throw Refusals.of(e);
        }
    }

    @Override
    public byte[] devices() throws Refusal {
        try {
            return BulkExport.csv(catalog.get(), fleet().devices())
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusals.conflict(e.getMessage() + ".");
        }
    }

    @Override
    public BulkResult load(InputStream csv, boolean apply, String by) throws Refusal, IOException {
        var sheet = new ByteArrayInputStream(read(csv, largestSheet));
        var fleet = fleet();
        try {
            var plan = BulkImport.plan(sheet, catalog.get(), fleet);
            var faults = new ArrayList<BulkFault>();
            var planned = fleet.planned(plan, faults);
            if (!faults.isEmpty()) return refused(faults);
            if (apply) known.adoptAll(planned, by);
            if (apply)
                LOG.atInfo()
                        .addKeyValue("added", plan.added())
                        .addKeyValue("changed", plan.changed())
                        .addKeyValue("by", by)
                        .log("devices brought in");
            return new BulkResult(apply, plan.added(), plan.changed(), lines(plan), List.of());
        } catch (RefusedImport e) {
            return refused(e.faults());
        } catch (DeviceException e) {
            throw Refusals.of(e);
        }
    }

    private static BulkResult refused(List<BulkFault> faults) {
        return new BulkResult(
                false,
                0,
                0,
                List.of(),
                faults.stream()
                        .limit(100)
                        .map(it -> new Fault(it.line(), it.column(), it.text()))
                        .toList());
    }

    private static List<String> lines(BulkPlan plan) {
        var lines =
                new ArrayList<>(plan.changes().stream().limit(LINES).map(Change::text).toList());
        int more = plan.changes().size() - lines.size();
        if (more > 0) lines.add("... and " + more + " lines more");
        return lines;
    }
}
