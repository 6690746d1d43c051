package io.switchhook.bench;

/// Who takes part in a comparison, and how it is started.
interface Contender {
    /// As it is called in tables.
    String name();

    /// Starts it for one load, and returns when it answers.
    ///
    /// @param users how many it has to know, if the load has a digest
    ContestServer start(Load load, int users) throws Exception;
}
