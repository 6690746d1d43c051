package io.switchhook.sip.transaction;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.testkit.SipText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The tables in docs/specs/transactions.md.
record Specification(List<Row> unreliable, List<Row> reliable) {
    static final TimerValues VALUES = TimerValues.DEFAULT;
    static final Duration PATIENCE = Duration.ofMinutes(5);
    static final String BEGINNING = "–";

    record Row(String state, String event, String next, String effects) {
        /// What stands in brackets behind the state, or the other.
        Duration interval(Duration otherwise) {
            int at = state.indexOf("(interval ");
            if (at < 0) return otherwise;
            return Duration.parse("PT" + state.substring(at + 10, state.length() - 1));
        }

        String stateName() {
            return state.split(" ")[0];
        }

        @Override
        public String toString() {
            return state + " + " + event;
        }
    }

    static Specification of(String machine) {
        var unreliable = new ArrayList<Row>();
        var reliable = new ArrayList<Row>();
        List<Row> rows = null;
        for (var line : lines()) {
            if (line.startsWith("## ")) rows = line.equals("## " + machine) ? unreliable : null;
            else if (rows != null && line.startsWith("### ")) rows = reliable;
            else if (rows != null && line.startsWith("| ") && !line.startsWith("| state"))
                rows.add(row(line));
        }
        if (unreliable.isEmpty()) throw new AssertionError("no table for " + machine);
        return new Specification(unreliable, reliable);
    }

    private static Row row(String line) {
        var cell = line.split("\\|", -1);
        return new Row(cell[1].strip(), cell[2].strip(), cell[3].strip(), cell[4].strip());
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Path.of("../docs/specs/transactions.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Request request(Method method) {
        return SipText.request(
                """
                %s sip:bob@example.com SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1
                Max-Forwards: 70
                From: <sip:alice@example.com>;tag=a
                To: <sip:bob@example.com>
                Call-ID: 1
                CSeq: 1 %s
                """
                        .formatted(method.name(), method.name()));
    }

    static Response response(int status, Method to) {
        return Response.to(request(to), StatusCode.of(status), "b");
    }

    static String text(Duration after) {
        return after.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
