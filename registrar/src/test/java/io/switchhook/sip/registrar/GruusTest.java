package io.switchhook.sip.registrar;

import static io.switchhook.sip.registrar.Register.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Recorder;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.SipUri;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 5627 §5.
class GruusTest {
    private static final String INSTANCE = "urn:uuid:00000000-0000-1000-8000-0000000000aa";

    private final Gruus gruus = new Gruus(new byte[32], new Random(1));

    private static AddressOfRecord of(String user) {
        return new AddressOfRecord(user, "office.example");
    }

    private static Binding binding(String instance, String callId) {
        var contact =
                NameAddr.parse(
                        Scanner.of("<sip:p@192.0.2.1>;+sip.instance=\"<" + instance + ">\""));
        return new Binding(
                contact, callId, 1, NOW.plusSeconds(60), List.of(), Optional.empty(), "", NOW, NOW);
    }

    private SipUri offered(String user, Binding binding, String parameter) {
        var contact = gruus.offered(binding.contact(), of(user), binding, false);
        return SipUri.parse(contact.parameters().unquoted(parameter).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1001", "bob smith", "zoë", "a;b=c?d&e", "quo\"te", "%41"})
    void both_kinds_lead_back_to_their_user_and_phone(String user) {
        var its = binding(INSTANCE, "c");
        var another = binding(INSTANCE.replace("aa", "bb"), "c");
        for (var kind : List.of("pub-gruu", "temp-gruu")) {
            var uri = offered(user, its, kind);
            var gruu = gruus.read(uri, AddressOfRecord.of(uri)).orElseThrow();
            assertThat(gruu.addressOfRecord()).isEqualTo(of(user));
            assertThat(gruu.contacts(List.of(another, its))).containsExactly(its);
        }
    }

    @Test
    void temporary_ones_differ_each_time_and_show_nothing() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            var user = offered("a-long-user-name", binding(INSTANCE, "c"), "temp-gruu").user();
            byte[] text = Base64.getUrlDecoder().decode(user.substring("tgruu.".length()));
            assertThat(new String(text, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("user");
            assertThat(seen.add(user.substring(6, 22))).isTrue();
        }
    }

    @Test
    void another_key_opens_nothing() {
        var uri = offered("1001", binding(INSTANCE, "c"), "temp-gruu");
        byte[] key = new byte[32];
        key[0] = 1;
        assertThat(new Gruus(key, new Random(1)).read(uri, of("x"))).isEmpty();
        assertThat(gruus.read(uri, of("x"))).isPresent();
    }

    @Test
    void random_text_opens_nothing() {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(90)];
            random.nextBytes(bytes);
            var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            var uri = SipUri.parse("sip:tgruu." + text + (i % 3 == 0 ? "*" : "") + "@h;gr");
            assertThat(gruus.read(uri, of("x"))).isEmpty();
        }
        assertThat(gruus.read(SipUri.parse("sip:tgruu.@h;gr"), of("x"))).isEmpty();
        assertThat(gruus.read(SipUri.parse("sip:1001@h;gr"), of("x"))).isEmpty();
    }

    @Test
    void an_instance_that_fits_into_no_uri_gets_a_temporary_one_alone() {
        var odd = binding("urn:x:a b>;", "c");
        var parameters = gruus.offered(odd.contact(), of("1001"), odd, false).parameters();
        assertThat(parameters.has("pub-gruu")).isFalse();
        assertThat(parameters.has("temp-gruu")).isTrue();
    }

    @Test
    void who_registers_by_sips_gets_sips() {
        var its = binding(INSTANCE, "c");
        var contact = gruus.offered(its.contact(), of("1001"), its, true);
        for (var kind : List.of("pub-gruu", "temp-gruu"))
            assertThat(contact.parameters().unquoted(kind).orElseThrow())
                    .startsWith("sips:")
                    .contains("@office.example;gr");
    }

    @Test
    void a_contact_that_is_a_gruu_of_ours_is_a_loop_403_section_5_1() {
        var registrar =
                new Registrar(
                        RegistrarSettings.DEFAULT,
                        new InMemoryLocationService(9, new TestClock(), LocationListener.NONE),
                        new Registrar.Domains("office.example"::equals, its -> its),
                        Optional.empty(),
                        Optional.of(gruus),
                        new TestClock(),
                        new TestClock(),
                        () -> "t",
                        Recorder.NONE);
        for (var contact :
                List.of("sip:1001@office.example;gr=urn:x:1", "sip:tgruu.x@office.example;gr")) {
            var transaction =
                    new Register.Transaction(
                            Register.request("a", 1, "Contact: <" + contact + ">"),
                            new TestFlow(Transport.UDP));
            registrar.serve(transaction, Runnable::run);
            assertThat(transaction.responses.getFirst().status().value()).isEqualTo(403);
        }
    }
}
