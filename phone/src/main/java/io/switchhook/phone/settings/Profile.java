package io.switchhook.phone.settings;

import java.util.List;
import java.util.Locale;

/// A model of phone, with all in which it differs from the others.
public enum Profile {
    T38G("SIP-T38G", 38, new Keys(10, 6, 15, 6), false),
    T32G("SIP-T32G", 32, new Keys(10, 3, 15, 0), false),
    VP530("VP530", 23, new Keys(18, 4, 0, 0), true);

    /// How many keys there are that a configuration file gives a meaning.
    ///
    /// @param memory `memorykey.N`
    /// @param line `linekey.N`
    /// @param programmable `programablekey.N`, as the parameter is spelled
    /// @param modules `expansion_module.M`, each with [#PER_MODULE] keys
    public record Keys(int memory, int line, int programmable, int modules) {
        /// The keys of one expansion module.
        public static final int PER_MODULE = 39;
    }

    private final String model;
    private final int number;
    private final Keys keys;
    private final boolean hasVideo;

    Profile(String model, int number, Keys keys, boolean hasVideo) {
        this.model = model;
        this.number = number;
        this.keys = keys;
        this.hasVideo = hasVideo;
    }

    /// The model's name, such as `SIP-T38G`.
    public String model() {
        return model;
    }

    /// How many accounts there are; the first one is 1.
    public int accounts() {
        return switch (this) {
            case T38G -> 6;
            case T32G -> 3;
            case VP530 -> 4;
        };
    }

    public Keys keys() {
        return keys;
    }

    public boolean hasVideo() {
        return hasVideo;
    }

    /// How many entries the codec list of an account has.
    int codecs() {
        return hasVideo ? 16 : 13;
    }

    /// How many servers `account.X.sip_server.Y` can list; without a list there is only `sip_server_host`.
    int servers() {
        return hasVideo ? 2 : 0;
    }

    /// How many `dialplan.replace` and `dialplan.dialnow` rules the configuration file may name.
    int dialRules() {
        return hasVideo ? 10 : 20;
    }

    /// The name of the file that all phones of the model read first, such as `y000000000038.cfg`.
    public String commonFile() {
        return String.format(Locale.ROOT, "y%012d.cfg", number);
    }

    /// The name of the file for one phone alone, which is read second and wins.
    ///
    /// @param mac twelve hexadecimal digits in any case, with or without `:` and `-`
    /// @throws IllegalArgumentException if they are not twelve
    public static String macFile(String mac) {
        String digits = mac.replace(":", "").replace("-", "").toLowerCase(Locale.ROOT);
        if (digits.length() != 12 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0))
            throw new IllegalArgumentException("not a MAC address: " + mac);
        return digits + ".cfg";
    }

    /// The firmware version that this model's settings are those of; the first part is the model's number.
    public String firmware() {
        return number + ".70.0.1";
    }

    /// The User-Agent header field, such as `Yealink SIP-T38G 38.70.0.1`.
    ///
    /// Its form was seen on sister models; the guides do not print one.
    public String userAgent() {
        return "Yealink " + model + ' ' + firmware();
    }

    /// The codecs in the order of the account's list, `codec.1` first.
    List<Codec> codecList() {
        return hasVideo ? Codec.VP530 : Codec.T3XG;
    }
}
