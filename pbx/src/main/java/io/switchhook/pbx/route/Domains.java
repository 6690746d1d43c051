package io.switchhook.pbx.route;

import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.TelUri;
import io.switchhook.sip.uri.Uri;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The domains this server is responsible for (RFC 3261 §16.5): the configured names and its own addresses. They are one:
/// `1001@` any of them is the same user, filed under the first name.
public final class Domains {
    private final String first;
    private final Set<String> names;
    private final Predicate<HostPort> ownAddress;

    /// @param names the configured domains; the first is the realm
    /// @param ownAddress whether a host and port are those of a listener
    public Domains(List<String> names, Predicate<HostPort> ownAddress) {
        this.names =
                names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        this.first = names.getFirst().toLowerCase(Locale.ROOT);
        this.ownAddress = ownAddress;
    }

    /// The realm, and the domain of every canonical address-of-record.
    public String first() {
        return first;
    }

    /// A name stands for the whole domain; an address with a port may just as well be a phone on this machine.
    public boolean include(SipUri uri) {
        var hostPort = uri.hostPort();
        boolean named = names.contains(uri.host().toLowerCase(Locale.ROOT));
        return (named && (hostPort.portOrZero() == 0 || !hostPort.isNumeric()))
                || ownAddress.test(hostPort);
    }

    /// Whether a host, in lower case, is ours.
    public boolean includeHost(String host) {
        return names.contains(host) || ownAddress.test(HostPort.of(host));
    }

    /// Whom a URI names here: a user of any of the domains, or a telephone number; empty for somebody elsewhere. A URI that
    /// names the server itself gives an address-of-record without a user.
    public Optional<AddressOfRecord> recordOf(Uri uri) {
        if (uri instanceof SipUri sip && include(sip))
            return Optional.of(new AddressOfRecord(sip.decodedUser(), first));
        if (uri instanceof TelUri tel) return Optional.of(new AddressOfRecord(tel.digits(), first));
        return Optional.empty();
    }
}
