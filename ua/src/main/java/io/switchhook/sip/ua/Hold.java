package io.switchhook.sip.ua;

/// How an offer says that the other end is not to be heard. Both forms are understood when they come.
public enum Hold {
    /// `a=sendonly`: RFC 3264 §8.4.
    SENDONLY,
    /// `c=IN IP4 0.0.0.0` and no direction, as RFC 2543 had it; for peers that know no other.
    ZERO_ADDRESS
}
