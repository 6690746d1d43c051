package io.switchhook.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Phones that fetch their files as the console might see them: some have names that are HTML wherever a stranger can put one. Nothing that
/// is asked of it is done.
final class SampleDevices implements DevicesView, PhoneSettingsView {
    private static final Instant SINCE = Instant.parse("2026-03-02T09:15:00Z");
    private static final List<String> HTML = SampleViews.HTML;
    private static final PhoneSettingsView.Origin SYSTEM =
            new PhoneSettingsView.Origin("system", "");

    /// The number of the first that is adopted.
    private static final int ADOPTED = 0x100000;

    private final List<Device> devices = new ArrayList<>();

    SampleDevices() {
        for (int i = 0; i < HTML.size(); i++) devices.add(asked(i));
        for (int i = 0; i < HTML.size(); i++) devices.add(adopted(ADOPTED + i, HTML.get(i)));
    }

    private static String mac(int number) {
        return "001565%06x".formatted(number);
    }

    private static Device asked(int number) {
        var html = HTML.get(number);
        return new Device(
                mac(number),
                "asked",
                SINCE,
                "",
                number % 2 == 0 ? "t38g" : "",
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(new Other(SINCE, "192.0.2.10", html, html)));
    }

    private static Device adopted(int number, String html) {
        return new Device(
                mac(number),
                "registered",
                SINCE,
                "t38g",
                "",
                html,
                List.of(new Line(1, "1000", html, true)),
                Optional.empty(),
                Optional.of(new Home("192.0.2.11", html)),
                List.of(new Other(SINCE, "192.0.2.12", html, html)));
    }

    @Override
    public Slice<Device> search(Query query) {
        var found =
                devices.stream()
                        .filter(it -> query.state().isEmpty() || it.state().equals(query.state()))
                        .filter(it -> it.toString().contains(query.text()))
                        .toList();
        return Slice.of(found, query.offset(), query.limit());
    }

    @Override
    public Optional<Device> device(String mac) {
        return devices.stream().filter(it -> it.mac().equals(mac)).findFirst();
    }

    private Device known(String mac) throws Refusal {
        return device(mac)
                .orElseThrow(() -> new Refusal(Refusal.Kind.MISSING, "There is no " + mac + "."));
    }

    @Override
    public List<Visit> visits(String mac) {
        return HTML.stream()
                .map(it -> new Visit(SINCE, "http", it, "refused", "192.0.2.10", it, it))
                .toList();
    }

    @Override
    public List<Model> models() {
        return List.of(
                new Model("t20p", "SIP-T20P", 2, true, List.of(), "", ""),
                new Model(
                        "t38g",
                        "SIP-T38G",
                        6,
                        true,
                        List.of("wallpaper", "screensaver"),
                        "on its page",
                        "hold OK"));
    }

    @Override
    public List<String> addresses() {
        return List.of("http://192.0.2.1:8081/");
    }

    @Override
    public Device adopt(String mac, Adoption adoption, String by) throws Refusal {
        return known(mac);
    }

    @Override
    public Device hold(String mac, String by) throws Refusal {
        return known(mac);
    }

    @Override
    public void remove(String mac, String by) throws Refusal {
        known(mac);
    }

    @Override
    public Token token(Duration time, String by) {
        return new Token("abcde", SINCE.plus(time), List.of("http://192.0.2.1:8081/t/abcde/"));
    }

    @Override
    public File file(String mac) {
        var values = new ArrayList<Effective>();
        for (int i = 0; i < HTML.size(); i++)
            values.add(
                    new Effective(
                            "account.%d.label".formatted(i + 1),
                            HTML.get(i),
                            false,
                            new PhoneSettingsView.Origin("preset", HTML.get(i)),
                            List.of(new Overruled(HTML.get(i), SYSTEM))));
        values.add(new Effective("account.1.password", "", true, SYSTEM, List.of()));
        return new File(values, List.of(new Finding("hint", "account.1.label", HTML.getFirst())));
    }

    @Override
    public List<Set> layer(PhoneSettingsView.Origin origin) {
        var values = new ArrayList<Set>();
        for (var html : HTML) values.add(new Set(html, html, false));
        values.add(new Set("account.X.password", "", true));
        return values;
    }

    @Override
    public List<Change> history(PhoneSettingsView.Origin origin) {
        var changes = new ArrayList<Change>();
        for (int i = 0; i < HTML.size(); i++)
            changes.add(
                    new Change(
                            i,
                            SINCE,
                            "admin",
                            origin,
                            "account.1.label",
                            Optional.of(HTML.get(i)),
                            Optional.empty(),
                            false));
        return changes;
    }

    @Override
    public List<Change> history(String mac) {
        return history(SYSTEM);
    }

    @Override
    public Preview preview(Wish wish, String mac) {
        var origin = wish instanceof Wish.Values values ? values.origin() : SYSTEM;
        var differences =
                HTML.stream()
                        .map(it ->
                                new Difference(
                                        "account.1.label",
                                        Optional.of(it),
                                        Optional.of(it + it),
                                        false))
                        .toList();
        return new Preview(
                origin,
                List.of(new Finding("hint", "account.1.label", HTML.getFirst())),
                50_000,
                List.of(new Changed(mac(ADOPTED), "t38g", differences)));
    }

    @Override
    public Preview change(Wish wish, String by) {
        return preview(wish, "");
    }

    @Override
    public List<Parameter> parameters(String model, String text) {
        return List.of(
                new Parameter(
                        "account.X.ptime", "one of 10, 20", "20", "packet time", false, false),
                new Parameter("account.X.password", "at most 32", "", "secret", true, true));
    }
}
