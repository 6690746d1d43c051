package io.switchhook.sip.registrar;

import io.switchhook.sip.uri.AddressOfRecord;

/// What happened to one binding.
public sealed interface LocationEvent {
    AddressOfRecord addressOfRecord();

    /// As it is now; for one that is gone, as it was.
    Binding binding();

    /// A phone made it.
    record Registered(AddressOfRecord addressOfRecord, Binding binding) implements LocationEvent {}

    /// A phone refreshed or changed it.
    record Refreshed(AddressOfRecord addressOfRecord, Binding binding) implements LocationEvent {}

    /// A phone, or somebody in its place, removed it.
    record Unregistered(AddressOfRecord addressOfRecord, Binding binding)
            implements LocationEvent {}

    /// Its time ran out.
    record Expired(AddressOfRecord addressOfRecord, Binding binding) implements LocationEvent {}

    /// The connection that it needs was closed.
    record FlowLost(AddressOfRecord addressOfRecord, Binding binding) implements LocationEvent {}

    /// Its phone, on UDP, is not heard of any more ([Reachability]). It stays.
    record Silent(AddressOfRecord addressOfRecord, Binding binding) implements LocationEvent {}

    /// Its phone was silent, and is heard again.
    record Heard(AddressOfRecord addressOfRecord, Binding binding) implements LocationEvent {}
}
