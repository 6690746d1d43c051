package io.switchhook.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchhook.provisioning.form.Samples;
import io.switchhook.provisioning.model.Parameter;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every parameter that the templates of others name is one that ours set, or there is a reason why they do not.
class PeerTemplatesTest {
    private static final Path PAGE = Path.of("..", "docs", "provisioning-templates.md");
    private static final Path RESOURCES = Path.of("src/test/resources/io/switchhook/provisioning");

    private static final String HEAD =
            """
            # What templates of others name

            Every parameter that the public templates of FusionPBX (F for the T38G, V for the VP530) and of Wazo (W, for phones of version 70)
            name, and that [ours](provisioning.md) do not set, with the reason. An operator can set each of them that a model has. Made
            from lists of names;
            `mvn -o -pl provisioning -am test -Dtest=PeerTemplatesTest -Dsurefire.failIfNoSpecifiedTests=false -Dparameters.write=true`
            writes it anew.

            """;

    private static List<String> rows(String file) {
        try {
            return Files.readAllLines(RESOURCES.resolve(file)).stream()
                    .filter(row -> !row.isBlank() && !row.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whose templates name it, by name.
    private static Map<String, String> peers() {
        return rows("peers.txt").stream()
                .map(row -> row.split(" "))
                .collect(Collectors.toMap(row -> row[0], row -> row[1], (a, _) -> a, TreeMap::new));
    }

    private static Map<String, String> reasons() {
        return rows("unset.txt").stream()
                .map(row -> row.split(" \\| "))
                .collect(Collectors.toMap(row -> row[0], row -> row[1], (a, _) -> a, TreeMap::new));
    }

    private static Optional<String> reasonFor(String name, Map<String, String> reasons) {
        return reasons.keySet().stream()
                .filter(name::startsWith)
                .max(java.util.Comparator.comparingInt(String::length));
    }

    /// The patterns of what the files of a phone with everything say.
    private static Set<String> set(PhoneModel model) throws UnusableSettings {
        var accounts =
                IntStream.rangeClosed(1, model.accounts())
                        .mapToObj(n ->
                                new PlannedAccount(
                                        n,
                                        "1001",
                                        "1001",
                                        "x",
                                        "x",
                                        "x",
                                        "sip.example",
                                        5060,
                                        Transport.UDP,
                                        Optional.of("*97"),
                                        List.of("PCMU")))
                        .toList();
        var plan = new PhonePlan("001565abcdef", accounts);
        var keys = new LinkedHashMap<String, Value>();
        for (int n = 1; n <= 300; n++) keys.put("key." + n, new Value.Text("blf 1002"));
        var layer = new Layer(new Origin.OfGroup("hall"), keys);
        var files = new PhoneFiles(model, model.forms().getFirst(), List.of(layer));
        return files.effective(plan).values().keySet().stream()
                .map(name -> model.find(name).orElseThrow().parameter().pattern().text())
                .collect(Collectors.toSet());
    }

    private static Set<String> unset() throws UnusableSettings {
        var unset = new TreeSet<>(peers().keySet());
        unset.removeAll(set(Samples.model("t38g")));
        unset.removeAll(set(Samples.model("vp530")));
        return unset;
    }

    @Test
    void there_is_a_reason_for_each_that_ours_do_not_set() throws UnusableSettings {
        var reasons = reasons();
        assertThat(unset()).filteredOn(name -> reasonFor(name, reasons).isEmpty()).isEmpty();
    }

    @Test
    void every_reason_is_needed() throws UnusableSettings {
        var reasons = reasons();
        var used =
                unset().stream()
                        .flatMap(name -> reasonFor(name, reasons).stream())
                        .collect(Collectors.toSet());
        assertThat(reasons.keySet()).filteredOn(it -> !used.contains(it)).isEmpty();
    }

    /// A parameter that others use and our models do not have is one that an operator cannot set.
    @Test
    void the_models_have_what_others_name() {
        var known =
                Stream.of("t38g", "vp530")
                        .flatMap(id -> Samples.model(id).parameters().stream())
                        .map(Parameter::pattern)
                        .map(Object::toString)
                        .collect(Collectors.toSet());
        assertThat(peers().keySet())
                .filteredOn(name -> !known.contains("NamePattern[text=" + name + "]"))
                .containsExactlyInAnyOrder(
                        "account.X.bw_acd_reason_code.N",
                        "account.X.bw_disp_code.N",
                        "account.X.bw_disp_code_name.N",
                        "account.X.dns_cache_a.N.*",
                        "account.X.dns_cache_naptr.N.*",
                        "account.X.dns_cache_srv.N.*",
                        "account.X.failback_mode",
                        "account.X.failback_timeout",
                        "account.X.reason_code.N",
                        "account.X.reason_code_name.N",
                        "account.X.retry_counts",
                        "account.X.static_cache_pri",
                        "account.X.supervisor_info_code.N",
                        "account.X.supervisor_info_code_name.N",
                        "auto_provision.weekly.enalbe");
    }

    private static String page() throws UnusableSettings {
        var reasons = reasons();
        var peers = peers();
        var unset = unset();
        return HEAD
                + "Of "
                + peers.size()
                + " parameters ours set "
                + (peers.size() - unset.size())
                + ".\n\n| parameter | named by | why ours do not set it |\n|---|---|---|\n"
                + unset.stream()
                        .map(name ->
                                "| `%s` | %s | %s |\n"
                                        .formatted(
                                                name,
                                                String.join(
                                                        ", ",
                                                        peers.getOrDefault(name, "").split("")),
                                                reason(name, reasons)))
                        .collect(Collectors.joining());
    }

    private static String reason(String name, Map<String, String> reasons) {
        String reason = reasonFor(name, reasons).map(reasons::get).orElse("");
        return reason.equals("BroadSoft") ? "a service of BroadSoft servers" : reason;
    }

    @Test
    void the_page_lists_them() throws IOException, UnusableSettings {
        if (Boolean.getBoolean("parameters.write")) Files.writeString(PAGE, page());
        assertEquals(
                page(),
                Files.readString(PAGE),
                "docs/provisioning-templates.md is out of date; its head says how to write it anew");
    }
}
