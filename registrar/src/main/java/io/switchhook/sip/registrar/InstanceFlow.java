package io.switchhook.sip.registrar;

import io.switchhook.sip.header.NameAddr;
import java.util.Locale;
import java.util.Optional;

/// One flow of one phone: what a binding is known by where outbound is in use, whatever its contact says (RFC 5626 §6).
///
/// @param instance the phone, as [#instance] gives it
/// @param regId 1 to 2^31-1
record InstanceFlow(String instance, int regId) {
    private static final String UUID = "urn:uuid:";

    /// Of a Contact with `+sip.instance` and `reg-id`; empty if it lacks one of them, or its `reg-id` is no such number.
    static Optional<InstanceFlow> of(NameAddr contact) {
        var regId = contact.parameters().seconds("reg-id");
        if (regId.isEmpty() || regId.getAsInt() == 0) return Optional.empty();
        return instance(contact).map(its -> new InstanceFlow(its, regId.getAsInt()));
    }

    /// The instance-id of a Contact without its brackets; a UUID in lower case, since its case means nothing (RFC 4122
    /// §3). Empty for none.
    static Optional<String> instance(NameAddr contact) {
        return contact.parameters()
                .unquoted("+sip.instance")
                .map(InstanceFlow::unbracketed)
                .filter(id -> !id.isEmpty());
    }

    private static String unbracketed(String value) {
        boolean bracketed = value.length() > 1 && value.startsWith("<") && value.endsWith(">");
        String id = bracketed ? value.substring(1, value.length() - 1) : value;
        return canonical(id);
    }

    static String canonical(String id) {
        boolean isUuid = id.regionMatches(true, 0, UUID, 0, UUID.length());
        return isUuid ? id.toLowerCase(Locale.ROOT) : id;
    }
}
