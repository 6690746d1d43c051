package io.switchhook.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the console knows of calls and of whatever else is drawn as a ladder. Asked on virtual threads, which it may block for as long
/// as a disk takes.
public interface CallsView {

    /// Whom a call is from or to.
    ///
    /// @param user empty if nothing is known
    /// @param name as displayed; empty for none
    record Party(String user, String name) {}

    /// What is to be thought of a call.
    ///
    /// @param severity `ok`, `hint` or `fault`
    /// @param advice what to do; empty for nothing
    record Verdict(String name, String severity, String text, String advice) {}

    /// A call flow that a call follows.
    ///
    /// @param name a word: `hold`
    /// @param title what happens, in a few words
    /// @param section of the phone makers' guide that prints it; 0 for none
    /// @param complete whether all of it has happened
    record Flow(String name, String title, int section, boolean complete) {}

    /// A call in a list.
    ///
    /// @param kind `call`, `registration`, `subscription` or `other`
    /// @param state `calling`, `ringing`, `answered`, `ended` or `failed`
    /// @param status of the final response; 0 if there is none
    /// @param duration in seconds, so far if it goes on
    /// @param verdict empty as long as nothing can be said
    /// @param flow empty if it follows none that is known
    /// @param messages how many its ladder has
    record Summary(
            String id,
            String kind,
            String callId,
            Party from,
            Party to,
            Instant begun,
            String state,
            int status,
            double duration,
            Optional<Verdict> verdict,
            Optional<Flow> flow,
            int messages) {}

    /// Which calls are wanted; what is empty does not matter. Words are compared without regard to case.
    ///
    /// @param text in anything that a list shows, or the Call-ID
    /// @param user account or number of one of the parties
    /// @param address host, perhaps with a port, that a message came from or went to
    /// @param device what a phone says it is
    /// @param kind as in [Summary]
    /// @param state as in [Summary]; `active` for those that go on
    /// @param status of the final response; 0 for any, 1 to 6 for a class
    /// @param reason of the server's, such as `challenged`, or a verdict
    record Query(
            String text,
            String user,
            String address,
            String device,
            String kind,
            String state,
            int status,
            String reason,
            Optional<Instant> since,
            Optional<Instant> until,
            int offset,
            int limit) {

        public boolean fitsStatus(int other) {
            return status == 0 || (status < 10 ? other / 100 == status : other == status);
        }
    }

    /// How a ladder can be had.
    enum Format {
        /// As docs/console.md and openapi.yaml describe it; what the page draws.
        JSON("application/json"),
        TEXT("text/plain; charset=utf-8"),
        SVG("image/svg+xml"),
        /// For Wireshark.
        PCAPNG("application/x-pcapng");

        final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        static Optional<Format> of(String word) {
            for (var format : values())
                if (format.toString().equals(word)) return Optional.of(format);
            return Optional.empty();
        }

        String extension() {
            return this == TEXT ? "txt" : toString();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The newest first.
    Slice<Summary> search(Query query);

    /// The ladder of a call, as bytes of a format; empty if there is no such call (any more).
    Optional<byte[]> ladder(String id, Format format);

    /// A number that is another one whenever something has happened to a call, or to any if the ID is empty, that is shown to
    /// whoever asks now.
    long revision(String id);

    /// Where nothing is recorded.
    CallsView NONE =
            new CallsView() {
                @Override
                public Slice<Summary> search(Query query) {
                    return new Slice<>(List.of(), 0, 0);
                }

                @Override
                public Optional<byte[]> ladder(String id, Format format) {
                    return Optional.empty();
                }

                @Override
                public long revision(String id) {
                    return 0;
                }
            };
}
