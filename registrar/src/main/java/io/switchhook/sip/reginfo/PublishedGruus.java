package io.switchhook.sip.reginfo;

import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.uri.AddressOfRecord;
import java.util.Optional;

/// The GRUUs of a contact as a document tells them: RFC 5628 §3.
///
/// @param publicGruu the URI
public record PublishedGruus(String publicGruu, Optional<Temporary> temporary) {

    /// @param uri the newest one
    /// @param firstCseq of the REGISTER that was given the oldest one still valid
    public record Temporary(String uri, long firstCseq) {}

    /// Who knows which GRUUs belong to a binding. For any thread, without blocking.
    public interface Registry {
        Registry NONE = (_, _) -> Optional.empty();

        Optional<PublishedGruus> of(AddressOfRecord addressOfRecord, Binding binding);
    }
}
