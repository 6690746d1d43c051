package io.switchhook.sip.reginfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.reginfo.Reginfo.ContactElement;
import io.switchhook.sip.registrar.Binding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

class ReginfoTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Binding binding(String contact) {
        return new Binding(
                NameAddr.parse(Scanner.of(contact)),
                "call<1>@phone",
                17,
                NOW.plusSeconds(99),
                List.of(),
                Optional.empty(),
                "",
                NOW.minusSeconds(7322),
                NOW);
    }

    private static String document(
            String contact, ContactEvent event, Optional<PublishedGruus> gruus) {
        var element = new ContactElement(binding(contact), event, gruus);
        return new Reginfo(0, true, "sip:1001@office.example", true, List.of(element))
                .body(NOW)
                .toString();
    }

    private static Element contact(String document) {
        return (Element) Schema.valid(document).getElementsByTagName("contact").item(0);
    }

    @Test
    void saysAllOfAContact() {
        var contact =
                contact(
                        document(
                                "\"A \\\"and\\\" B\" <sip:1001@192.0.2.9;transport=tcp>;q=0.8"
                                        + ";+sip.instance=\"<urn:uuid:1>\";audio",
                                ContactEvent.REFRESHED,
                                Optional.empty()));

        assertThat(contact.getAttribute("state")).isEqualTo("active");
        assertThat(contact.getAttribute("event")).isEqualTo("refreshed");
        assertThat(contact.getAttribute("duration-registered")).isEqualTo("7322");
        assertThat(contact.getAttribute("expires")).isEqualTo("99");
        assertThat(contact.getAttribute("q")).isEqualTo("0.8");
        assertThat(contact.getAttribute("callid")).isEqualTo("call<1>@phone");
        assertThat(contact.getAttribute("cseq")).isEqualTo("17");
        assertThat(text(contact, "uri")).isEqualTo("sip:1001@192.0.2.9;transport=tcp");
        assertThat(text(contact, "display-name")).isEqualTo("A \"and\" B");
        var unknown = contact.getElementsByTagName("unknown-param");
        assertThat(unknown.getLength()).isEqualTo(2);
        assertThat(((Element) unknown.item(0)).getAttribute("name")).isEqualTo("+sip.instance");
        assertThat(unknown.item(0).getTextContent()).isEqualTo("\"<urn:uuid:1>\"");
        assertThat(unknown.item(1).getTextContent()).isEmpty();
    }

    private static String text(Element contact, String child) {
        return contact.getElementsByTagName(child).item(0).getTextContent();
    }

    @ParameterizedTest
    @EnumSource
    void everyEventIsOneOfTheSchema(ContactEvent event) {
        var contact = contact(document("<sip:a@b>", event, Optional.empty()));
        assertThat(contact.getAttribute("state"))
                .isEqualTo(event.isTerminal() ? "terminated" : "active");
        assertThat(contact.hasAttribute("expires")).isNotEqualTo(event.isTerminal());
    }

    /// RFC 5628 §7.
    @Test
    void saysTheGruus() {
        var gruus =
                new PublishedGruus(
                        "sip:1001@office.example;gr=urn:uuid:1",
                        Optional.of(
                                new PublishedGruus.Temporary("sip:tgruu.7@office.example;gr", 5)));
        var contact = contact(document("<sip:a@b>", ContactEvent.REGISTERED, Optional.of(gruus)));
        var namespace = "urn:ietf:params:xml:ns:gruuinfo";
        var pub = (Element) contact.getElementsByTagNameNS(namespace, "pub-gruu").item(0);
        var temp = (Element) contact.getElementsByTagNameNS(namespace, "temp-gruu").item(0);

        assertThat(pub.getAttribute("uri")).isEqualTo(gruus.publicGruu());
        assertThat(temp.getAttribute("uri")).isEqualTo("sip:tgruu.7@office.example;gr");
        assertThat(temp.getAttribute("first-cseq")).isEqualTo("5");
    }

    /// §4.7.1.
    @Test
    void aRegistrationWithoutContactsIsInitAndOneThatLostItsLastTerminated() {
        var empty = new Reginfo(3, true, "sip:a@b", false, List.of()).body(NOW).toString();
        var gone = new ContactElement(binding("<sip:a@b>"), ContactEvent.EXPIRED, Optional.empty());
        var ended = new Reginfo(4, false, "sip:a@b", false, List.of(gone)).body(NOW).toString();

        assertThat(Schema.summary(empty)).containsExactly("3 full init");
        assertThat(Schema.summary(ended))
                .containsExactly("4 partial terminated", "sip:a@b terminated expired");
    }

    /// §5.1: the same contact keeps its id, others have others.
    @Test
    void idsBelongToContacts() {
        var one = contact(document("<sip:a@b>", ContactEvent.REGISTERED, Optional.empty()));
        var again = contact(document("<sip:a@b>;q=1", ContactEvent.EXPIRED, Optional.empty()));
        var other = contact(document("<sip:a@b;x>", ContactEvent.EXPIRED, Optional.empty()));

        assertThat(one.getAttribute("id")).isEqualTo(again.getAttribute("id"));
        assertThat(one.getAttribute("id")).isNotEqualTo(other.getAttribute("id"));
    }

    @Test
    void theSchemaObjects() {
        assertThatThrownBy(
                        () -> Schema.valid("<reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\"/>"))
                .isInstanceOf(AssertionError.class);
    }
}
