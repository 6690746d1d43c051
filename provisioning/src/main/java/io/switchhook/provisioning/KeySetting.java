package io.switchhook.provisioning;

import io.switchhook.provisioning.model.KeyKind;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a key is to do, for a person or a group with whatever phones: set as `key.3`, the third key that a phone has free, to
/// `blf 1002 Reception`.
///
/// Free are the line keys without an account, then the memory keys, and then those of expansion modules. Soft keys and arrows keep
/// what they are.
///
/// @param value what goes with it; empty for nothing
/// @param label what the screen shows; empty for none
public record KeySetting(Kind kind, String value, String label) {
    private static final Pattern NAME = Pattern.compile("key\\.([1-9][0-9]{0,2})");

    /// What keys do.
    public enum Kind {
        /// An account of the phone once more.
        LINE("line", 15, ""),
        /// Shows whether somebody is busy, calls him, and picks up his call.
        BLF("blf", 16, "NUMBER"),
        SPEED_DIAL("speed", 13, "NUMBER"),
        /// Parks a call, or takes it from there.
        PARK("park", 10, "SLOT"),
        PICKUP("pickup", 9, "NUMBER"),
        GROUP_PICKUP("group-pickup", 23, "CODE"),
        /// Calls somebody whose phone answers by itself.
        INTERCOM("intercom", 14, "NUMBER"),
        VOICE_MAIL("voicemail", 12, "NUMBER"),
        TRANSFER("transfer", 3, ""),
        DO_NOT_DISTURB("dnd", 5, "");

        private final String word;

        /// Its number in `memorykey.N.type` and its like.
        private final int type;

        private final String value;

        Kind(String word, int type, String value) {
            this.word = word;
            this.type = type;
            this.value = value;
        }

        private String form() {
            return value.isEmpty() ? word : word + ' ' + value;
        }

        private static Optional<Kind> of(String word) {
            return Arrays.stream(values()).filter(it -> it.word.equalsIgnoreCase(word)).findFirst();
        }
    }

    /// Whether a setting is that of a key, which no model has as a parameter.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// Which of the free keys it is for, from 1.
    static int number(String name) {
        var matcher = NAME.matcher(name);
        if (!matcher.matches()) throw new IllegalArgumentException(name);
        return Integer.parseInt(matcher.group(1));
    }

    /// What keys may do, for who sets one.
    public static String expected() {
        return Arrays.stream(Kind.values())
                .map(Kind::form)
                .collect(Collectors.joining(", ", "one of ", ", and then perhaps a label"));
    }

    /// @throws IllegalArgumentException with what is expected
    public static KeySetting parse(String text) {
        var words = text.split(" +", 2);
        var kind = Kind.of(words[0]).orElseThrow(KeySetting::unexpected);
        String rest = words.length == 2 ? words[1] : "";
        if (kind.value.isEmpty()) return new KeySetting(kind, "", rest);
        if (rest.isEmpty()) throw unexpected();
        var more = rest.split(" +", 2);
        return new KeySetting(kind, more[0], more.length == 2 ? more[1] : "");
    }

    private static IllegalArgumentException unexpected() {
        return new IllegalArgumentException("expected " + expected());
    }

    /// The keys that are free on a phone: what the names of their parameters begin with.
    ///
    /// @param accounts numbers of those in use
    static List<String> free(PhoneModel model, Collection<Integer> accounts) {
        var free = new ArrayList<String>();
        for (var kind : model.keys())
            if (isOfPhone(kind))
                for (int n = 1; n <= kind.count(); n++)
                    if (!isLineKey(kind) || !accounts.contains(n)) free.add(kind.key(0, n));
        for (var kind : model.keys())
            for (int module = 1; module <= kind.modules(); module++)
                for (int n = 1; n <= kind.count(); n++) free.add(kind.key(module, n));
        return free;
    }

    /// Whether keys of a kind are on the phone itself, and have no meaning by themselves.
    static boolean isOfPhone(KeyKind kind) {
        return kind.modules() == 0 && !kind.name().equals("programablekey");
    }

    static boolean isLineKey(KeyKind kind) {
        return kind.name().equals("linekey");
    }

    /// The parameters of a key that does this.
    ///
    /// @param key what their names begin with
    /// @param account over which it calls
    SequencedMap<String, Value> parameters(PhoneModel model, String key, int account) {
        return parameters(model, key, kind.type, account, value, label);
    }

    /// The same of a key that does nothing.
    static SequencedMap<String, Value> nothing(PhoneModel model, String key) {
        return parameters(model, key, 0, 0, "", "");
    }

    /// The same of a line key that stands for its account.
    static SequencedMap<String, Value> ofAccount(PhoneModel model, String key, int account) {
        return parameters(model, key, Kind.LINE.type, account, "", "");
    }

    private static SequencedMap<String, Value> parameters(
            PhoneModel model, String key, int type, int account, String value, String label) {
        var values = new LinkedHashMap<String, Value>();
        values.put(key + ".type", new Value.Text(Integer.toString(type)));
        values.put(key + ".line", new Value.Text(Integer.toString(account)));
        values.put(key + ".value", textOrDefault(value));
        values.put(key + ".pickup_value", new Value.Default());
        if (model.find(key + ".label").isPresent())
            values.put(key + ".label", textOrDefault(label));
        return values;
    }

    private static Value textOrDefault(String text) {
        return text.isEmpty() ? new Value.Default() : new Value.Text(text);
    }
}
