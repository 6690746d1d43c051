package io.switchhook.provisioning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.switchhook.phone.settings.Profile;
import io.switchhook.phone.settings.Settings;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The models that we come with, and folders in which something is wrong.
class ModelCatalogTest {
    private static final ModelCatalog CATALOG = ModelCatalog.builtIn();

    @Test
    void every_folder_is_a_model() {
        assertThat(CATALOG.models())
                .extracting(PhoneModel::id)
                .containsExactly(
                        "cp860", "t20p", "t22p", "t26p", "t28p", "t32g", "t38g", "t46g", "vp530",
                        "w52p", "yealink");
    }

    @ParameterizedTest
    @CsvSource({
        "t38g,  y000000000038.cfg, 6, 38",
        "t32g,  y000000000032.cfg, 3, 32",
        "vp530, y000000000023.cfg, 4, 23",
        "t28p,  y000000000000.cfg, 6, 2",
        "t26p,  y000000000004.cfg, 3, 6",
        "t22p,  y000000000005.cfg, 3, 7",
        "t20p,  y000000000007.cfg, 2, 9",
        "t46g,  y000000000028.cfg, 16, 28",
        "cp860, y000000000037.cfg, 1, 37",
        "w52p,  y000000000025.cfg, 5, 25",
        "yealink, y000000000000.boot, 16, 108"
    })
    void a_model_has_its_files_and_accounts(String id, String file, int accounts, int firmware) {
        var model = model(id);
        assertThat(model.commonFile()).isEqualTo(file);
        assertThat(model.accounts()).isEqualTo(accounts);
        assertThat(model.firmware()).contains(firmware);
        assertThat(CATALOG.byCommonFile(file)).contains(model);
    }

    @Test
    void a_jar_has_the_same_models(@TempDir Path folder) throws Exception {
        var jar = folder.resolve("provisioning.jar");
        try (var to = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            copy(to.getPath("io/switchhook/provisioning"));
        }
        assertThat(ModelCatalog.builtIn(jar.toUri()).models())
                .extracting(PhoneModel::id, PhoneModel::picture, it -> it.parameters().size())
                .containsExactlyElementsOf(
                        CATALOG.models().stream()
                                .map(it -> tuple(it.id(), it.picture(), it.parameters().size()))
                                .toList());
    }

    @Test
    void a_model_is_found_by_any_of_its_names() {
        assertThat(CATALOG.find("sip-t38g")).contains(model("t38g"));
        assertThat(CATALOG.find("VP530P")).contains(model("vp530"));
        assertThat(CATALOG.find("T99X")).isEmpty();
    }

