package io.switchhook.media.srtp;

/// The crypto suites, by their names in SDP: RFC 4568 §6.2.
public enum SrtpSuite {
    AES_CM_128_HMAC_SHA1_80(10),
    /// A shorter tag for RTP; SRTCP has one of 80 bits all the same (RFC 4568 §6.2.2).
    AES_CM_128_HMAC_SHA1_32(4);

    /// Octets of a master key.
    public static final int MASTER_KEY = 16;

    /// Octets of a master salt, which in an `inline:` parameter stands behind the key.
    public static final int MASTER_SALT = 14;

    private final int tag;

    SrtpSuite(int tag) {
        this.tag = tag;
    }

    int tag() {
        return tag;
    }
}
