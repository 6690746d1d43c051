package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;
import java.util.Optional;

/// How long a session lives without a refresh, and who refreshes: RFC 4028 §4.
///
/// @param seconds larger ones than an `int` holds are taken for the largest
/// @param parameters `;refresher=uac` or `uas`
public record SessionExpires(int seconds, Parameters parameters) {

    public static SessionExpires of(int seconds) {
        return new SessionExpires(seconds, Parameters.EMPTY);
    }

    /// @param refresher `uac` or `uas`
    public static SessionExpires of(int seconds, String refresher) {
        return new SessionExpires(seconds, Parameters.EMPTY.with("refresher", refresher));
    }

    static SessionExpires parse(Scanner in) {
        int seconds = in.deltaSeconds();
        return new SessionExpires(seconds, Parameters.ofHeader(in));
    }

    /// `uac` or `uas` in lower case; empty for none.
    public Optional<String> refresher() {
        return parameters.get("refresher").map(r -> r.toLowerCase(java.util.Locale.ROOT));
    }

    public void writeTo(ByteSink out) {
        out.put(seconds);
        parameters.writeTo(out);
    }
}
