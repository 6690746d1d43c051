package io.switchhook.ladder;

import java.util.List;
import java.util.Optional;

/// All that happened with one Call-ID, in the order of time: what one ladder is made of.
///
/// @param callId empty for what belongs to none
/// @param items never empty
record Strand(String id, String callId, List<Item> items) {

    Strand {
        items = List.copyOf(items);
    }

    /// One thing that happened: a message or a remark.
    sealed interface Item {
        Entry entry();

        default long nanos() {
            return entry().nanos();
        }
    }

    record Message(Entry entry, Seen seen) implements Item {}

    record Remarked(Entry entry, Remark remark) implements Item {}

    static Item item(Entry entry) {
        if (entry.what() instanceof Entry.Remarked(var remark)) return new Remarked(entry, remark);
        return new Message(entry, Seen.of(entry).orElseThrow());
    }

    long begun() {
        return items.getFirst().nanos();
    }

    long ended() {
        return items.getLast().nanos();
    }

    List<Seen> messages() {
        return items.stream()
                .filter(Message.class::isInstance)
                .map(item -> ((Message) item).seen())
                .toList();
    }

    /// What began it: the first request outside of a dialog, of an INVITE if there is one; else the first message.
    Optional<Seen> opening() {
        var messages = messages().stream().filter(seen -> !seen.isMalformed()).toList();
        return messages.stream()
                .filter(seen -> seen.is("INVITE") && seen.toTag().isEmpty())
                .findFirst()
                .or(() ->
                        messages.stream()
                                .filter(seen -> seen.isRequest() && seen.toTag().isEmpty())
                                .findFirst())
                .or(() -> messages.stream().findFirst());
    }

    /// Whether the server itself asked.
    boolean isOurs() {
        return opening().map(seen -> seen.isSent() == seen.isRequest()).orElse(false);
    }
}
