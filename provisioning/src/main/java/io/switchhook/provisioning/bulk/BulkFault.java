package io.switchhook.provisioning.bulk;

/// What is wrong with a file, and what to do.
///
/// @param line from 1; the one in which the row begins
/// @param column its name in the first line, or its number where it has none; empty for the line as a whole
/// @param text without the value of a secret
public record BulkFault(int line, String column, String text) {
    @Override
    public String toString() {
        return "line " + line + (column.isEmpty() ? "" : ", column '" + column + "'") + ": " + text;
    }
}
