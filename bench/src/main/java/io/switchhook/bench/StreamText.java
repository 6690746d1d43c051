package io.switchhook.bench;

import java.util.ArrayList;
import java.util.List;

/// Cuts what comes over a connection into messages: RFC 3261 §18.3. An end of line between them is a pong.
final class StreamText {
    private String rest = "";

    /// @return what is complete now
    List<String> add(String more) {
        String text = rest.isEmpty() ? more : rest + more;
        var messages = new ArrayList<String>();
        int start = 0;
        while (true) {
            if (text.startsWith("\r\n", start)) {
                messages.add("\r\n");
                start += 2;
                continue;
            }
            int head = text.indexOf("\r\n\r\n", start);
            if (head < 0) break;
            int end = head + 4 + length(text.substring(start, head + 2));
            if (end > text.length()) break;
            messages.add(text.substring(start, end));
            start = end;
        }
        rest = text.substring(start);
        return messages;
    }

    private static int length(String head) {
        String value = StormText.value(head, "Content-Length");
        return value.isEmpty() ? 0 : Integer.parseInt(value);
    }
}
