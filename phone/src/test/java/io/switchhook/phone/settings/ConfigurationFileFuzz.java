package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Damaged files give entries, remarks or [UnusableFile], and nothing else.
class ConfigurationFileFuzz {
    private static final String SEED =
            """
            #!version:1.0.0.1
            account.1.enable = 1
            account.1.password = %NULL%
            account.1.codec.3.rtpmap = 8
            voice_mail.number.1 = *97
            dialplan.replace.prefix.1 = 001(xxx)45(xx)
            dialplan.replace.replace.1 = 9001$145$2
            account.1.sip_server.1.address = [2001:db8::1]
            [ account ]
            path = /config/voip/sipAccount0.cfg
            Enable = 1
            [ audio12 ]
            path = /config/voip/sipAccount9.cfg
            rtpmap = 0
            [ TimeoutFWD ]
            Timeout = 99999999999
            """;

    @Test
    void damage_is_listed_or_refused() {
        var random = new Random(20_260_101);
        byte[] seed = SEED.getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < 5_000; i++) if (reads(damaged(seed, random))) read++;
        assertThat(read).isBetween(100, 4_999);
    }

    private static boolean reads(byte[] bytes) {
        try {
            var file = ConfigurationFile.read("a.cfg", bytes);
            assertThat(file.entries().size()).isLessThan(100);
            return true;
        } catch (UnusableFile e) {
            assertThat(e.getMessage()).startsWith("a.cfg");
            return false;
        }
    }

    static byte[] damaged(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 ->
                        bytes[at] =
                                "=.[]#%\n 0X".getBytes(StandardCharsets.UTF_8)[random.nextInt(10)];
                case 2 -> bytes = java.util.Arrays.copyOf(bytes, Math.max(1, at));
                case 3 -> bytes[at] = bytes[random.nextInt(bytes.length)];
                default -> {
                    int length = Math.min(random.nextInt(40), bytes.length - at);
                    System.arraycopy(
                            bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
                }
            }
        }
        return bytes;
    }
}
