package io.switchhook.console;

import io.switchhook.console.CallsView.Format;
import io.switchhook.console.CallsView.Party;
import io.switchhook.console.CallsView.Verdict;
import io.switchhook.console.PhonesView.Account;
import io.switchhook.console.PhonesView.Binding;
import io.switchhook.console.PhonesView.Failure;
import io.switchhook.console.SettingsView.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An office as the console might see it: 50,000 phones, some calls, one of them with 500 messages, and names that are HTML.
final class SampleViews implements CallsView, PhonesView, SettingsView, NowView {
    static final int PHONES = 50_000;

    /// What strangers call themselves, as the drawings are tested with it.
    static final List<String> HTML = hostile();

    private static final int TOGETHER = 8;

    /// How many calls have such names.
    static final int HOSTILE = (HTML.size() + TOGETHER - 1) / TOGETHER;

    private static final Instant BEGUN = Instant.parse("2026-03-02T09:15:00Z");
    private static final Verdict WELL = new Verdict("nothing-wrong", "ok", "nothing wrong", "");

    final AtomicLong revision = new AtomicLong(1);
    private final List<Account> accounts = new ArrayList<>();
    private final Map<String, ObjectNode> ladders = new LinkedHashMap<>();

    SampleViews() {
        for (int i = 0; i < PHONES; i++) accounts.add(account(i));
        add("answered-1", "call.json", "ended", 200);
        for (int i = 0; i < HOSTILE; i++) addHostile(i);
        addLong();
    }

