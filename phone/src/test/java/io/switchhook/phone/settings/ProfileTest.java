package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {

    @ParameterizedTest
    @CsvSource({
        "T38G, y000000000038.cfg, 6, false, Yealink SIP-T38G 38.70.0.1",
        "T32G, y000000000032.cfg, 3, false, Yealink SIP-T32G 32.70.0.1",
        "VP530, y000000000023.cfg, 4, true, Yealink VP530 23.70.0.1",
    })
    void models_differ(Profile profile, String file, int accounts, boolean video, String agent) {
        assertThat(profile.commonFile()).isEqualTo(file);
        assertThat(profile.accounts()).isEqualTo(accounts);
        assertThat(profile.hasVideo()).isEqualTo(video);
        assertThat(profile.userAgent()).isEqualTo(agent);
    }

    @ParameterizedTest
    @EnumSource
    void the_codec_list_is_as_long_as_the_parameters_count(Profile profile) {
        assertThat(profile.codecList()).hasSize(profile.codecs());
    }

    @Test
    void a_mac_file_is_named_in_lower_case() {
        assertThat(Profile.macFile("00:15:65:AB-cd:EF")).isEqualTo("001565abcdef.cfg");
        assertThatIllegalArgumentException().isThrownBy(() -> Profile.macFile("001565abcde"));
        assertThatIllegalArgumentException().isThrownBy(() -> Profile.macFile("001565abcdeg"));
    }
}
