package io.switchhook.console;

import java.util.List;

/// How the server does at this moment. Asked once a second while somebody looks.
public interface NowView {

    /// Totals only go up; the page makes rates of them.
    ///
    /// @param accounts of file and database
    /// @param bindings registered phones
    /// @param silent of these, addresses that are not heard of
    /// @param requests that wait for a final response
    /// @param transactions that exist
    /// @param calls INVITEs relayed, in total
    /// @param registrations REGISTERs served, in total
    /// @param received messages, in total
    /// @param sent messages, in total
    /// @param refused requests, in total
    record Figures(
            long accounts,
            long bindings,
            long silent,
            long requests,
            long transactions,
            long calls,
            long registrations,
            long received,
            long sent,
            long refused) {}

    Figures figures();

    /// Where it listens.
    List<String> addresses();
}
