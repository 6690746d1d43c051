package io.switchhook.provisioning.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.provisioning.device.Decision.Hold;
import io.switchhook.provisioning.device.Decision.Refuse;
import io.switchhook.provisioning.device.Decision.Serve;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
    private static final Mac MAC = new Mac("001565abcdef");
    private static final Mac OTHER = new Mac("001565000001");
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Assignment ASSIGNMENT = new Assignment("t38g", "", List.of("1001"));

    private static final Asker PHONE =
            asker("192.0.2.10", "Yealink SIP-T38G 38.70.0.125 00:15:65:ab:cd:ef");
    private static final Asker NEW_FIRMWARE =
            asker("192.0.2.10", "Yealink SIP-T38G 38.73.0.50 00:15:65:ab:cd:ef");
    private static final Asker MOVED =
            asker("192.0.2.11", "Yealink SIP-T38G 38.70.0.125 00:15:65:ab:cd:ef");
    private static final Asker CURL = asker("192.0.2.10", "curl/8.14.1");
    private static final Asker LIAR =
            asker("192.0.2.10", "Yealink SIP-T38G 38.70.0.125 00:15:65:00:00:01");

    private static Asker asker(String address, String agent) {
        return new Asker(InetAddress.ofLiteral(address), agent);
    }

    private static Asker asker(String word) {
        return switch (word) {
            case "phone" -> PHONE;
            case "updated" -> NEW_FIRMWARE;
            case "moved" -> MOVED;
            case "curl" -> CURL;
            case "liar" -> LIAR;
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static Proof proof(String word) {
        return switch (word) {
            case "-" -> new Proof.None();
            case "token" -> new Proof.Token();
            case "old" -> new Proof.OldToken();
            case "cert" -> new Proof.Certificate(MAC);
            case "foreign" -> new Proof.Certificate(OTHER);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static Optional<Device> device(String word) {
        return switch (word) {
            case "none" -> Optional.empty();
            case "asked" -> Optional.of(new Asked(MAC, NOW, List.of(new Sighting(PHONE, NOW)), 1));
            case "expected" -> Optional.of(new Expected(MAC, NOW, ASSIGNMENT, NOW.plusSeconds(60)));
            case "late" -> Optional.of(new Expected(MAC, NOW, ASSIGNMENT, NOW));
            case "adopted" -> Optional.of(new Adopted(MAC, NOW, ASSIGNMENT, PHONE, List.of()));
            case "held" -> Optional.of(new Held(MAC, NOW, ASSIGNMENT, Optional.of(PHONE)));
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static final String TABLE =
            """
            # device,  who,     brings,  decision, counts, why
            none,      phone,   -,       refuse,   true,   is not adopted
            none,      phone,   old,     refuse,   true,   is not adopted
            none,      phone,   token,   refuse,   false,  is not adopted
            none,      phone,   cert,    refuse,   false,  is not adopted
            none,      phone,   foreign, refuse,   true,   has the certificate of 001565000001
            none,      liar,    -,       refuse,   true,   says that it is 001565000001
            none,      liar,    token,   refuse,   true,   says that it is 001565000001
            asked,     phone,   -,       refuse,   false,  is not adopted
            asked,     phone,   old,     refuse,   false,  is not adopted
            asked,     phone,   token,   refuse,   false,  is not adopted
            asked,     phone,   cert,    refuse,   false,  is not adopted
            asked,     updated, -,       refuse,   false,  is not adopted
            asked,     moved,   -,       refuse,   true,   is not adopted
            asked,     moved,   token,   refuse,   false,  is not adopted
            asked,     curl,    -,       refuse,   true,   is not adopted
            asked,     curl,    old,     refuse,   true,   is not adopted
            asked,     phone,   foreign, refuse,   true,   has the certificate of 001565000001
            asked,     liar,    -,       refuse,   true,   says that it is 001565000001
            expected,  phone,   -,       serve,    false,  is the first who asked after it was adopted
            expected,  curl,    -,       serve,    false,  is the first who asked after it was adopted
            expected,  phone,   old,     serve,    false,  is the first who asked after it was adopted
            expected,  phone,   token,   serve,    false,  brought a token
            expected,  phone,   cert,    serve,    false,  has the device's certificate
            expected,  phone,   foreign, hold,     true,   has the certificate of 001565000001
            expected,  liar,    -,       hold,     true,   says that it is 001565000001
            late,      phone,   -,       hold,     true,   came too late for its adoption
            late,      phone,   old,     hold,     true,   came too late for its adoption
            late,      phone,   token,   serve,    false,  brought a token
            late,      phone,   cert,    serve,    false,  has the device's certificate
            late,      phone,   foreign, hold,     true,   has the certificate of 001565000001
            late,      liar,    token,   hold,     true,   says that it is 001565000001
            adopted,   phone,   -,       serve,    false,  is adopted
            adopted,   phone,   old,     serve,    false,  is adopted
            adopted,   phone,   token,   serve,    false,  is adopted
            adopted,   phone,   cert,    serve,    false,  is adopted
            adopted,   updated, -,       serve,    false,  is adopted
            adopted,   moved,   -,       hold,     true,   asks from another address than the adopted one
            adopted,   moved,   old,     hold,     true,   asks from another address than the adopted one
            adopted,   moved,   token,   hold,     true,   asks from another address than the adopted one
            adopted,   moved,   cert,    serve,    false,  has the device's certificate
            adopted,   curl,    -,       hold,     true,   is another kind of agent than the adopted one
            adopted,   curl,    token,   hold,     true,   is another kind of agent than the adopted one
            adopted,   moved,   foreign, hold,     true,   has the certificate of 001565000001
            adopted,   phone,   foreign, hold,     true,   has the certificate of 001565000001
            adopted,   liar,    -,       hold,     true,   says that it is 001565000001
            held,      phone,   -,       hold,     false,  is held
            held,      phone,   old,     hold,     false,  is held
            held,      phone,   token,   hold,     false,  is held
            held,      phone,   cert,    hold,     false,  is held
            held,      curl,    -,       hold,     false,  is held
            held,      phone,   foreign, hold,     true,   has the certificate of 001565000001
            held,      liar,    -,       hold,     true,   says that it is 001565000001
            """;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE, quoteCharacter = '"')
    void each_case_is_decided(
            String device, String who, String brings, String decision, boolean counts, String why) {
        var ask = new Ask(MAC, asker(who), proof(brings), NOW);
        switch (Decision.of(device(device), ask)) {
            case Serve(var after, var reason) -> {
                assertThat(decision).isEqualTo("serve");
                assertThat(reason).isEqualTo(why);
                assertThat(counts).isFalse();
                assertThat(after.home()).isEqualTo(ask.asker());
                assertThat(after.assignment()).isEqualTo(ASSIGNMENT);
            }
            case Hold(var after, var reason, var isGuess) -> {
                assertThat(decision).isEqualTo("hold");
                assertThat(reason).isEqualTo(why);
                assertThat(isGuess).isEqualTo(counts);
                assertThat(after.mac()).isEqualTo(MAC);
            }
            case Refuse(_, var reason, var isGuess) -> {
                assertThat(decision).isEqualTo("refuse");
                assertThat(reason).isEqualTo(why);
                assertThat(isGuess).isEqualTo(counts);
            }
        }
    }

    @Test
    void the_table_has_each_device_with_each_proof() {
        var seen = new HashSet<String>();
        TABLE.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" *, *"))
                .forEach(cells -> seen.add(cells[0] + ' ' + cells[2]));
        for (var device : List.of("none", "asked", "expected", "late", "adopted", "held"))
            for (var proof : List.of("-", "old", "token", "cert", "foreign"))
                assertThat(seen).contains(device + ' ' + proof);
    }

    @Test
    void who_asked_is_remembered_and_the_oldest_makes_room() {
        Optional<Device> device = Optional.empty();
        for (int i = 1; i <= 6; i++) {
            var ask =
                    new Ask(
                            MAC,
                            asker("192.0.2." + i, "Yealink SIP-T38G"),
                            new Proof.None(),
                            NOW.plus(Duration.ofSeconds(i)));
            device = Optional.of(((Refuse) Decision.of(device, ask)).after().orElseThrow());
        }
        var asked = (Asked) device.orElseThrow();
        assertThat(asked.times()).isEqualTo(6);
        assertThat(asked.askers())
                .extracting(it -> it.asker().address().getHostAddress())
                .containsExactly("192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.2.6");
    }

    @Test
    void a_rival_is_counted_once_and_shown() {
        var first =
                (Hold) Decision.of(device("adopted"), new Ask(MAC, MOVED, new Proof.None(), NOW));
        var again =
                (Hold)
                        Decision.of(
                                Optional.of(first.after()),
                                new Ask(MAC, MOVED, new Proof.None(), NOW.plusSeconds(5)));
        assertThat(first.isGuess()).isTrue();
        assertThat(again.isGuess()).isFalse();
        assertThat(((Adopted) again.after()).rivals())
                .containsExactly(new Sighting(MOVED, NOW.plusSeconds(5)));
        assertThat(((Adopted) again.after()).home()).isEqualTo(PHONE);
    }

    @Test
    void a_lie_about_a_device_that_nobody_knows_leaves_no_trace() {
        var refused =
                (Refuse) Decision.of(Optional.empty(), new Ask(MAC, LIAR, new Proof.None(), NOW));
        assertThat(refused.after()).isEmpty();
    }

    @Test
    void an_agent_cannot_fool_a_terminal() {
        assertThat(asker("192.0.2.1", "a\u001b[2J\u202eb\n" + "x".repeat(500)).agent())
                .startsWith("a?[2J?b?xx")
                .hasSize(128);
    }

    @ParameterizedTest
    @CsvSource({
        "Yealink SIP-T38G 38.70.0.125 00:15:65:ab:cd:ef, 70, 001565abcdef",
        "yealink SIP-T38G 38.61.0.10, 61, ",
        "Mozilla/5.0, , ",
    })
    void an_agent_tells_firmware_and_address(String agent, Integer release, String mac) {
        var asker = asker("192.0.2.1", agent);
        assertThat(asker.release().stream().boxed().findFirst())
                .isEqualTo(Optional.ofNullable(release));
        assertThat(asker.mac().map(Mac::digits)).isEqualTo(Optional.ofNullable(mac));
    }
}
