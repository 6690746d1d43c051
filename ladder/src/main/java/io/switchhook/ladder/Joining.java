package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Link;
import io.switchhook.ladder.Strand.Item;
import io.switchhook.ladder.Strand.Message;
import io.switchhook.ladder.Strand.Remarked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Makes entries into ladders: one for each Call-ID, and of a Call-ID with which a phone registers for days one for each time.
/// What belongs to no call, as bytes that are no SIP, is joined by address.
final class Joining {
    /// A request after such a silence has nothing to do with those before.
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(20);

    /// How many letters and digits stand for a key.
    static final int KEY_LETTERS = 13;

    private Joining() {}

    /// All ladders, the one that began last first.
    static List<Ladder> ladders(List<Entry> entries, Timeline timeline, long now) {
        var strands = strands(entries);
        var links = Links.of(strands);
        return strands.stream()
                .map(strand -> Assembly.ladder(strand, timeline, now, links.of(strand)))
                .toList();
    }

    /// All strands, the one that began last first.
    ///
    /// @param entries in the order of time
    static List<Strand> strands(List<Entry> entries) {
        var byKey = new LinkedHashMap<Long, List<Item>>();
        var ofNone = new LinkedHashMap<String, List<Item>>();
        for (var entry : entries) {
            var item = Strand.item(entry);
            if (entry.key() != 0)
                byKey.computeIfAbsent(entry.key(), _ -> new ArrayList<>()).add(item);
            else
                address(item)
                        .ifPresent(
                                it -> ofNone.computeIfAbsent(it, _ -> new ArrayList<>()).add(item));
        }
        var strands = new ArrayList<Strand>();
        byKey.forEach((key, items) -> ofKey(key, items, ofNone, strands));
        ofNone.forEach((address, items) -> {
            if (items.stream().anyMatch(Joining::isWorthALadder))
                strands.add(new Strand(idOfAddress(address), "", items));
        });
        strands.sort(Comparator.comparingLong(Strand::begun).reversed());
        return strands;
    }

    /// What stands for a key in a link.
    static String id(long key) {
        String text = Long.toUnsignedString(key, 36);
        return "0".repeat(KEY_LETTERS - text.length()) + text;
    }

