package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;

/// `SIP-Version SP Status-Code SP Reason-Phrase`: RFC 3261 §7.2, as received or as composed here.
sealed interface StatusLine {
    StatusCode status();

    String reasonPhrase();

    void writeTo(ByteSink out);

    record Composed(StatusCode status, String reasonPhrase) implements StatusLine {
        @Override
        public void writeTo(ByteSink out) {
            int from = out.length();
            out.put("SIP/2.0 ").put(status.value()).put(' ').put(reasonPhrase);
            out.flatten(from).crlf();
        }
    }

    /// A window on the received line; the phrase, which hardly anybody asks for, is read when asked.
    record Received(
            Source source, StatusCode status, int start, int phraseStart, int phraseEnd, int end)
            implements StatusLine {
        @Override
        public String reasonPhrase() {
            return source.scanner(phraseStart, phraseEnd).text(phraseStart, phraseEnd);
        }

        @Override
        public void writeTo(ByteSink out) {
            out.put(source.bytes(), start, end);
        }
    }
}
