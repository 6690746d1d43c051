package io.switchhook.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.HeaderName.Known;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Names are found in any case, wherever they stand in the bytes, and nothing else is taken for them.
class HeaderNameTest {
    private static final String BEHIND = ": some value";

    private static HeaderName found(String name, String behind) {
        byte[] bytes = ("\r\n" + name + behind).getBytes(StandardCharsets.US_ASCII);
        return HeaderName.of(bytes, 2, 2 + name.length());
    }

    @ParameterizedTest
    @EnumSource
    void isFoundInAnyCase(Known name) {
        for (String behind : new String[] {BEHIND, ":", ""}) {
            assertThat(found(name.text(), behind)).isSameAs(name);
            assertThat(found(name.text().toLowerCase(Locale.ROOT), behind)).isSameAs(name);
            assertThat(found(name.text().toUpperCase(Locale.ROOT), behind)).isSameAs(name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNotFoundInWhatDiffersInOneByte(Known name) {
        for (int i = 0; i < name.text().length(); i++) {
            var other = new StringBuilder(name.text());
            // CR and '-' are the same to who looks at letters in lower case alone
            other.setCharAt(i, other.charAt(i) == '-' ? '\r' : '~');
            assertThat(found(other.toString(), BEHIND))
                    .isEqualTo(new HeaderName.Extension(other.toString()));
            assertThat(found(other.toString().toLowerCase(Locale.ROOT), ""))
                    .isEqualTo(new HeaderName.Extension(other.toString()));
        }
        assertThat(found(name.text() + "s", BEHIND)).isNotSameAs(name);
    }
}