    /// The values of `hostile.txt` that are text.
    private static List<String> hostile() {
        try (var lines =
                Files.lines(
                        Path.of("../ladder/src/test/resources/io/switchhook/ladder/hostile.txt"))) {
            return lines.filter(line -> !line.startsWith("# ") && !line.isEmpty())
                    .map(SampleViews::unescaped)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescaped(String line) {
        return Pattern.compile("\\\\(?:x(..)|u(....)|(\\\\))")
                .matcher(line)
                .replaceAll(it ->
                        Matcher.quoteReplacement(
                                it.group(3) != null
                                        ? "\\"
                                        : Character.toString(
                                                Integer.parseInt(
                                                        it.group(1) != null
                                                                ? it.group(1)
                                                                : it.group(2),
                                                        16))));
    }

    Views views() {
        var devices = new SampleDevices();
        var people = new SamplePeople();
        var service = new SampleService();
        return new Views(
                this,
                this,
                this,
                this,
                devices,
                devices,
                people,
                new SampleFiles(),
                service,
                service);
    }

    private static Account account(int number) {
        var user = Integer.toString(1000 + number);
        var name = number < HTML.size() ? HTML.get(number) : "Desk " + user;
        var state = number % 50 == 49 ? "silent" : number % 20 == 19 ? "absent" : "reachable";
        var binding =
                new Binding(
                        "sip:" + user + "@10.0.0.7:5062",
                        "udp",
                        "10.%d.%d.%d:5062".formatted(number >> 16, number >> 8 & 255, number & 255),
                        number < HTML.size() ? HTML.get(number) : "Yealink SIP-T38G 38.70.0.125",
                        3000,
                        state.equals("silent") ? Optional.of(BEGUN) : Optional.empty(),
                        "");
        Optional<Failure> failure =
                number % 10 == 3
                        ? Optional.of(new Failure(BEGUN, hostile(number), "hostile-0"))
                        : Optional.empty();
        return new Account(
                user,
                "office.example",
                name,
                state,
                number % 7 == 0,
                state.equals("absent") ? List.of() : List.of(binding),
                Optional.of(BEGUN),
                failure);
    }

    private static Verdict hostile(int number) {
        var html = HTML.get(number % HTML.size());
        return new Verdict("one-way-audio", "fault", html, html);
    }

    private static ObjectNode sample(String file) {
        try (InputStream in = SampleViews.class.getResourceAsStream("/" + file)) {
            return (ObjectNode) Api.JSON.readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode add(String id, String file, String state, int status) {
        var ladder = sample(file);
        ladder.put("id", id).put("state", state).put("status", status);
        ladders.put(id, ladder);
        return ladder;
    }

    /// A call in which each of some values stands in all places.
    private void addHostile(int number) {
        var values = new int[] {number * TOGETHER};
        Supplier<String> next =
                () -> {
                    int at = values[0]++ % TOGETHER + number * TOGETHER;
                    return HTML.get(at % HTML.size());
                };
        var ladder = add("hostile-" + number, "call.json", "failed", 486);
        ((ObjectNode) ladder.path("from")).put("name", next.get()).put("user", next.get());
        ((ObjectNode) ladder.path("to")).put("name", next.get());
        ladder.put("callId", next.get());
        ladder.set("verdict", Api.JSON.valueToTree(hostile(number * TOGETHER)));
        ((ObjectNode) ladder.path("flow")).put("title", next.get());
        for (var lane : ladder.path("lanes"))
            ((ObjectNode) lane).put("label", next.get()).put("address", next.get());
        ((ObjectNode) ladder.path("lanes").get(1)).put("address", "");
        for (var rung : ladder.path("rungs")) {
            var node = (ObjectNode) rung;
            if (node.path("kind").asString().equals("remark"))
                node.put("text", next.get()).putObject("remark").put("kind", next.get());
            else if (node.path("kind").asString().equals("finding")) node.put("text", next.get());
            else
                node.put("step", next.get())
                        .put("label", next.get())
                        .put("meaning", next.get())
                        .put("told", next.get())
                        .put("text", node.path("text").asString() + "Subject: " + all(number));
        }
        ladder.putArray("links").addObject().put("id", "answered-1").put("why", next.get());
    }

    private static String all(int number) {
        var all = new StringBuilder();
        for (int i = 0; i < TOGETHER; i++)
            all.append(HTML.get((number * TOGETHER + i) % HTML.size())).append("\r\n");
        return all.toString();
    }

    private void addLong() {
        var ladder = add("long", "call.json", "answered", 200);
        var rungs = ladder.withArray("rungs");
        ladder.putNull("verdict");
        var model = (ObjectNode) rungs.get(0);
        for (int i = rungs.size(); i < 500; i++) {
            var rung = model.deepCopy();
            rung.put("time", i * 0.5).put("step", "F" + i).put("label", "INFO " + i);
            rung.put("from", i % 2 == 0 ? "A" : "P").put("to", i % 2 == 0 ? "P" : "A");
            rungs.add(rung);
        }
    }

    /// Something more happens in the long call.
    void goOn() {
        var rungs = java.util.Objects.requireNonNull(ladders.get("long")).withArray("rungs");
        var rung = ((ObjectNode) rungs.get(0)).deepCopy();
        rung.put("time", rungs.size() * 0.5).put("label", "BYE").put("step", "F999");
        synchronized (ladders) {
            rungs.add(rung);
        }
        revision.incrementAndGet();
    }

    private static CallsView.Flow flow(JsonNode flow) {
        return new CallsView.Flow(
                flow.path("name").asString(),
                flow.path("title").asString(),
                flow.path("section").asInt(),
                flow.path("complete").asBoolean());
    }

    private static Summary summary(ObjectNode ladder) {
        return new Summary(
                ladder.path("id").asString(),
                ladder.path("kind").asString(),
                ladder.path("callId").asString(),
                Api.JSON.treeToValue(ladder.path("from"), Party.class),
                Api.JSON.treeToValue(ladder.path("to"), Party.class),
                BEGUN,
                ladder.path("state").asString(),
                ladder.path("status").asInt(),
                ladder.path("duration").asDouble(),
                Optional.ofNullable(Api.JSON.treeToValue(ladder.path("verdict"), Verdict.class)),
                Optional.of(flow(ladder.path("flow"))),
                ladder.path("rungs").size());
    }

    @Override
    public Slice<Summary> search(CallsView.Query query) {
        var found =
                ladders.values().stream()
                        .filter(ladder -> fits(ladder, query))
                        .map(SampleViews::summary)
                        .toList();
        return Slice.of(found, query.offset(), query.limit());
    }

    private static boolean fits(JsonNode ladder, CallsView.Query query) {
        var all = ladder.toString().toLowerCase(Locale.ROOT);
        boolean active = ladder.path("state").asString().equals("answered");
        return all.contains(query.text().toLowerCase(Locale.ROOT))
                && all.contains(query.reason().toLowerCase(Locale.ROOT))
                && query.fitsStatus(ladder.path("status").asInt())
                && (query.state().isEmpty()
                        || (query.state().equals("active")
                                ? active
                                : query.state().equals(ladder.path("state").asString())))
                && query.since().map(BEGUN::isAfter).orElse(true);
    }

    @Override
    public Optional<byte[]> ladder(String id, Format format) {
        synchronized (ladders) {
            var ladder = Optional.ofNullable(ladders.get(id));
            return ladder.map(its ->
                    switch (format) {
                        case JSON -> Api.JSON.writeValueAsBytes(its);
                        case TEXT -> "a ladder".getBytes(StandardCharsets.UTF_8);
                        case SVG ->
                                "<svg xmlns='http://www.w3.org/2000/svg'/>"
                                        .getBytes(StandardCharsets.UTF_8);
                        case PCAPNG -> new byte[] {0x0a, 0x0d, 0x0d, 0x0a};
                    });
        }
    }

    @Override
    public long revision(String id) {
        return revision.get();
    }

    @Override
    public Slice<Account> search(PhonesView.Query query) {
        var text = query.text().toLowerCase(Locale.ROOT);
        var found =
                accounts.stream()
                        .filter(account ->
                                query.state().isEmpty() || query.state().equals(account.state()))
                        .filter(account ->
                                text.isEmpty()
                                        || account.toString()
                                                .toLowerCase(Locale.ROOT)
                                                .contains(text))
                        .toList();
        return Slice.of(found, query.offset(), query.limit());
    }

    @Override
    public Optional<Account> account(String user) {
        return accounts.stream().filter(account -> account.user().equals(user)).findFirst();
    }

    @Override
    public List<Setting> settings() {
        var settings = new ArrayList<Setting>();
        settings.add(new Setting("domains", "office.example", "office.yaml:1", false));
        for (var html : HTML) settings.add(new Setting(html, html, html, false));
        settings.add(new Setting("limits.drain", "5 s", "default", true));
        return settings;
    }

    @Override
    public Figures figures() {
        long n = revision.get();
        return new Figures(PHONES, 47_500, 1000, 3, 12, 100 + n, 2000 + n, 9000 + n, 9100 + n, 7);
    }

    @Override
    public List<String> addresses() {
        return List.of("udp://192.0.2.10:5060", "tcp://192.0.2.10:5060");
    }

    static Map<String, Health.Problem> problems() {
        var problems = new HashMap<String, Health.Problem>();
        for (int i = 0; i < HTML.size(); i++)
            problems.put("part" + i, new Health.Problem(Health.Status.WARNING, HTML.get(i)));
        return problems;
    }
}
