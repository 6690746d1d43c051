package io.switchhook.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.provisioning.form.Samples;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Layers one over the other.
class SettingsTest {
    private static final PhoneModel T38G = Samples.model("t38g");
    private static final Origin SYSTEM = new Origin.OfSystem();
    private static final Origin MODEL = new Origin.OfModel("t38g");
    private static final Origin GROUP = new Origin.OfGroup("sales");
    private static final Origin DEVICE = new Origin.OfDevice("001565abcdef");

    private static Layer layer(Origin origin, String... pairs) {
        var values = new LinkedHashMap<String, Value>();
        for (int i = 0; i < pairs.length; i += 2)
            values.put(pairs[i], Value.of(pairs[i + 1]).orElseThrow());
        return new Layer(origin, values);
    }

    private static Settings settings(Layer... layers) throws UnusableSettings {
        return Settings.of(T38G, Set.of(1, 2), List.of(layers));
    }

    @Test
    void the_later_origin_wins_in_whatever_order_layers_come() throws UnusableSettings {
        var layers =
                new ArrayList<>(
                        List.of(
                                layer(SYSTEM, "call_waiting.enable", "0"),
                                layer(MODEL, "call_waiting.enable", "1"),
                                layer(GROUP, "call_waiting.enable", "0"),
                                layer(DEVICE, "call_waiting.enable", "%NULL%")));
        var random = new Random(5);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(layers, random);
            var effective =
                    settings(layers.toArray(Layer[]::new))
                            .find("call_waiting.enable")
                            .orElseThrow();
            assertThat(effective.value()).isEqualTo(new Value.Default());
            assertThat(effective.origin()).isEqualTo(DEVICE);
            assertThat(effective.overruled())
                    .extracting(Effective.Overruled::origin)
                    .containsExactly(GROUP, MODEL, SYSTEM);
        }
    }

    @Test
    void a_preset_tells_why() throws UnusableSettings {
        var hold = settings().find("sip.rfc2543_hold").orElseThrow();
        assertThat(hold.value()).isEqualTo(new Value.Text("0"));
        assertThat(hold.origin())
                .isInstanceOfSatisfying(
                        Origin.Preset.class, it -> assertThat(it.why()).contains("RFC 3264"));
        var changed =
                settings(layer(GROUP, "sip.rfc2543_hold", "1"))
                        .find("sip.rfc2543_hold")
                        .orElseThrow();
        assertThat(changed.origin()).isEqualTo(GROUP);
        assertThat(changed.overruled()).hasSize(1);
    }

    @Test
    void a_pattern_holds_for_every_account_in_use() throws UnusableSettings {
        var settings =
                settings(
                        layer(SYSTEM, "account.X.ptime", "30", "account.2.ptime", "40"),
                        layer(DEVICE, "account.1.ptime", "10"));
        assertThat(settings.find("account.1.ptime").orElseThrow().value())
                .isEqualTo(new Value.Text("10"));
        var second = settings.find("account.2.ptime").orElseThrow();
        assertThat(second.value()).isEqualTo(new Value.Text("40"));
        assertThat(second.origin()).isEqualTo(SYSTEM);
        assertThat(settings.find("account.3.ptime")).isEmpty();
    }

    @Test
    void what_is_set_for_several_models_may_be_unknown_to_one() throws UnusableSettings {
        var settings =
                Settings.of(
                        Samples.model("t32g"),
                        Set.of(1),
                        List.of(
                                layer(SYSTEM, "expansion_module.1.key.1.type", "16"),
                                layer(
                                        GROUP,
                                        "account.5.label",
                                        "x",
                                        "account.X.music_server_uri",
                                        "moh")));
        assertThat(settings.passedOver())
                .extracting(SettingsFault::name)
                .containsExactly(
                        "expansion_module.1.key.1.type",
                        "account.X.music_server_uri",
                        "account.5.label");
        assertThat(settings.find("account.5.label")).isEmpty();
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        assertThatThrownBy(() ->
                        settings(
                                layer(SYSTEM, "call_waiting.enable", "yes"),
                                layer(MODEL, "no.such", "1"),
                                layer(GROUP, "account.X.transport", "9"),
                                layer(
                                        DEVICE,
                                        "account.7.enable",
                                        "1",
                                        "account.X.codec.Y.enable",
                                        "1")))
                .isInstanceOfSatisfying(
                        UnusableSettings.class,
                        it ->
                                assertThat(it.faults())
                                        .extracting(SettingsFault::toString)
                                        .containsExactly(
                                                "call_waiting.enable: expected 0 or 1",
                                                "no.such: SIP-T38G has no such parameter",
                                                "account.1.transport: expected one of 0 (UDP), 1 (TCP), 2 (TLS), 3 (as DNS says)",
                                                "account.2.transport: expected one of 0 (UDP), 1 (TCP), 2 (TLS), 3 (as DNS says)",
                                                "account.X.codec.Y.enable: has more numbers than that of an account",
                                                "account.7.enable: account goes from 1 to 6"));
    }

    @Test
    void settings_do_not_tell_passwords() throws UnusableSettings {
        var settings = settings(layer(DEVICE, "account.1.password", "s3cret"));
        assertThat(settings.toString() + settings.values()).doesNotContain("s3cret");
    }
}
