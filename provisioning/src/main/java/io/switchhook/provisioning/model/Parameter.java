package io.switchhook.provisioning.model;

import java.util.Optional;

/// A parameter of a model.
///
/// @param factoryDefault empty if there is none, or it is not known
/// @param m1 where the older form has it, if that is known
/// @param needsReboot whether the phone starts anew when it changes
/// @param repeats whether a file may say it several times, and means each
/// @param meaning in one line
/// @param place where it is described
public record Parameter(
        NamePattern pattern,
        ValueType type,
        String factoryDefault,
        Optional<M1Address> m1,
        boolean needsReboot,
        boolean repeats,
        String meaning,
        Place place) {}
