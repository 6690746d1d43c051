package io.switchhook.phone.settings;

/// A line of a file.
///
/// @param file its name
/// @param line from 1; 0 for the file as a whole
public record Place(String file, int line) {

    /// As compilers write it: `001565abcdef.cfg:7`.
    @Override
    public String toString() {
        return line == 0 ? file : file + ':' + line;
    }
}
