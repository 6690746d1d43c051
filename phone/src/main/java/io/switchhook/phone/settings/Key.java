package io.switchhook.phone.settings;

/// A key with a meaning.
///
/// @param module the expansion module, from 1; 0 for all other places
/// @param number from 1
/// @param line the account it is for, from 1; 0 for whichever is free
/// @param value such as the watched line or the number to dial; empty for none
/// @param pickupValue what is dialed to pick up the watched line's call; empty for none
public record Key(
        Place place,
        int module,
        int number,
        KeyType type,
        int line,
        String value,
        String pickupValue) {

    /// Where on the phone the key is.
    public enum Place {
        MEMORY,
        LINE,
        PROGRAMMABLE,
        EXPANSION
    }
}