    /// The headless phones have every parameter that the guides name.
    @Test
    void the_models_know_every_parameter_of_the_guides() {
        var unknown = new TreeSet<String>();
        for (var parameter : Settings.parameters()) {
            boolean isKnown =
                    Stream.of("t38g", "vp530", "yealink")
                            .map(ModelCatalogTest::model)
                            .flatMap(model -> model.parameters().stream())
                            .anyMatch(it -> it.pattern().text().equals(parameter.pattern()));
            if (!isKnown) unknown.add(parameter.pattern());
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void defaults_are_those_that_the_headless_phones_have() {
        check("t38g", Profile.T38G, true);
        check("vp530", Profile.VP530, false);
    }

    private static void check(String id, Profile profile, boolean isT3xg) {
        for (var theirs : Settings.parameters()) {
            String expected = isT3xg ? theirs.t3xg() : theirs.vp530();
            if (expected.isEmpty() || KNOWN_DIFFERENCES.contains(theirs.pattern())) continue;
            model(id).parameters().stream()
                    .filter(it -> it.pattern().text().equals(theirs.pattern()))
                    .filter(it -> !it.factoryDefault().isEmpty())
                    .forEach(it ->
                            assertThat(it.factoryDefault())
                                    .as(profile + " " + theirs.pattern())
                                    .isEqualTo(expected));
        }
    }

    /// Where the public templates and the guides do not agree.
    private static final Set<String> KNOWN_DIFFERENCES =
            Set.of("managementserver.periodic_inform_enable", "transfer.blind_tran_on_hook_enable");

    @Test
    void every_preset_is_of_a_parameter_that_some_model_has() {
        for (var model : CATALOG.models())
            for (var preset : model.presets())
                assertThat(model.parameters())
                        .extracting(Parameter::pattern)
                        .contains(preset.pattern());
        assertThat(model("t38g").presets()).hasSizeGreaterThan(20);
    }

    @Test
    void every_key_of_a_kind_that_is_on_the_phone_is_in_its_picture() {
        for (var id : List.of("t38g", "t32g", "vp530", "t28p", "t26p", "t22p", "t20p"))
            for (var kind : model(id).keys()) {
                if (kind.modules() > 0 || kind.name().equals("programablekey")) continue;
                for (int n = 1; n <= kind.count(); n++)
                    assertThat(model(id).picture()).contains("id=\"" + kind.key(0, n) + "\"");
            }
    }

    @Test
    void pictures_are_well_formed_and_have_no_scripts() throws Exception {
        var factory = javax.xml.parsers.DocumentBuilderFactory.newDefaultInstance();
        for (var model : CATALOG.models()) {
            var bytes = model.picture().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            var document =
                    factory.newDocumentBuilder().parse(new java.io.ByteArrayInputStream(bytes));
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
            assertThat(model.picture()).doesNotContainIgnoringCase("script");
        }
    }

    @Test
    void names_have_ranges() {
        var t32g = model("t32g");
        assertThat(t32g.find("account.3.enable").flatMap(t32g::numberFault)).isEmpty();
        assertThat(t32g.find("account.4.enable").flatMap(t32g::numberFault))
                .contains("account goes from 1 to 3");
        assertThat(t32g.find("account.0.enable").flatMap(t32g::numberFault)).isPresent();
        assertThat(t32g.find("expansion_module.1.key.1.type")).isEmpty();
        assertThat(t32g.find("account.enable")).isEmpty();
        assertThat(t32g.find("account.99999.enable")).isEmpty();
        assertThat(t32g.find("")).isEmpty();
        assertThat(t32g.find("...")).isEmpty();
    }

    @Test
    void a_slip_of_the_pen_is_understood() {
        var vp530 = model("vp530");
        assertThat(vp530.nearest("auto_provision.weekly.enalbe"))
                .contains("auto_provision.weekly.enable");
        assertThat(vp530.nearest("account.1.pasword")).contains("account.X.password");
        assertThat(vp530.nearest("wholly.different")).isEmpty();
    }

    @Test
    void a_line_of_the_older_form_is_a_parameter() {
        assertThat(older("t38g", "account", "/config/voip/sipAccount0.cfg", "Enable"))
                .isEqualTo("account.1.enable");
        assertThat(older("t38g", "AUDIO12", "/config/voip/sipaccount5.cfg", "rtpmap"))
                .isEqualTo("account.6.codec.13.rtpmap");
        assertThat(older("t38g", "Message", "/config/Features/Message.cfg", "VoiceNumber2"))
                .isEqualTo("voice_mail.number.3");
        assertThat(older("t38g", "memory10", "/config/vpPhone/vpPhone.ini", "DKtype"))
                .isEqualTo("memorykey.10.type");
        assertThat(older("t38g", "memory11", "/config/vpPhone/vpPhone.ini", "DKtype"))
                .isEqualTo("linekey.1.type");
        assertThat(older("vp530", "memory11", "/config/vpPhone/vpPhone.ini", "DKtype"))
                .isEqualTo("memorykey.11.type");
        assertThat(older("t38g", "account", "/config/voip/other.cfg", "Enable")).isEmpty();
        assertThat(older("t38g", "BlockOut", "/config/DialRule/BlockOut.cfg", "7"))
                .isEqualTo("dialplan.block_out.number.7");
    }

    private static String older(String id, String section, String path, String key) {
        var found = model(id).find(new M1Address.Line(section, path, key));
        return found.map(Found::name).orElse("");
    }

    @Test
    void a_model_is_one_folder(@TempDir Path root) throws IOException, UnusableModels {
        copy(root);
        var folder = Files.createDirectories(root.resolve("models/t99x"));
        Files.writeString(
                folder.resolve("model.yaml"),
                """
                name: SIP-T99X
                family: yealink-v70
                commonFile: y000000000099.cfg
                firmware: [99]
                forms: [M7]
                counts: { account: 12, linekey: 12 }
                keys:
                  linekey: { where: beside the screen, label: screen }
                """);
        Files.writeString(folder.resolve("picture.svg"), "<svg/>");
        var model = ModelCatalog.read(root).find("t99x").orElseThrow();
        assertThat(model.accounts()).isEqualTo(12);
        assertThat(model.find("voice_mail.number.12").flatMap(model::numberFault)).isEmpty();
    }

    @Test
    void what_people_do_at_the_phone_itself_is_of_the_family_unless_the_model_says_it() {
        assertThat(CATALOG.models()).noneMatch(it -> it.recording().isEmpty());
        assertThat(CATALOG.find("t38g").orElseThrow().reset()).contains("hold OK");
        assertThat(CATALOG.find("w52p").orElseThrow().reset()).isNotEmpty().doesNotContain("OK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    model.yaml      | forms: [M7, M1]            | forms: [M9]                  | models/t38g/model.yaml:6: 'M9' is no form
                    model.yaml      | firmware: [38]             | colour: black                | models/t38g/model.yaml:5: 'colour' is not one of
                    model.yaml      | family: yealink-v70        | family: ../../etc            | models/t38g/model.yaml:3: there is no family '../../etc'
                    model.yaml      | name: SIP-T38G             | name: [                      | models/t38g/model.yaml:3: is not YAML
                    model.yaml      | memorykey: 10              | memorykey: many              | models/t38g/model.yaml:7: 'many' is neither a number nor another count
                    model.yaml      | memorykey: 10              | memorykey: 17                | shares Line[section=memory11
                    model.yaml      | y000000000038.cfg          | y000000000032.cfg            | has the common file of t32g too
                    model.yaml      | aliases: [T38G]            | aliases: [T32G]              | has a name of t32g too
                    model.yaml      | 13: iLBC_15_2 97           | 14: iLBC_15_2 97             | codec 14 is out of range
                    model.yaml      | 'wallpaper: {'             | 'wallpapers: {'              | is neither wallpaper nor screensaver
                    model.yaml      | width: 480                 | width: 0                     | width: expected a number from 1 to 4096
                    model.yaml      | 'formats: [jpg, png]'      | 'formats: [gif]'             | expected one of [JPG, PNG, BMP]
                    model.yaml      | firmware: [38]             | 'ringTone: { encoding: MP3, rate: 8000, bytes: 9000 }'  | expected one of [L16, PCMU, PCMA]
                    model.yaml      | firmware: [38]             | 'ringTone: { encoding: PCMU, rate: 9000, bytes: 9000 }' | a rate of 8000 or 16000 is expected
                    model.yaml      | firmware: [38]             | 'reset: [hold OK]'           | reset: expected a text
                    parameters.yaml |                            | 'a b: { takes: switch, means: x }'         | models/t38g/parameters.yaml:1: a b: 'a b' is no parameter's name
                    parameters.yaml |                            | 'a.b: { takes: swich, means: x }'          | models/t38g/parameters.yaml:1: a.b: no type 'swich'
                    parameters.yaml |                            | 'a.b: { takes: switch }'                   | models/t38g/parameters.yaml:1: a.b: 'means' is missing
                    parameters.yaml |                            | 'a.b: { takes: 1..3, default: 4, means: x }' | a.b: the default: expected a number from 1 to 3
                    parameters.yaml |                            | 'a.b: { takes: switch, m1: nowhere/x, means: x }' | a.b: no section 'nowhere'
                    parameters.yaml |                            | 'a.N: { takes: switch, means: x }'         | nothing tells how far a goes
                    parameters.yaml |                            | 'a.b: { takes: switch, m1: account/Enable, means: x }' | a.b: the older line has a number X
                    parameters.yaml |                            | 'a.b: { takes: switch, m1: sip/ReservePound, means: x }' | shares Line[section=sip
                    defaults.yaml   |                            | 'phone: { sip.rfc2543_hold: { value: 7, why: x } }' | models/t38g/defaults.yaml:1: sip.rfc2543_hold: expected one of
                    defaults.yaml   |                            | 'phone: { sip.rfc2543_hold: 0 }'           | sip.rfc2543_hold: expected { value
                    """)
    void what_is_wrong_with_a_model_is_told(
            String file, String is, String becomes, String told, @TempDir Path root)
            throws IOException {
        copy(root);
        var path = root.resolve("models/t38g").resolve(file);
        String text = Files.exists(path) ? Files.readString(path) : "";
        if (is != null) assertThat(text).contains(is);
        Files.writeString(path, is == null ? becomes + "\n" : text.replace(is, becomes));
        assertThatThrownBy(() -> ModelCatalog.read(root))
                .isInstanceOf(UnusableModels.class)
                .hasMessageContaining(told);
    }

    private static void copy(Path root) throws IOException {
        var from = Path.of("src/main/resources/io/switchhook/provisioning");
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var to = root.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(to);
                else Files.copy(file, to);
            }
        }
    }

    private static PhoneModel model(String id) {
        return CATALOG.find(id).orElseThrow();
    }
}
