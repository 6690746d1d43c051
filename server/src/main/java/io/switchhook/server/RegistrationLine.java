package io.switchhook.server;

import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A binding as commands show it.
///
/// @param transport in lower case; empty for a contact that is no SIP URI
/// @param address host and port that requests go to, or the first proxy on the way
/// @param agent what the phone says it is; empty for nothing
/// @param expires the seconds until it ends
/// @param silentSince in ISO 8601; empty for a phone that can be reached as far as is known
/// @param seen when it registered or said something for the last time, in ISO 8601; empty for not known
/// @param instance what the phone calls itself, whatever its address; empty for nothing
record RegistrationLine(
        String user,
        String contact,
        String transport,
        String address,
        String agent,
        long expires,
        String silentSince,
        String seen,
        String instance) {

    static RegistrationLine of(
            String user, Binding binding, Optional<Instant> silentSince, Instant now) {
        return new RegistrationLine(
                user,
                binding.contact().uri().toString(),
                transport(binding),
                address(binding),
                binding.userAgent(),
                binding.secondsLeft(now),
                silentSince.map(Instant::toString).orElse(""),
                binding.seen().toString(),
                binding.instance().orElse(""));
    }

    private static String transport(Binding binding) {
        var flow = binding.flow().map(its -> its.transport().name().toLowerCase(Locale.ROOT));
        return flow.or(() -> hop(binding).map(RegistrationLine::transport)).orElse("");
    }

    private static String transport(SipUri uri) {
        var preset = uri.secure() ? Transport.TLS : Transport.UDP;
        return uri.transport().orElse(preset.name().toLowerCase(Locale.ROOT));
    }

    private static String address(Binding binding) {
        return binding.flow()
                .map(its -> text(its.remote()))
                .or(() -> hop(binding).map(uri -> uri.hostPort().toString()))
                .orElse("");
    }

    private static String text(InetSocketAddress address) {
        return ListenAddress.text(address);
    }

    private static Optional<SipUri> hop(Binding binding) {
        var path = binding.path();
        return (path.isEmpty() ? binding.contact() : path.getFirst()).sipUri();
    }

    static RegistrationLine of(ObjectNode json) {
        return new RegistrationLine(
                json.path("user").asString(""),
                json.path("contact").asString(""),
                json.path("transport").asString(""),
                json.path("address").asString(""),
                json.path("agent").asString(""),
                json.path("expires").asLong(0),
                json.path("silentSince").asString(""),
                json.path("seen").asString(""),
                json.path("instance").asString(""));
    }

    ObjectNode json() {
        return ControlServer.JSON
                .createObjectNode()
                .put("user", user)
                .put("contact", contact)
                .put("transport", transport)
                .put("address", address)
                .put("agent", agent)
                .put("expires", expires)
                .put("silentSince", silentSince)
                .put("seen", seen)
                .put("instance", instance);
    }

    /// In columns: `1001  udp  192.0.2.7:5060  reachable  312 s  Yealink T46S`.
    ///
    /// @param userWidth of the column of users
    String text(int userWidth) {
        var state = silentSince.isEmpty() ? "reachable" : "silent since " + silentSince;
        var row = "%%-%ds  %%-4s %%-21s  %%-9s  %%6d s  %%s".formatted(Math.max(1, userWidth));
        return row.formatted(user, transport, address, state, expires, agent).stripTrailing();
    }
}
