package io.switchhook.pbx.directory;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of comma-separated values: RFC 4180, with LF or CRLF. A field in quotes may hold commas, line ends and doubled
/// quotes.
final class CsvReader {
    /// One row.
    ///
    /// @param line where it begins, from 1
    record Row(int line, List<String> fields) {
        boolean isBlank() {
            return fields.size() == 1 && fields.getFirst().isBlank();
        }
    }

    /// What is wrong with a file so that the rest of it cannot be read.
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1;
        final int line;

        Broken(int line, String message) {
            super(message);
            this.line = line;
        }
    }

    private static final int LONGEST_FIELD = 4096;
    private static final int MOST_FIELDS = 16;
    private static final int END = -1;

    private final Reader in;
    private int line = 1;
    private int next;

    CsvReader(Reader in) throws IOException {
        this.in = in;
        next = in.read();
        if (next == '\ufeff') next = in.read(); // the byte order mark of spreadsheets
    }

    /// The next row, or nothing at the end.
    Optional<Row> row() throws IOException {
        if (next == END) return Optional.empty();
        var fields = new ArrayList<String>(4);
        int from = line;
        while (true) {
            if (fields.size() == MOST_FIELDS)
                throw new Broken(from, "more than " + MOST_FIELDS + " fields");
            fields.add(next == '"' ? quoted() : plain());
            if (next != ',') break;
            read();
        }
        if (next == '\r') read();
        if (next == '\n') read();
        return Optional.of(new Row(from, fields));
    }

    private String plain() throws IOException {
        var field = new StringBuilder();
        while (next != ',' && next != '\n' && next != '\r' && next != END) append(field);
        return field.toString().strip();
    }

    private String quoted() throws IOException {
        int from = line;
        var field = new StringBuilder();
        read();
        while (true) {
            if (next == END) throw new Broken(from, "a quoted field has no closing quote");
            if (next == '"') {
                read();
                if (next != '"') break;
            }
            append(field);
        }
        while (next == ' ' || next == '\t') read();
        if (next != ',' && next != '\n' && next != '\r' && next != END)
            throw new Broken(line, "text after the closing quote of a field");
        return field.toString();
    }

    private void append(StringBuilder field) throws IOException {
        if (field.length() == LONGEST_FIELD)
            throw new Broken(line, "a field is longer than " + LONGEST_FIELD + " characters");
        field.append((char) next);
        read();
    }

    private void read() throws IOException {
        if (next == '\n') line++;
        next = in.read();
    }
}