    /// The key in the id of a ladder; empty if it has none.
    static Optional<Long> key(String id) {
        if (id.length() < KEY_LETTERS) return Optional.empty();
        try {
            return Optional.of(Long.parseUnsignedLong(id.substring(0, KEY_LETTERS), 36));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String idOfAddress(String address) {
        return id(0) + 'a' + Integer.toUnsignedString(address.hashCode(), 36);
    }

    private static void ofKey(
            long key, List<Item> items, Map<String, List<Item>> ofNone, List<Strand> strands) {
        var callIds = new LinkedHashSet<String>();
        for (var item : items)
            if (item instanceof Message(_, var seen) && !seen.callId().isEmpty())
                callIds.add(seen.callId());
        if (callIds.size() <= 1) {
            String callId = callIds.isEmpty() ? "" : callIds.getFirst();
            times(id(key), callId, items, ofNone, strands);
            return;
        }
        for (var callId : callIds) {
            var own = items.stream().filter(item -> belongs(item, callId)).toList();
            String id =
                    id(key)
                            + 'c'
                            + Integer.toUnsignedString(
                                    callId.hashCode() * 31 + callId.length(), 36);
            times(id, callId, own, ofNone, strands);
        }
    }

    /// A remark may be about any of them, and so may what cannot be read.
    private static boolean belongs(Item item, String callId) {
        return !(item instanceof Message(_, var seen))
                || seen.callId().isEmpty()
                || seen.callId().equals(callId);
    }

    /// Parts what a phone does again and again with one Call-ID.
    private static void times(
            String id,
            String callId,
            List<Item> items,
            Map<String, List<Item>> ofNone,
            List<Strand> strands) {
        boolean goesOn =
                items.stream()
                        .anyMatch(item -> item instanceof Message(_, var seen) && isOfDialog(seen));
        if (goesOn) {
            strands.add(new Strand(id, callId, withPaths(items, ofNone)));
            return;
        }
        var part = new ArrayList<Item>();
        String partId = id;
        long cseq = -1;
        int status = 0;
        for (var item : items) {
            if (item instanceof Message(_, var seen) && seen.isRequest() && seen.cseq() > cseq) {
                boolean settled = status >= 200 && status != 401 && status != 407 && status != 423;
                boolean late = !part.isEmpty() && item.nanos() - part.getLast().nanos() > SILENCE;
                if (!part.isEmpty() && (settled || late) && cseq >= 0) {
                    strands.add(new Strand(partId, callId, withPaths(part, ofNone)));
                    part.clear();
                    cseq = -1;
                }
                if (cseq < 0) partId = id + 'r' + Long.toString(seen.cseq(), 36);
                cseq = seen.cseq();
                status = 0;
            } else if (item instanceof Message(_, var seen) && seen.cseq() == cseq) {
                status = Math.max(status, seen.status());
            }
            part.add(item);
        }
        strands.add(new Strand(partId, callId, withPaths(part, ofNone)));
    }

    private static boolean isOfDialog(Seen seen) {
        return switch (seen.method()) {
            case "REGISTER", "OPTIONS", "MESSAGE", "PUBLISH", "" -> false;
            default -> true;
        };
    }

    /// With what happened meanwhile to the connections it went over.
    private static List<Item> withPaths(List<Item> items, Map<String, List<Item>> ofNone) {
        if (ofNone.isEmpty()) return List.copyOf(items);
        long from = items.getFirst().nanos();
        long to = items.getLast().nanos() + TimeUnit.SECONDS.toNanos(1);
        var addresses = new LinkedHashSet<String>();
        for (var item : items)
            if (item instanceof Message(_, var seen)) addresses.add(Sentence.address(seen.path()));
        var all = new ArrayList<>(items);
        for (var address : addresses)
            for (var item : ofNone.getOrDefault(address, List.of()))
                if (isWorthTelling(item) && item.nanos() >= from && item.nanos() <= to)
                    all.add(item);
        if (all.size() > items.size()) all.sort(Comparator.comparingLong(Item::nanos));
        return all;
    }

    private static boolean isWorthTelling(Item item) {
        return item instanceof Remarked(_, var remark) && !(remark instanceof Remark.FlowOpened);
    }

    private static boolean isWorthALadder(Item item) {
        return switch (item) {
            case Message _ -> true;
            case Remarked(_, var remark) ->
                    !(remark instanceof Remark.FlowOpened || remark instanceof Remark.FlowClosed);
        };
    }

    private static Optional<String> address(Item item) {
        return switch (item) {
            case Message(_, var seen) -> Optional.of(Sentence.address(seen.path()));
            case Remarked(_, var remark) ->
                    switch (remark) {
                        case Remark.FlowOpened(var path) -> Optional.of(Sentence.address(path));
                        case Remark.FlowClosed(var path, _) -> Optional.of(Sentence.address(path));
                        case Remark.HandshakeFailed(var path, _, _) ->
                                Optional.of(Sentence.address(path));
                        case Remark.Malformed(var path, _, _, _) ->
                                path.map(Sentence::address).or(() -> Optional.of(""));
                        case Remark.Undelivered(var path, _) -> Optional.of(Sentence.address(path));
                        case Remark.TimedOut(_, _, var path) -> Optional.of(Sentence.address(path));
                        case Remark.Banned(var address, _, _) -> Optional.of(address);
                        case Remark.RateLimited(var source, _, _) -> Optional.of(source);
                        default -> Optional.of("");
                    };
        };
    }

    /// Which ladders belong together.
    private static final class Links {
        private final Map<Strand, List<Link>> links = new HashMap<>();

        static Links of(List<Strand> strands) {
            var links = new Links();
            var byCallId = new HashMap<String, Strand>();
            for (var strand : strands)
                if (!strand.callId().isEmpty()) byCallId.putIfAbsent(strand.callId(), strand);
            var transfers = new ArrayList<Transfer>();
            for (var strand : strands)
                for (var seen : strand.messages()) links.named(strand, seen, byCallId, transfers);
            for (var transfer : transfers)
                for (var strand : strands) links.transferred(transfer, strand);
            return links;
        }

        List<Link> of(Strand strand) {
            return List.copyOf(links.getOrDefault(strand, List.of()));
        }

        private void join(Strand one, String why, Strand other, String back) {
            if (one == other) return;
            add(one, new Link(other.id(), why));
            add(other, new Link(one.id(), back));
        }

        private void add(Strand strand, Link link) {
            var all = links.computeIfAbsent(strand, _ -> new ArrayList<>());
            if (all.stream().noneMatch(it -> it.id().equals(link.id()))) all.add(link);
        }

        private void named(
                Strand strand, Seen seen, Map<String, Strand> byCallId, List<Transfer> transfers) {
            if (seen.is("INVITE")) {
                seen.first(io.switchhook.sip.header.Header.REPLACES)
                        .map(it -> byCallId.get(it.callId().value()))
                        .ifPresent(it -> join(strand, "replaces", it, "replaced by"));
                seen.first(io.switchhook.sip.header.Header.JOIN)
                        .map(it -> byCallId.get(it.callId().value()))
                        .ifPresent(it -> join(strand, "joins", it, "joined by"));
            }
            if (!seen.is("REFER") || seen.isSent()) return;
            var target = seen.first(io.switchhook.sip.header.Header.REFER_TO);
            if (target.isEmpty()) return;
            Meaning.replaces(target.get())
                    .map(it -> byCallId.get(it.callId().value()))
                    .ifPresent(it -> join(strand, "handed over to", it, "handed over from"));
            transfers.add(
                    new Transfer(
                            strand,
                            seen.nanos(),
                            Parties.user(target.get().uri()),
                            seen.to().map(it -> Parties.user(it.uri())).orElse("")));
        }

        /// A call that somebody makes because he was told to.
        private void transferred(Transfer transfer, Strand strand) {
            long after = strand.begun() - transfer.nanos();
            if (strand == transfer.strand() || after < 0 || after > SILENCE) return;
            var opening = strand.opening().filter(seen -> seen.is("INVITE"));
            if (opening.isEmpty()) return;
            boolean toTarget = user(opening.get().to()).equals(transfer.target());
            boolean byReferee =
                    opening.get().first(io.switchhook.sip.header.Header.REFERRED_BY).isPresent()
                            || user(opening.get().from()).equals(transfer.referee());
            if (toTarget && byReferee)
                join(strand, "transferred from", transfer.strand(), "transferred to");
        }

        private static String user(Optional<io.switchhook.sip.header.NameAddr> address) {
            return address.map(it -> Parties.user(it.uri())).orElse("");
        }
    }

    /// @param target who is to be called
    /// @param referee who was told to call
    private record Transfer(Strand strand, long nanos, String target, String referee) {}
}
