package io.switchhook.phone.settings;

/// How the media of a call on hold are described: `sip.rfc2543_hold`, 0 and 1.
public enum HoldForm {
    /// `a=sendonly`, RFC 3264 §8.4.
    SENDONLY,
    /// `c=IN IP4 0.0.0.0`, RFC 2543.
    ZERO_ADDRESS
}
