package io.switchhook.server;

/// Where something of the configuration was said: a line of a file, or an option of the command line.
///
/// @param line from 1; 0 where there are no lines
public record Place(String source, int line) {
    static Place option(String text) {
        return new Place(text, 0);
    }

    /// As compilers write it: `office.yaml:7`.
    @Override
    public String toString() {
        return line == 0 ? source : source + ':' + line;
    }
}
