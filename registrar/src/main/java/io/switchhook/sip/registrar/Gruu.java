package io.switchhook.sip.registrar;

import io.switchhook.sip.uri.AddressOfRecord;
import java.util.List;

/// A URI of ours that names one phone of a user, whatever its address: RFC 5627. Both kinds say all themselves, so
/// nothing is kept for them.
public sealed interface Gruu {
    AddressOfRecord addressOfRecord();

    /// The bindings of that phone among those of its user.
    List<Binding> contacts(List<Binding> all);

    /// Whether it is good though the phone has no binding now (§5.3): then 480 is the answer, else 404.
    boolean outlivesItsContacts();

    /// `sip:1001@office.example;gr=urn:uuid:...`
    ///
    /// @param instance as [Binding#instance] gives it
    record Public(AddressOfRecord addressOfRecord, String instance) implements Gruu {
        @Override
        public List<Binding> contacts(List<Binding> all) {
            return all.stream()
                    .filter(it -> it.instance().filter(instance::equals).isPresent())
                    .toList();
        }

        @Override
        public boolean outlivesItsContacts() {
            return true;
        }
    }

    /// `sip:tgruu.yt3...@office.example;gr`, made by [Gruus]. It ends when the phone registers with another Call-ID, or not
    /// at all (§5.1, §5.3).
    ///
    /// @param instance the fingerprint of the instance-id
    /// @param callId the fingerprint of the Call-ID that the phone registered with
    record Temporary(AddressOfRecord addressOfRecord, long instance, long callId) implements Gruu {
        @Override
        public List<Binding> contacts(List<Binding> all) {
            var its = all.stream().filter(this::isOfInstance).toList();
            boolean isValid = its.stream().anyMatch(it -> Gruus.fingerprint(it.callId()) == callId);
            return isValid ? its : List.of();
        }

        private boolean isOfInstance(Binding binding) {
            return binding.instance().filter(its -> Gruus.fingerprint(its) == instance).isPresent();
        }

        @Override
        public boolean outlivesItsContacts() {
            return false;
        }
    }
}
