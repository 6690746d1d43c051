package io.switchhook.phone;

import io.switchhook.media.srtp.SrtpKey;
import io.switchhook.media.srtp.SrtpSuite;
import io.switchhook.phone.audio.AudioLink;
import io.switchhook.phone.settings.Srtp;
import io.switchhook.sdp.Crypto;
import io.switchhook.sdp.KeyParameter;
import io.switchhook.sip.ua.StreamAgreement;
import io.switchhook.sip.ua.StreamSecurity;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Keys of SRTP between the descriptions of a call and its packets: RFC 4568.
final class SrtpKeys {
    private SrtpKeys() {}

    /// Fresh keys for a call, one for each suite, the longer tag first.
    ///
    /// @param random a secure one
    static StreamSecurity security(Srtp setting, RandomGenerator random) {
        return switch (setting) {
            case OFF -> StreamSecurity.OFF;
            case FORCED -> new StreamSecurity.Required(keys(random));
            case NEGOTIATED -> new StreamSecurity.Negotiated(keys(random));
        };
    }

    private static List<Crypto> keys(RandomGenerator random) {
        return Stream.of(SrtpSuite.values()).map(suite -> key(suite, random)).toList();
    }

    private static Crypto key(SrtpSuite suite, RandomGenerator random) {
        var master = new byte[SrtpSuite.MASTER_KEY + SrtpSuite.MASTER_SALT];
        random.nextBytes(master);
        return new Crypto(
                suite.ordinal() + 1, suite.name(), List.of(KeyParameter.of(master)), List.of());
    }

    /// Empty if one of them is none.
    static Optional<AudioLink.Keys> of(StreamAgreement.Keys agreed) {
        return key(agreed.local())
                .flatMap(local ->
                        key(agreed.remote()).map(remote -> new AudioLink.Keys(local, remote)));
    }

    private static Optional<SrtpKey> key(Crypto crypto) {
        byte[] master = crypto.keys().getFirst().keyAndSalt();
        return Stream.of(SrtpSuite.values())
                .filter(suite -> suite.name().equals(crypto.suite()))
                .filter(_ -> master.length == SrtpSuite.MASTER_KEY + SrtpSuite.MASTER_SALT)
                .map(suite -> new SrtpKey(suite, master))
                .findFirst();
    }
}
