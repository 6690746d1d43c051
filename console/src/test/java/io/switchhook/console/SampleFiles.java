package io.switchhook.console;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Files of phones as the console might see them: their names are HTML. Nothing that is asked of it is done.
final class SampleFiles implements FilesView {
    private static final List<String> HTML = SampleViews.HTML;
    private static final Instant CHANGED = Instant.parse("2026-03-02T09:15:00Z");
    private static final PhoneSettingsView.Origin GROUP =
            new PhoneSettingsView.Origin("group", HTML.getFirst());

    private static Stored stored(String name) {
        return new Stored(name, 100_000, CHANGED, List.of(new Use(GROUP, "ringtone.url")));
    }

    @Override
    public List<Stored> files() {
        return HTML.stream().map(SampleFiles::stored).toList();
    }

    @Override
    public Kept put(String name, Purpose purpose, String model, InputStream in, String by) {
        return new Kept(stored(name), List.of("2 channels became one"));
    }

    @Override
    public void remove(String name, String by) throws Refusal {
        throw new Refusal(Refusal.Kind.MISSING, "There is no " + name + ".");
    }

    @Override
    public byte[] devices() {
        return "mac\r\n".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public BulkResult load(InputStream csv, boolean apply, String by) {
        return new BulkResult(apply, 1, 1, HTML, List.of(new Fault(2, "mac", HTML.getFirst())));
    }
}
