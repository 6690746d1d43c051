package io.switchhook.provisioning.device;

/// What somebody brings who asks as a device.
public sealed interface Proof {
    /// Nothing but the MAC address, which is no secret.
    record None() implements Proof {}

    /// A token that the administrator has made not long ago. It opens the door once for each device: afterwards who it let in is the
    /// device, and others with the same token are not.
    record Token() implements Proof {}

    /// A token that is not good, or no longer. A phone may keep it in its URL for good.
    record OldToken() implements Proof {}

    /// The certificate that the maker has given to the device (mutual TLS).
    ///
    /// @param mac that it is for
    record Certificate(Mac mac) implements Proof {}
}
