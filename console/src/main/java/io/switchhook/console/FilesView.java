package io.switchhook.console;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What phones fetch besides their configuration, and devices as rows of a spreadsheet. Asked on virtual threads.
public interface FilesView {

    /// A setting whose URL ends in the name of a file.
    record Use(PhoneSettingsView.Origin origin, String name) {}

    /// A file.
    ///
    /// @param uses where it is named; none if no setting has it
    record Stored(String name, long bytes, Instant changed, List<Use> uses) {}

    /// @param changes what was done to what somebody gave, for him to read
    record Kept(Stored file, List<String> changes) {}

    /// What a file is for, which tells how it is made fit.
    enum Purpose {
        /// Anything; taken as it is.
        FILE,
        RINGTONE,
        WALLPAPER,
        SCREENSAVER;

        static Optional<Purpose> of(String word) {
            for (var purpose : values())
                if (purpose.toString().equals(word)) return Optional.of(purpose);
            return Optional.empty();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What is wrong with a spreadsheet.
    ///
    /// @param column empty for the line as a whole
    record Fault(int line, String column, String text) {}

    /// What a spreadsheet does, or would.
    ///
    /// @param applied whether it was done
    /// @param lines what each row does, without secrets
    /// @param faults with any, nothing was done
    record BulkResult(
            boolean applied, long added, long changed, List<String> lines, List<Fault> faults) {}

    /// By name.
    List<Stored> files() throws Refusal, IOException;

    /// Puts a file in place, whatever was there under its name.
    ///
    /// @param model for which it is made fit, where its purpose asks for that
    /// @param in not closed; of no more than is allowed anything is read
    /// @param by who does it, for the log
    Kept put(String name, Purpose purpose, String model, InputStream in, String by)
            throws Refusal, IOException;

    void remove(String name, String by) throws Refusal, IOException;

    /// All devices for a spreadsheet, in UTF-8, without secrets.
    byte[] devices() throws Refusal;

    /// @param csv in UTF-8; not closed
    /// @param apply whether it is done, or only said what it would do
    BulkResult load(InputStream csv, boolean apply, String by) throws Refusal, IOException;
}
