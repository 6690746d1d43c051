package io.switchhook.provisioning.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of comma-separated values (RFC 4180) as spreadsheets write them: in UTF-8, with LF or CRLF, and with commas,
/// semicolons or tabs, whichever comes first in the first line. No more is kept than one row.
final class CsvReader {
    static final int LONGEST_FIELD = 4096;
    static final int MOST_FIELDS = 1024;
    private static final int LONGEST_ROW = 1 << 20;
    private static final int END = -1;

    /// @param line where it begins, from 1
    record Row(int line, List<String> fields) {
        Row {
            fields = List.copyOf(fields);
        }

        boolean isBlank() {
            return fields.stream().allMatch(String::isBlank);
        }
    }

    /// What is wrong with a file so that the rest of it cannot be read.
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;
        final transient BulkFault fault;

        private Broken(int line, String column, String text) {
            super(text, null, false, false);
            fault = new BulkFault(line, column, text);
        }
    }

    private final Reader in;
    private int line = 1;
    private int next;
    private int separator = END;
    private int rowLength;

    CsvReader(InputStream in) throws Broken, IOException {
        var decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.in = new InputStreamReader(in, decoder);
        next = ' ';
        read();
        if (next == '\ufeff') read(); // the byte order mark of spreadsheets
    }

    /// The next row, or nothing at the end.
    Optional<Row> row() throws Broken, IOException {
        if (next == END) return Optional.empty();
        var fields = new ArrayList<String>();
        int from = line;
        rowLength = 0;
        while (true) {
            if (fields.size() == MOST_FIELDS)
                throw new Broken(from, "", "has more than " + MOST_FIELDS + " columns");
            fields.add(next == '"' ? quoted(fields.size()) : plain(fields.size()));
            if (!isSeparator()) break;
            read();
        }
        if (separator == END) separator = ',';
        if (next == '\r') read();
        if (next == '\n') read();
        return Optional.of(new Row(from, fields));
    }

    /// The first of them that is seen is that of the file.
    private boolean isSeparator() {
        if (separator != END) return next == separator;
        if (next != ',' && next != ';' && next != '\t') return false;
        separator = next;
        return true;
    }

    private boolean isEnd() {
        return next == '\n' || next == '\r' || next == END || isSeparator();
    }

    private String plain(int column) throws Broken, IOException {
        var field = new StringBuilder();
        while (!isEnd()) append(field, column, line);
        return field.toString().strip();
    }

    private String quoted(int column) throws Broken, IOException {
        int from = line;
        var field = new StringBuilder();
        read();
        while (true) {
            if (next == END)
                throw new Broken(from, number(column), "a quoted field has no closing quote");
            if (next == '"') {
                read();
                if (next != '"') break;
            }
            append(field, column, from);
        }
        while (next == ' ') read();
        if (!isEnd())
            throw new Broken(
                    line,
                    number(column),
                    "text after the closing quote of a field; double the quotes inside it");
        return field.toString();
    }

    private void append(StringBuilder field, int column, int from) throws Broken, IOException {
        if (next == 0)
            throw new Broken(line, number(column), "has a character NUL; is it a CSV file?");
        if (field.length() == LONGEST_FIELD || ++rowLength > LONGEST_ROW)
            throw new Broken(
                    from,
                    number(column),
                    "is longer than %d characters; is a closing quote missing?"
                            .formatted(LONGEST_FIELD));
        field.append((char) next);
        read();
    }

    private static String number(int column) {
        return Integer.toString(column + 1);
    }

    private void read() throws Broken, IOException {
        if (next == '\n') line++;
        try {
            next = in.read();
        } catch (CharacterCodingException _) {
            throw new Broken(
                    line, "", "is not in UTF-8; save the file as CSV with the character set UTF-8");
        }
    }
}
