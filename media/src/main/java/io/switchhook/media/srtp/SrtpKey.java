package io.switchhook.media.srtp;

import java.util.Arrays;

/// What one end of a call encrypts with, as it says in its `a=crypto`: RFC 4568 §4. It is no secret to whoever sees the
/// SDP, but to whoever sees a log.
///
/// @param master [SrtpSuite#MASTER_KEY] octets of the key and [SrtpSuite#MASTER_SALT] of the salt; never changed
public record SrtpKey(SrtpSuite suite, byte[] master) {
    public SrtpKey {
        if (master.length != SrtpSuite.MASTER_KEY + SrtpSuite.MASTER_SALT)
            throw new IllegalArgumentException("a key and salt of " + master.length + " octets");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKey(var otherSuite, var otherMaster)
                && suite == otherSuite
                && Arrays.equals(master, otherMaster);
    }

    @Override
    public int hashCode() {
        return 31 * suite.hashCode() + Arrays.hashCode(master);
    }

    @Override
    public String toString() {
        return "SrtpKey[" + suite + "]";
    }
}
