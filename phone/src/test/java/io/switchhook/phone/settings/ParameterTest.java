package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterTest {

    @ParameterizedTest
    @EnumSource
    void every_factory_default_is_allowed(Profile profile) {
        for (var parameter : Settings.parameters()) {
            String factory = parameter.factoryDefault(profile);
            if (!factory.isEmpty())
                assertThat(parameter.kind().fault(factory)).as(parameter.pattern()).isEmpty();
        }
    }

    @Test
    void the_table_is_whole() {
        assertThat(Settings.parameters()).hasSizeGreaterThan(250);
        assertThat(Settings.parameters())
                .filteredOn(parameter -> parameter.effect() == Effect.WORKS)
                .hasSizeGreaterThan(150);
    }

    @ParameterizedTest
    @CsvSource({
        "account.3.enable, T32G, ''",
        "account.4.enable, T32G, account goes from 1 to 3 on SIP-T32G",
        "account.0.enable, T38G, account goes from 1 to 6 on SIP-T38G",
        "account.1.codec.13.enable, T38G, ''",
        "account.1.codec.17.enable, VP530, account.#.codec goes from 1 to 16 on VP530",
        "account.1.sip_server.1.address, T38G, SIP-T38G has no account.#.sip_server",
        "account.1.sip_server.2.address, VP530, ''",
        "memorykey.11.type, T38G, memorykey goes from 1 to 10 on SIP-T38G",
        "memorykey.18.type, VP530, ''",
        "expansion_module.6.key.39.type, T38G, ''",
        "expansion_module.1.key.1.type, T32G, SIP-T32G has no expansion_module",
        "dialplan.replace.prefix.20, T38G, ''",
        "dialplan.block_out.number.11, T38G, dialplan.block_out.number goes from 1 to 10 on SIP-T38G",
    })
    void numbers_in_names_have_ranges(String key, Profile profile, String fault) {
        assertThat(ParameterTable.find(key)).isPresent();
        assertThat(ParameterTable.numberFault(profile, key).orElse("")).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "flag, 1, true",
        "flag, 2, false",
        "flag, yes, false",
        "0..60, 60, true",
        "0..60, 61, false",
        "0..60, -1, false",
        "0..60, 99999999999999999999, false",
        "'404,480,486', 480, true",
        "'404,480,486', 481, false",
        "'404,480,486', 4294967776, false",
        "seconds, 0.5, true",
        "seconds, 4, true",
        "seconds, 0, false",
        "seconds, 0.0, false",
        "seconds, 1., false",
        "seconds, .5, false",
        "seconds, 100, false",
        "text, anything at all, true",
    })
    void a_kind_allows_some_values(String kind, String text, boolean isAllowed) {
        assertThat(Kind.of(kind).fault(text).isEmpty()).isEqualTo(isAllowed);
    }
}
