package io.switchhook.provisioning.model;

/// A kind of keys that a file gives a meaning.
///
/// @param name the first word of its parameters: `linekey`, `memorykey`, `programablekey` or `expansion_module`
/// @param modules how many modules have such keys, of the one on which they are; 0 if they are on the phone itself
/// @param count how many there are, on each module
/// @param where they are, in words
/// @param labels what names them
public record KeyKind(String name, int modules, int count, String where, Labels labels) {
    public enum Labels {
        /// The screen shows what the file says.
        SCREEN,
        /// There is paper to write on.
        PAPER,
        NONE
    }

    /// What the names of a key's parameters begin with: `linekey.3`, `expansion_module.1.key.3`.
    ///
    /// @param module from 1; 0 for the phone itself
    /// @throws IllegalArgumentException if there is no such key
    public String key(int module, int number) {
        if (module < (modules == 0 ? 0 : 1) || module > modules || number < 1 || number > count)
            throw new IllegalArgumentException(
                    "no " + name + ' ' + number + " of module " + module);
        return modules == 0 ? name + '.' + number : name + '.' + module + ".key." + number;
    }
}
