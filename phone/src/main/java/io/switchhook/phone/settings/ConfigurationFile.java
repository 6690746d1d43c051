package io.switchhook.phone.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A configuration file, read but not yet judged: which keys there are and what values they can have is for [Settings].
///
/// Limits: 4 MiB, 20 000 lines, 4096 characters in a line.
///
/// @param syntax the form that the file is in
/// @param entries in the file's order; of a key that stands twice both, and the later one counts
/// @param remarks on lines that were passed over, and on others that are odd
public record ConfigurationFile(
        String name, Syntax syntax, List<Entry> entries, List<Remark> remarks) {

    public ConfigurationFile {
        entries = List.copyOf(entries);
        remarks = List.copyOf(remarks);
    }

    /// Reads a file that is not encrypted.
    ///
    /// @param name for messages
    /// @throws UnusableFile if it is no text or exceeds the limits; with anything else the phone goes on
    public static ConfigurationFile read(String name, byte[] bytes) throws UnusableFile {
        var lines = FileBounds.lines(name, bytes);
        return new Reader(name, Syntax.of(lines)).read(lines);
    }

    /// Reads a file that may be encrypted; one that is not is read as it is.
    ///
    /// @throws UnusableFile also if the key is not the one that the file was encrypted with
    public static ConfigurationFile read(String name, byte[] bytes, FileKey key)
            throws UnusableFile {
        return read(name, FileBounds.isText(bytes) ? bytes : key.decrypted(name, bytes));
    }

    /// Goes through the lines once.
    private static final class Reader {
        private final String name;
        private final Syntax syntax;
        private final List<Entry> entries = new ArrayList<>();
        private final List<Remark> remarks = new ArrayList<>();
        private final Map<String, Integer> seen = new HashMap<>();
        private Optional<M1Section> section = Optional.empty();
        private Place place;

        Reader(String name, Syntax syntax) {
            this.name = name;
            this.syntax = syntax;
            this.place = new Place(name, 1);
        }

        ConfigurationFile read(List<String> lines) {
            if (syntax == Syntax.M7 && !isVersioned(lines))
                remark(
                        "",
                        "the first line is not '" + Syntax.M7_FIRST_LINE + "'; read as if it were");
            for (int i = 0; i < lines.size(); i++) {
                place = new Place(name, i + 1);
                read(lines.get(i));
            }
            return new ConfigurationFile(name, syntax, entries, remarks);
        }

        private static boolean isVersioned(List<String> lines) {
            return !lines.isEmpty() && lines.getFirst().equals(Syntax.M7_FIRST_LINE);
        }

        private void read(String line) {
            if (line.isEmpty() || line.startsWith("#")) return;
            if (line.length() > FileBounds.LINE_LENGTH)
                remark("", "longer than " + FileBounds.LINE_LENGTH + " characters; ignored");
            else if (line.startsWith("[")) openSection(line);
            else readPair(line);
        }

        private void openSection(String line) {
            section = M1Section.named(line);
            if (section.isEmpty()) remark("", "expected '[ section ]'; ignored");
        }

        private void readPair(String line) {
            int equals = line.indexOf('=');
            String key = equals < 0 ? "" : line.substring(0, equals).strip();
            if (key.isEmpty()) {
                remark("", "expected 'key = value'; ignored");
                return;
            }
            String value = line.substring(equals + 1).strip();
            if (value.indexOf('\ufffd') >= 0) remark(key, "has characters that are not UTF-8");
            if (key.indexOf('.') >= 0) add(key, value);
            else readOld(key, value);
        }

        /// A key without a dot is of the old form, in either file.
        private void readOld(String key, String value) {
            if (section.isEmpty()) {
                remark(key, "stands in no section and is no parameter's name; ignored");
                return;
            }
            var opened = section.get();
            if (key.equals("path")) {
                section = Optional.of(opened.at(value));
                return;
            }
            opened.parameter(key)
                    .ifPresentOrElse(
                            parameter -> add(parameter, opened.inNewUnits(key, value)),
                            () ->
                                    remark(
                                            key,
                                            "has no meaning known here in ["
                                                    + opened.name()
                                                    + "]; ignored"));
        }

        private void add(String key, String value) {
            var earlier = seen.put(key, place.line());
            if (earlier != null)
                remark(key, "stands in line " + earlier + " already; the later one counts");
            entries.add(new Entry(place, key, Value.of(value)));
        }

        private void remark(String key, String text) {
            remarks.add(new Remark(place, key, text));
        }
    }
}
