package io.switchhook.sip.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.message.Corpus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTest {
    static List<String[]> equality() {
        return Corpus.table("rfc3261-uri-equality.tsv");
    }

    /// RFC 3261 §19.1.4, its examples.
    @ParameterizedTest
    @MethodSource("equality")
    void equivalence(String a, String b, String equal) {
        assertThat(SipUri.parse(a).equivalentTo(SipUri.parse(b))).isEqualTo(equal.equals("1"));
        assertThat(SipUri.parse(b).equivalentTo(SipUri.parse(a))).isEqualTo(equal.equals("1"));
        assertThat(SipUri.parse(a).equivalentTo(SipUri.parse(a))).isTrue();
    }

    @Test
    void escapesOfReservedCharactersAreNotTheCharacters() {
        var escaped = SipUri.parse("sip:a%3Bb@example.com");
        assertThat(escaped.equivalentTo(SipUri.parse("sip:a%3bb@EXAMPLE.com"))).isTrue();
        assertThat(escaped.equivalentTo(SipUri.parse("sip:a;b@example.com"))).isFalse();
        assertThat(SipUri.parse("sip:%7Ea@b").equivalentTo(SipUri.parse("sip:~a@b"))).isTrue();
    }

    @Test
    void ofAParameterThatStandsTwiceTheFirstCounts() {
        var twice = SipUri.parse("sip:a@b;x=1;x=2");
        assertThat(twice.equivalentTo(twice)).isTrue();
        assertThat(twice.equivalentTo(SipUri.parse("sip:a@b;x=1"))).isTrue();
        assertThat(SipUri.parse("sip:a@b;x=2").equivalentTo(twice)).isFalse();
    }

    @Test
    void addressesCompareByValueAndNamesWithoutCase() {
        assertThat(HostPort.of("[2001:DB8:0::1]").sameHost(HostPort.of("[2001:db8::1]"))).isTrue();
        assertThat(HostPort.of("[::1]").sameHost(HostPort.of("[::2]"))).isFalse();
        assertThat(HostPort.of("[::ffff:192.0.2.1]").sameHost(HostPort.of("[::FFFF:c000:201]")))
                .isTrue();
        assertThat(HostPort.of("Example.COM").sameHost(HostPort.of("example.com"))).isTrue();
        assertThat(HostPort.of("::1").sameHost(HostPort.of("[::1]"))).isFalse();
    }

    @Test
    void numericHosts() {
        for (String yes : List.of("192.0.2.1", "0.0.0.0", "255.255.255.255", "[::1]"))
            assertThat(HostPort.of(yes).isNumeric()).as(yes).isTrue();
        for (String no :
                List.of("1.2.3", "1.2.3.4.5", "1..2.3", "1.2.3.", "256.1.1.1", "a.b.c.d", ""))
            assertThat(HostPort.of(no).isNumeric()).as(no).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@example.com",
                "sip:alice:secret@example.com:5070;transport=tcp;lr?subject=x&to=sip:b%40c",
                "sips:+1-212-555-1212:1234@gateway.com;user=phone",
                "sip:example.com",
                "sip:[2001:db8::9:1]:5060;maddr=[::1]",
                "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d@example.com",
                "sip:192.0.2.1;unknown-no-value;unknown=value",
                "sip:%00@example.com",
                "tel:+1-201-555-0123",
                "tel:7042;phone-context=example.com",
                "tel:*21#;phone-context=+49",
                "urn:service:sos",
                "http://www.example.com/sounds/moo.wav",
                "soap.beep://192.0.2.103:3002",
                "nobodyKnowsThisScheme:totallyopaquecontent"
            })
    void printedAsParsed(String text) {
        var uri = Uri.parse(text);
        assertThat(uri.toString()).isEqualTo(text);
        assertThat(Uri.parse(uri.toString())).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sip",
                ":a@b",
                "1sip:a@b",
                "s p:a@b",
                "sip:",
                "sip:@b",
                "sip::pw@b",
                "sip:a@",
                "sip:a@b:",
                "sip:a@b:0",
                "sip:a@b:65536",
                "sip:a@b:99999999999999999999",
                "sip:a@b :5060",
                "sip:a@b;",
                "sip:a@b;;lr",
                "sip:a@b; lr",
                "sip:a@b?",
                "sip:a b@c",
                "sip:a\0@c",
                "sip:a@b@c",
                "sip:2001:db8::10",
                "sip:[2001:db8::10",
                "sip:[]",
                "sip:[12345::]",
                "sip:[1:2:3:4:5:6:7]",
                "sip:[1:2:3:4:5:6:7:8:9]",
                "sip:[1::2::3]",
                "sip:[::::]",
                "sip:[:1]",
                "sip:[1:]",
                "sip:[::1.2.3]",
                "sip:[::1.2.3.4.5]",
                "sip:[::1.2.3.256]",
                "sip:[1:2:3:4:5:6:7:1.2.3.4]",
                "sip:[g::]",
                "sip:a@b>",
                "tel:",
                "tel:xyz",
                "foo:",
                "foo:a b"
            })
    void noUri(String text) {
        assertThatExceptionOfType(MalformedValue.class).isThrownBy(() -> Uri.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[::]",
                "[::1]",
                "[1::]",
                "[1:2:3:4:5:6:7:8]",
                "[1:2:3:4:5:6:1.2.3.4]",
                "[1::8]",
                "[fe80::A]"
            })
    void ipv6(String text) {
        assertThat(SipUri.parse("sip:" + text + ":9").hostPort()).isEqualTo(HostPort.of(text, 9));
    }

    @Test
    void theParts() {
        var uri = SipUri.parse("SIPS:al%69ce:se%20cret@Example.com:5070;Transport=TCP;LR?a=b");
        assertThat(uri.scheme()).isEqualTo("sips");
        assertThat(uri.secure()).isTrue();
        assertThat(uri.user()).isEqualTo("al%69ce");
        assertThat(uri.decodedUser()).isEqualTo("alice");
        assertThat(uri.password()).hasValue("se%20cret");
        assertThat(uri.host()).isEqualTo("Example.com");
        assertThat(uri.hostPort().portOr(5060)).isEqualTo(5070);
        assertThat(uri.transport()).hasValue("tcp");
        assertThat(uri.isLooseRouter()).isTrue();
        assertThat(uri.headers()).isEqualTo("a=b");
        assertThat(AddressOfRecord.of(uri)).hasToString("alice@example.com");
        assertThat(uri.asRequestUri().headers()).isEmpty();
        assertThat(SipUri.parse("sip:b;method=INVITE").asRequestUri()).hasToString("sip:b");
        assertThat(SipUri.of("a", HostPort.of("b", 1))).hasToString("sip:a@b:1");
        assertThat(SipUri.of(HostPort.of("b"))).hasToString("sip:b");
        assertThat(AddressOfRecord.of(SipUri.parse("sip:Example.com"))).hasToString("example.com");
    }

    @Test
    void sipAndSipsNameTheSameAddressOfRecordButAreNotEquivalent() {
        var sip = SipUri.parse("sip:a@b");
        var sips = SipUri.parse("sips:a@b");
        assertThat(AddressOfRecord.of(sip)).isEqualTo(AddressOfRecord.of(sips));
        assertThat(sip.equivalentTo(sips)).isFalse();
    }

    @Test
    void telephoneNumbers() {
        var uri = (TelUri) Uri.parse("TEL:+1-(201).555-0123;Phone-Context=x");
        assertThat(uri.scheme()).isEqualTo("tel");
        assertThat(uri.digits()).isEqualTo("+12015550123");
        assertThat(uri.parameters().get("phone-context")).hasValue("x");
    }

    @Test
    void parametersAreBounded() {
        var many = new StringBuilder("sip:a");
        for (int i = 0; i < Parameters.MAX_SIZE; i++) many.append(";p").append(i);
        assertThat(SipUri.parse(many.toString()).parameters().size()).isEqualTo(64);
        assertThatExceptionOfType(MalformedValue.class)
                .isThrownBy(() -> SipUri.parse(many + ";x"))
                .withMessage("more than 64 parameters");
    }

    @Test
    void parameters() {
        var parameters = SipUri.parse("sip:a;x=1;Y;z=%20").parameters();
        assertThat(parameters.size()).isEqualTo(3);
        assertThat(parameters.get("X")).hasValue("1");
        assertThat(parameters.has("y")).isTrue();
        assertThat(parameters.get("y")).isEmpty();
        assertThat(parameters.has("w")).isFalse();
        assertThat(parameters.with("y", "2")).hasToString(";x=1;y=2;z=%20");
        assertThat(parameters.with("w")).hasToString(";x=1;Y;z=%20;w");
        assertThat(parameters.without("x").without("w")).hasToString(";Y;z=%20");
        assertThat(parameters).isEqualTo(SipUri.parse("sip:b;x=1;Y;z=%20").parameters());
        assertThat(parameters.hashCode())
                .isEqualTo(SipUri.parse("sip:b;x=1;Y;z=%20").parameters().hashCode());
        assertThat(Parameters.EMPTY.with("e", "60").seconds("e")).hasValue(60);
        assertThat(Parameters.EMPTY.with("e", "4294967295").seconds("e"))
                .hasValue(Integer.MAX_VALUE);
        for (String no : List.of("4294967296", "99999999999999999999999", "-1", "", "x"))
            assertThat(Parameters.EMPTY.with("e", no).seconds("e")).isEmpty();
        assertThat(Parameters.EMPTY.seconds("e")).isEmpty();
    }
}
