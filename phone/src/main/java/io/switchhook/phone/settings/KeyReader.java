package io.switchhook.phone.settings;

import java.util.ArrayList;
import java.util.List;

/// Gathers the keys that have a meaning.
///
/// A line key that no file speaks of stands for the account of its number.
final class KeyReader {
    private final Values values;
    private final List<Key> keys = new ArrayList<>();

    KeyReader(Values values) {
        this.values = values;
    }

    List<Key> read() {
        var counts = values.profile().keys();
        for (int n = 1; n <= counts.memory(); n++) add(Key.Place.MEMORY, 0, n, "memorykey." + n);
        for (int n = 1; n <= counts.line(); n++) add(Key.Place.LINE, 0, n, "linekey." + n);
        for (int n = 1; n <= counts.programmable(); n++)
            add(Key.Place.PROGRAMMABLE, 0, n, "programablekey." + n);
        for (int m = 1; m <= counts.modules(); m++)
            for (int n = 1; n <= Profile.Keys.PER_MODULE; n++)
                add(Key.Place.EXPANSION, m, n, "expansion_module." + m + ".key." + n);
        return keys;
    }

    private void add(Key.Place place, int module, int number, String key) {
        boolean isNone = place != Key.Place.LINE && values.said(key + ".type").isEmpty();
        int code = isNone ? 0 : values.number(key + ".type");
        if (code == 0) return;
        var type = KeyType.of(code);
        if (type.isEmpty()) {
            values.remark(
                    key + ".type", "no key type has number " + code + "; the key does nothing");
            return;
        }
        boolean isOwnLine = place == Key.Place.LINE && values.said(key + ".line").isEmpty();
        keys.add(
                new Key(
                        place,
                        module,
                        number,
                        type.get(),
                        isOwnLine ? number : values.number(key + ".line"),
                        values.word(key + ".value"),
                        values.word(key + ".pickup_value")));
    }
}
