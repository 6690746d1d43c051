package io.switchhook.phone.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a NOTIFY of the dialog package tells of somebody's calls (RFC 4235 §4.1). At most [#MOST] dialogs are read.
///
/// @param full whether all of them are listed, and not only those that changed
public record DialogInfo(boolean full, long version, List<Dialog> dialogs) {
    /// How many dialogs of one line are kept.
    public static final int MOST = 64;

    public DialogInfo {
        dialogs = List.copyOf(dialogs);
    }

    /// How far a call is, as far as a lamp can show it.
    public enum State {
        /// `trying` and `proceeding`: nobody rings yet.
        CALLING,
        EARLY,
        CONFIRMED,
        TERMINATED;

        static Optional<State> of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "trying", "proceeding" -> Optional.of(CALLING);
                case "early" -> Optional.of(EARLY);
                case "confirmed" -> Optional.of(CONFIRMED);
                case "terminated" -> Optional.of(TERMINATED);
                default -> Optional.empty();
            };
        }
    }

    /// One call of the line. What was not said is empty.
    ///
    /// @param incoming whether the line was called
    /// @param remote the URI of the other end: its Contact if that was said, else its address
    public record Dialog(
            String id,
            State state,
            boolean incoming,
            String callId,
            String localTag,
            String remoteTag,
            String remote) {

        /// Whether the dialog can be named in a Replaces.
        public boolean isNamed() {
            return !callId.isEmpty() && !localTag.isEmpty() && !remoteTag.isEmpty();
        }
    }

    /// @throws UnusableFile if it is not well-formed, or something else
    public static DialogInfo read(byte[] bytes) throws UnusableFile {
        var reader = new Reader();
        XmlFile.read("dialog-info", bytes, reader);
        return new DialogInfo(reader.full, reader.version, reader.dialogs);
    }

    private static final class Reader implements XmlFile.Listener {
        private boolean full = true;
        private long version;
        private final List<Dialog> dialogs = new ArrayList<>();
        private Map<String, String> dialog = Map.of();
        private String state = "";
        private String identity = "";
        private String target = "";
        private boolean isRemote;

        @Override
        public void opened(String name, int depth, Map<String, String> row, Place place)
                throws UnusableFile {
            if (depth == 1) {
                if (!name.equals("dialog-info"))
                    throw new UnusableFile(place, "expected <dialog-info>, not <" + name + ">");
                full = !row.getOrDefault("state", "full").equals("partial");
                version = number(row.getOrDefault("version", "0"));
                return;
            }
            switch (name) {
                case "dialog" -> {
                    dialog = row;
                    state = "";
                    identity = "";
                    target = "";
                }
                case "remote" -> isRemote = true;
                case "target" -> {
                    if (isRemote) target = row.getOrDefault("uri", "");
                }
                default -> {
                    // what stands in them is known when they are closed
                }
            }
        }

        @Override
        public void closed(String name, int depth, String text) {
            switch (name) {
                case "state" -> state = text;
                case "identity" -> {
                    if (isRemote) identity = text;
                }
                case "remote" -> isRemote = false;
                case "dialog" -> add();
                default -> {
                    // of no use to a lamp
                }
            }
        }

        private void add() {
            var known = State.of(state);
            if (known.isEmpty() || dialogs.size() == MOST) return;
            dialogs.add(
                    new Dialog(
                            dialog.getOrDefault("id", ""),
                            known.get(),
                            !dialog.getOrDefault("direction", "recipient").equals("initiator"),
                            dialog.getOrDefault("call-id", ""),
                            dialog.getOrDefault("local-tag", ""),
                            dialog.getOrDefault("remote-tag", ""),
                            target.isEmpty() ? identity : target));
        }

        private static long number(String text) {
            boolean isNumber =
                    !text.isEmpty()
                            && text.length() <= 18
                            && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return isNumber ? Long.parseLong(text) : 0;
        }
    }
}
