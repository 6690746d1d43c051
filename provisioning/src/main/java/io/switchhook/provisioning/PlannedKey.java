package io.switchhook.provisioning;

import java.util.Optional;

/// A key that is to do something.
///
/// @param kind `linekey`, `memorykey`, `programablekey` or `expansion_module`
/// @param module of an expansion module, from 1; 0 for keys of the phone itself
/// @param number from 1
/// @param account that it is for, from 1; 0 for whichever is free
/// @param label what the screen shows; empty for none
public record PlannedKey(
        String kind, int module, int number, Meaning meaning, int account, String label) {

    /// What a key does.
    public sealed interface Meaning {
        /// Its account: a call is made, held or answered.
        record Line() implements Meaning {}

        /// Shows whether a line is busy, calls it, and picks up its call.
        ///
        /// @param pickupCode what is dialed for that, if the phone does not replace the call by itself
        record BusyLamp(String watched, Optional<String> pickupCode) implements Meaning {}

        record SpeedDial(String number) implements Meaning {}

        /// Parks a call, or takes it from there.
        record Park(String slot) implements Meaning {}

        /// Picks up the call of a line.
        record Pickup(String line) implements Meaning {}

        record GroupPickup(String code) implements Meaning {}

        /// Calls a line that answers by itself.
        record Intercom(String line) implements Meaning {}

        record VoiceMail(String number) implements Meaning {}

        record Transfer() implements Meaning {}

        record DoNotDisturb() implements Meaning {}

        /// The number of the file in `memorykey.N.type` and its like.
        default int type() {
            return switch (this) {
                case Transfer _ -> 3;
                case DoNotDisturb _ -> 5;
                case Pickup _ -> 9;
                case Park _ -> 10;
                case VoiceMail _ -> 12;
                case SpeedDial _ -> 13;
                case Intercom _ -> 14;
                case Line _ -> 15;
                case BusyLamp _ -> 16;
                case GroupPickup _ -> 23;
            };
        }

        /// What goes with it; empty for nothing.
        default String value() {
            return switch (this) {
                case Transfer _, DoNotDisturb _, Line _ -> "";
                case Pickup(var line) -> line;
                case Park(var slot) -> slot;
                case VoiceMail(var number) -> number;
                case SpeedDial(var number) -> number;
                case Intercom(var line) -> line;
                case BusyLamp(var watched, _) -> watched;
                case GroupPickup(var code) -> code;
            };
        }
    }
}
