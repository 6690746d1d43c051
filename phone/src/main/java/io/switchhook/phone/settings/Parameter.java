package io.switchhook.phone.settings;

/// One parameter of the configuration files.
///
/// @param pattern its name, with `X`, `Y`, `M` and `N` where numbers stand: `account.X.codec.Y.enable`
/// @param kind which values it can have
/// @param t3xg the factory default of T38G and T32G; empty for none
/// @param vp530 that of VP530
/// @param effect whether it has one here
public record Parameter(String pattern, Kind kind, String t3xg, String vp530, Effect effect) {

    /// The factory default; empty for none.
    public String factoryDefault(Profile profile) {
        return switch (profile) {
            case T38G, T32G -> t3xg;
            case VP530 -> vp530;
        };
    }
}
