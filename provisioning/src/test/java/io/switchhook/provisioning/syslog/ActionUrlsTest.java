package io.switchhook.provisioning.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.ActionUrl;
import io.switchhook.phone.settings.ActionUrl.Variable;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.syslog.DeviceEvent.Kind;
import java.net.URI;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionUrlsTest {
    private static final String BASE = "http://192.0.2.1:8081/events/6f1d";
    private static final String EVIL = "A & B <x>\" +49%20 &mac=ffffffffffff&remote=z 漢😀";

    private static Map<Variable, String> values() {
        var values = new EnumMap<Variable, String>(Variable.class);
        values.put(Variable.MAC, "00:15:65:AB:CD:EF");
        values.put(Variable.IP, "192.0.2.7");
        values.put(Variable.MODEL, "SIP-T38G");
        values.put(Variable.FIRMWARE, "38.70.0.125");
        values.put(Variable.ACTIVE_USER, "1001");
        values.put(Variable.LOCAL, "sip:1001@office.example");
        values.put(Variable.CALL_ID, "a84b4c76e66710@pc33");
        values.put(Variable.REMOTE, "sip:+4930@x.example;user=phone");
        values.put(Variable.DISPLAY_REMOTE, EVIL);
        return values;
    }

    private static DeviceEvent read(String url) {
        return ActionUrls.read(URI.create(url).getRawQuery()).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void what_a_phone_asks_for_is_understood(Kind kind) {
        var event = read(new ActionUrl(ActionUrls.url(BASE, kind)).filled(values()));
        boolean isCall = kind.isOfCall;
        assertThat(event)
                .isEqualTo(
                        new DeviceEvent(
                                kind,
                                "001565abcdef",
                                "192.0.2.7",
                                "SIP-T38G",
                                "38.70.0.125",
                                "1001",
                                "sip:1001@office.example",
                                isCall ? "a84b4c76e66710@pc33" : "",
                                isCall ? "sip:+4930@x.example;user=phone" : "",
                                isCall ? EVIL : ""));
    }

    /// Phones that put values in as they are must not let a caller speak for them.
    @Test
    void a_phone_that_escapes_nothing_is_understood_too() {
        String url = ActionUrls.url(BASE, Kind.INCOMING_CALL);
        for (var value : values().entrySet()) {
            // The longer name first: $remote is in $display_remote.
            if (value.getKey() == Variable.REMOTE)
                url = url.replace("&remote=$remote", "&remote=" + value.getValue());
            else
                url =
                        url.replace(
                                "$" + value.getKey().name().toLowerCase(Locale.ROOT),
                                value.getValue());
        }
        var event = ActionUrls.read(url.substring(url.indexOf('?') + 1)).orElseThrow();
        assertThat(event.mac()).isEqualTo("001565abcdef");
        assertThat(event.remote()).isEqualTo("sip:+4930@x.example;user=phone");
        assertThat(event.remoteName()).isEqualTo(EVIL.replace("%20", " "));
    }

    @Test
    void what_a_phone_leaves_in_place_is_nothing() {
        var url = ActionUrls.url(BASE, Kind.MISSED_CALL).replace("$mac", "001565abcdef");
        var event = ActionUrls.read(url.substring(url.indexOf('?') + 1)).orElseThrow();
        assertThat(event.callId() + event.ip() + event.remoteName()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "event=log_on",
                "event=&mac=001565abcdef",
                "event=none&mac=001565abcdef",
                "event=log_on&mac=",
                "event=log_on&mac=$mac",
                "event=log_on&ip=1&mac=001565abcdef",
                "event=log_on&mac=../../etc/pass",
                "mac=001565abcdef&event=log_on"
            })
    void what_is_no_event_is_none(String query) {
        assertThat(ActionUrls.read(query)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"%,%", "%4,%4", "%zz,%zz", "%41,A", "+49,+49", "%C3%A4,ä", "%0A,\ufffd", "ä,ä"})
    void escapes_are_undone_where_they_are_some(String escaped, String text) {
        var event = ActionUrls.read("event=log_on&mac=001565abcdef&ip=" + escaped).orElseThrow();
        assertThat(event.ip()).isEqualTo(text);
    }

    @Test
    void values_are_bounded() {
        String mac = "event=log_on&mac=001565abcdef&ip=";
        assertThat(ActionUrls.read(mac + "x".repeat(4000)).orElseThrow().ip()).hasSize(256);
        assertThat(ActionUrls.read(mac + "x".repeat(5000))).isEmpty();
    }

    @Test
    void whatever_is_asked_for_there_is_an_answer() {
        var random = new Random(1);
        var good = ActionUrls.url("", Kind.HOLD).substring(1).replace("$mac", "001565abcdef");
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            var query = new StringBuilder(good);
            for (int j = random.nextInt(3); j >= 0; j--)
                query.setCharAt(random.nextInt(query.length()), (char) random.nextInt(128));
            if (ActionUrls.read(query.toString()).isPresent()) understood++;
        }
        assertThat(understood).isBetween(1, 19_999);
    }

    /// Phones have a parameter for each of them, and take the URL as its value.
    @Test
    void every_event_is_one_of_a_model() {
        var catalog = ModelCatalog.builtIn();
        var known = new TreeSet<String>();
        for (var model : catalog.models())
            for (var parameter : model.parameters())
                if (parameter.pattern().text().startsWith("action_url."))
                    known.add(parameter.pattern().text());
        assertThat(Stream.of(Kind.values()).map(Kind::parameter).collect(Collectors.toSet()))
                .isEqualTo(known);
        var vp530 = catalog.find("vp530").orElseThrow();
        for (var kind : Kind.values())
            assertThat(
                            vp530.find(kind.parameter())
                                    .orElseThrow()
                                    .parameter()
                                    .type()
                                    .fault(ActionUrls.url(BASE, kind)))
                    .isEmpty();
    }
}
