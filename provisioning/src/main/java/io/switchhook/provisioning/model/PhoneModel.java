package io.switchhook.provisioning.model;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A model of phone: what it is called, which files it reads, and what they may say.
///
/// @param id the name of its folder
/// @param name as the maker has it, such as `SIP-T38G`
/// @param aliases other names that it goes by
/// @param commonFile the file that all phones of the model read first
/// @param firmware the first numbers of its firmware's versions
/// @param forms that it reads, the one to use first
/// @param codecs the entries of an account's list that are known
/// @param keys in the order in which a person would look for them
/// @param presets what Switchhook sets for phones and accounts
/// @param ringTone which sound it takes as a ring tone; empty if it takes none
/// @param pictures which pictures it takes, and for what
/// @param recording how the phone itself records what it sends and gets; empty if nobody has said
/// @param reset how it is made what it was in its box; empty if nobody has said
/// @param picture a drawing of it, SVG
public record PhoneModel(
        String id,
        String name,
        List<String> aliases,
        String vendor,
        String commonFile,
        List<Integer> firmware,
        List<Form> forms,
        boolean hasVideo,
        List<Codec> codecs,
        List<KeyKind> keys,
        List<Preset> presets,
        Optional<SoundLimits> ringTone,
        List<PictureLimits> pictures,
        String recording,
        String reset,
        String picture,
        ParameterTable table) {

    public PhoneModel {
        aliases = List.copyOf(aliases);
        firmware = List.copyOf(firmware);
        forms = List.copyOf(forms);
        codecs = List.copyOf(codecs);
        keys = List.copyOf(keys);
        presets = List.copyOf(presets);
        pictures = List.copyOf(pictures);
    }

    /// Those that it has at least one of, in the order of the descriptions.
    public Collection<Parameter> parameters() {
        return Collections.unmodifiableCollection(table.all());
    }

    /// A parameter by its name, such as `account.1.enable`. Its numbers may be too large: see [#numberFault].
    public Optional<Found> find(String name) {
        return table.find(name);
    }

    /// A parameter by its line in the older form.
    public Optional<Found> find(M1Address.Line line) {
        return table.find(line);
    }

    /// What is wrong with the numbers in a name: `account goes from 1 to 3`.
    public Optional<String> numberFault(Found found) {
        return table.numberFault(found);
    }

    /// The pattern of the parameter that somebody may have meant.
    public Optional<String> nearest(String name) {
        return table.nearest(name);
    }

    /// How many accounts there are; the first one is 1.
    public int accounts() {
        return table.counts().of("account");
    }

    /// How far the numbers go, such as those of `account.X.codec`; 0 if there are none.
    public int count(String counted) {
        return table.counts().of(counted);
    }

    public Optional<KeyKind> keys(String kind) {
        return keys.stream().filter(it -> it.name().equals(kind)).findFirst();
    }

    /// Which pictures it takes for a purpose such as `wallpaper`.
    public Optional<PictureLimits> pictures(String purpose) {
        return pictures.stream().filter(it -> it.purpose().equals(purpose)).findFirst();
    }

    /// The name of the file for one phone alone, which is read after the common file and wins.
    ///
    /// @param mac twelve hexadecimal digits in any case, with or without `:` and `-`
    /// @throws IllegalArgumentException if they are not twelve
    public String macFile(String mac) {
        String digits = mac.replace(":", "").replace("-", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{12}"))
            throw new IllegalArgumentException("not a MAC address: " + mac);
        return digits + ".cfg";
    }

    /// Without its parameters.
    @Override
    public String toString() {
        return name;
    }
}
