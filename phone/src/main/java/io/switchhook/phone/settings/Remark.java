package io.switchhook.phone.settings;

/// Something in a file that was not taken as it stands. The phone works all the same.
///
/// @param key the parameter's name; empty where there is none
/// @param text what is wrong and what was assumed instead; never a password
public record Remark(Place place, String key, String text) {

    /// `001565abcdef.cfg:7: account.1.expires: 'soon' is no number; 3600 is assumed`.
    @Override
    public String toString() {
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + text;
    }
}
