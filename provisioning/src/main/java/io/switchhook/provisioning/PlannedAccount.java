package io.switchhook.provisioning;

import java.util.List;
import java.util.Optional;

/// An account that a phone is to have.
///
/// @param number on the phone, from 1
/// @param user the user part of the address-of-record
/// @param authName the user name of the digest
/// @param displayName what others see; empty for none
/// @param label what the screen shows; empty for the phone's own choice
/// @param server the registrar, a name or an address
/// @param port of the server; of no use with [Transport#DNS]
/// @param voiceMail what is dialed to hear messages; with it the phone subscribes to them
/// @param codecs names, the preferred one first; empty for the phone's own choice
public record PlannedAccount(
        int number,
        String user,
        String authName,
        String password,
        String displayName,
        String label,
        String server,
        int port,
        Transport transport,
        Optional<String> voiceMail,
        List<String> codecs) {

    public PlannedAccount {
        codecs = List.copyOf(codecs);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "PlannedAccount[" + number + ", " + user + " at " + server + "]";
    }
}
