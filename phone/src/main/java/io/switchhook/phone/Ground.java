package io.switchhook.phone;

import io.switchhook.phone.audio.Sounds;
import io.switchhook.phone.video.Videos;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.ServerLocator;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// What a phone stands on: the shard that owns it, the ways out of the house, the sound and the video.
///
/// @param contact where requests for the phone arrive, by transport
/// @param host the address that packets are received at, without brackets
/// @param authorities whom the phone believes where it fetches files
/// @param random for all that others must not guess
record Ground(
        Shard shard,
        Timers timers,
        Flows flows,
        ServerLocator locator,
        Function<Transport, HostPort> contact,
        String host,
        Authorities authorities,
        Sounds sounds,
        Videos videos,
        RandomGenerator random) {

    /// With all ways out in a wrapping.
    Ground wrapped(UnaryOperator<Flow> wrapping) {
        return new Ground(
                shard,
                timers,
                WrappedFlow.flows(flows, wrapping),
                locator,
                contact,
                host,
                authorities,
                sounds,
                videos,
                random);
    }
}
