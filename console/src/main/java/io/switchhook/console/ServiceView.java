package io.switchhook.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the console knows of what phones in service do and tell, and what it can have them do. Asked on virtual threads.
public interface ServiceView {

    /// Something that happened to a device, besides its questions for files.
    ///
    /// @param kind `check-sync` (it was told something, and answered), `rollout`, `action` (it says so itself, a hint and no proof), or
    ///     `log`
    /// @param text for people
    record Note(Instant at, String kind, String text) {}

    /// A line of a device's log.
    ///
    /// @param at when it came
    /// @param severity such as `warning`
    /// @param application which program of the device speaks; empty for not known
    record LogLine(Instant at, String severity, String application, String text) {}

    /// What is in memory of a device's log.
    ///
    /// @param items the latest first
    /// @param forgotten how many lines before these are not
    record Log(List<LogLine> items, long forgotten) {}

    /// What a device can be told.
    enum Nudge {
        /// To look for new files.
        FETCH,
        /// To start anew, which ends its calls.
        REBOOT
    }

    /// The latest first.
    List<Note> notes(String mac) throws Refusal;

    Log log(String mac) throws Refusal;

    /// Tells a device, after those that are to be told already. What it answers is a [Note] of the kind `check-sync`.
    ///
    /// @param by who does it, for the log
    void tell(String mac, Nudge nudge, String by) throws Refusal;

    /// The same for all that are adopted, or those of a kind.
    ///
    /// @param group empty for any
    /// @param model by any of its names; empty for any
    /// @return how many are told that were not to be told already
    /// @throws Refusal if there is no such device
    int tellAll(Optional<String> group, Optional<String> model, Nudge nudge, String by)
            throws Refusal;
}
