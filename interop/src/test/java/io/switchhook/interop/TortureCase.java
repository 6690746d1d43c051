package io.switchhook.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// One message of RFC 4475 or RFC 5118 and what a proxy and registrar may answer to it.
///
/// @param viaPort the port of the topmost Via, where an answer over UDP goes
/// @param expected status codes, `WF` (taken for well-formed), `forward` or `DROP`, with `|` between
/// @param valid whether the message is without fault, so that closing its connection is no answer
/// @param identity what an answer must contain to be one to this message
/// @param transaction what a server knows its transaction by: method and topmost Via
/// @param complete whether it has a head that ends, without which there is nothing to answer on a stream
record TortureCase(
        String name,
        byte[] message,
        int viaPort,
        String expected,
        boolean valid,
        String identity,
        String transaction,
        boolean complete) {
    private static final Path CORPUS =
            Path.of("..", "message", "src", "test", "resources", "corpus");
    private static final Pattern PORT = Pattern.compile(":(\\d+)$");
    private static final Pattern CALL_ID =
            Pattern.compile("(?im)^(?:call-id|i)[ \\t]*:\\s*([^\\r\\n]*)");
    private static final Pattern VIA = Pattern.compile("(?im)^(?:via|v)[ \\t]*:\\s*([^\\r\\n]*)");
    private static final Pattern BRANCH = Pattern.compile("branch=([^\\s;,]+)");

    /// @param collection `rfc4475` or `rfc5118`
    private static List<TortureCase> all(String collection) throws IOException {
        var folder = CORPUS.resolve(collection);
        var lines = Files.readAllLines(folder.resolve("index.tsv"));
        var titles = lines.getFirst().split("\t");
        var cases = new ArrayList<TortureCase>();
        for (var line : lines.subList(1, lines.size())) {
            var row = new HashMap<String, String>();
            var values = line.split("\t", -1);
            for (var i = 0; i < titles.length && i < values.length; i++) {
                row.put(titles[i], values[i]);
            }
            cases.add(of(row, Files.readAllBytes(folder.resolve(value(row, "file")))));
        }
        return cases;
    }

    /// In rounds, none of which has two of the same transaction: a server would take the second for the first, sent
    /// again.
    ///
    /// @param collections `rfc4475`, `rfc5118`
    static List<List<TortureCase>> rounds(String... collections) throws IOException {
        var all = new ArrayList<TortureCase>();
        for (var collection : collections) {
            all.addAll(all(collection));
        }
        var rounds = new ArrayList<List<TortureCase>>();
        for (var each : all) {
            var round =
                    rounds.stream()
                            .filter(cases -> cases.stream().noneMatch(each::isSentAgainBy))
                            .findFirst()
                            .orElseGet(() -> {
                                rounds.add(new ArrayList<>());
                                return rounds.getLast();
                            });
            round.add(each);
        }
        return rounds;
    }

    private boolean isSentAgainBy(TortureCase other) {
        return transaction.equals(other.transaction);
    }

    private static TortureCase of(Map<String, String> row, byte[] message) {
        var text = new String(message, StandardCharsets.ISO_8859_1);
        var via = VIA.matcher(text);
        var port = PORT.matcher(value(row, "top_via").replaceAll(".*]$", ""));
        return new TortureCase(
                value(row, "name"),
                message,
                port.find() ? Integer.parseInt(port.group(1)) : 5060,
                expected(row),
                value(row, "valid").equals("valid"),
                identity(text),
                value(row, "method_or_status") + " " + (via.find() ? via.group(1) : text),
                text.contains("\r\n\r\n"));
    }

    private static String expected(Map<String, String> row) {
        if (value(row, "kind").equals("response")) {
            return "DROP";
        }
        if (!row.containsKey("proxy")) {
            return value(row, "valid").equals("invalid") ? "400" : "WF";
        }
        var registers = value(row, "method_or_status").equals("REGISTER");
        return value(row, registers ? "registrar" : "proxy");
    }

    private static String identity(String message) {
        for (var pattern : List.of(CALL_ID, BRANCH)) {
            var found = pattern.matcher(message);
            if (found.find()) {
                return found.group(1).strip();
            }
        }
        return "";
    }

    private static String value(Map<String, String> row, String title) {
        return row.getOrDefault(title, "");
    }

    boolean maySilenceBeRight() {
        return expected.isEmpty() || expected.contains("DROP");
    }

    /// Whether the answers, all of them, are such as the RFC asks for.
    boolean accepts(List<Integer> statuses) {
        var finals = statuses.stream().filter(status -> status >= 200).toList();
        var decisive = finals.isEmpty() ? statuses : finals;
        for (var choice : expected.split("\\|")) {
            var met =
                    switch (choice) {
                        case "" -> true;
                        case "DROP" -> statuses.isEmpty();
                        case "WF", "forward" ->
                                !statuses.isEmpty()
                                        && decisive.stream().noneMatch(TortureCase::isRejection);
                        default -> decisive.contains(Integer.valueOf(choice));
                    };
            if (met) {
                return true;
            }
        }
        return false;
    }

    /// Whether a status says that the message was not taken for well-formed, or broke something.
    private static boolean isRejection(int status) {
        return switch (status) {
            case 400, 500, 503, 505, 513 -> true;
            default -> false;
        };
    }
}
