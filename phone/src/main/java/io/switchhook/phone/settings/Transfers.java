package io.switchhook.phone.settings;

/// How calls are handed on.
///
/// @param semiAttended whether a call may be handed on while the third side still rings
/// @param blindOnHook whether hanging up completes a blind transfer
/// @param attendedOnHook the same for an attended one
/// @param keyDoes what a speed dial or BLF key does in a call
/// @param afterConference whether the two other sides of a conference stay connected when this one leaves
public record Transfers(
        boolean semiAttended,
        boolean blindOnHook,
        boolean attendedOnHook,
        KeyDoes keyDoes,
        boolean afterConference) {

    /// `transfer.dsskey_deal_type`, 0 to 2.
    public enum KeyDoes {
        NEW_CALL,
        ATTENDED_TRANSFER,
        BLIND_TRANSFER
    }
}
