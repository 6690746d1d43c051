package io.switchhook.sip.reginfo;

import io.switchhook.sip.event.XmlWriter;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.uri.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A registration information document: RFC 3680 §5, RFC 5628.
///
/// @param version from 0, one more for each document of a subscription
/// @param isFull whether all contacts are in it, or just those that changed
/// @param addressOfRecord as the subscriber calls it
/// @param isActive whether there is a contact left
record Reginfo(
        int version,
        boolean isFull,
        String addressOfRecord,
        boolean isActive,
        List<ContactElement> contacts) {
    static final MediaType TYPE = MediaType.of("application", "reginfo+xml");

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:reginfo";
    private static final String GRUU_NAMESPACE = "urn:ietf:params:xml:ns:gruuinfo";

    /// A subscription has but one registration.
    private static final String ID = "r";

    /// @param event what happened to it last
    record ContactElement(Binding binding, ContactEvent event, Optional<PublishedGruus> gruus) {}

    /// @param now what durations count from
    Body body(Instant now) {
        var xml = new XmlWriter();
        xml.begin("reginfo").attribute("xmlns", NAMESPACE);
        if (contacts.stream().anyMatch(contact -> contact.gruus.isPresent()))
            xml.attribute("xmlns:gr", GRUU_NAMESPACE);
        xml.attribute("version", version).attribute("state", isFull ? "full" : "partial");
        xml.begin("registration")
                .attribute("aor", addressOfRecord)
                .attribute("id", ID)
                .attribute("state", state());
        for (var contact : contacts) write(contact, now, xml);
        return xml.end().end().body();
    }

    /// §4.7.1: `terminated` passes at once, so it is only said together with the contact that went last.
    private String state() {
        if (isActive) return "active";
        return contacts.isEmpty() ? "init" : "terminated";
    }

    private static void write(ContactElement contact, Instant now, XmlWriter xml) {
        var binding = contact.binding;
        var address = binding.contact();
        var uri = address.uri().toString();
        xml.begin("contact")
                .attribute("id", id(uri))
                .attribute("state", contact.event.isTerminal() ? "terminated" : "active")
                .attribute("event", contact.event.text())
                .attribute("duration-registered", seconds(binding.registered(), now));
        if (!contact.event.isTerminal()) xml.attribute("expires", binding.secondsLeft(now));
        address.parameters().get("q").ifPresent(q -> xml.attribute("q", q));
        xml.attribute("callid", binding.callId()).attribute("cseq", binding.cseq());
        xml.begin("uri").text(uri).end();
        if (!address.displayName().isEmpty())
            xml.begin("display-name").text(address.displayName()).end();
        writeUnknown(address.parameters(), xml);
        contact.gruus.ifPresent(gruus -> write(gruus, xml));
        xml.end();
    }

    /// The parameters that RFC 3261 does not know, values as they were sent (RFC 5628 §7).
    private static void writeUnknown(Parameters parameters, XmlWriter xml) {
        for (int i = 0; i < parameters.size(); i++) {
            var name = parameters.nameAt(i);
            if (name.equalsIgnoreCase("q") || name.equalsIgnoreCase("expires")) continue;
            xml.begin("unknown-param")
                    .attribute("name", name)
                    .text(parameters.valueAt(i).orElse(""))
                    .end();
        }
    }

    private static void write(PublishedGruus gruus, XmlWriter xml) {
        xml.begin("gr:pub-gruu").attribute("uri", gruus.publicGruu()).end();
        gruus.temporary()
                .ifPresent(temporary ->
                        xml.begin("gr:temp-gruu")
                                .attribute("uri", temporary.uri())
                                .attribute("first-cseq", temporary.firstCseq())
                                .end());
    }

    private static long seconds(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toSeconds());
    }

    /// FNV-1a of the URI, 64 bits: the same for the same contact whenever it comes back (§5.1).
    private static String id(String uri) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < uri.length(); i++) hash = (hash ^ uri.charAt(i)) * 0x100000001b3L;
        return Long.toHexString(hash);
    }
}
