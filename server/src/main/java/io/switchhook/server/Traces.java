package io.switchhook.server;

import io.switchhook.callflow.Recognition;
import io.switchhook.ladder.Follower;
import io.switchhook.ladder.JsonForm;
import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Ladders;
import io.switchhook.ladder.PcapngExport;
import io.switchhook.ladder.Query;
import io.switchhook.ladder.SvgDrawing;
import io.switchhook.ladder.TextDrawing;
import io.switchhook.server.ControlFault.Kind;
import io.switchhook.server.ControlServer.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Answers `switchhook trace`: ladders, drawn here so that the command needs no more than a terminal.
final class Traces {
    /// How often a follower looks, which is sooner than anybody reads.
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// After so many looks without news the other end is asked whether it is there.
    private static final int LOOKS = 10;

    /// A file for Wireshark goes in pieces of so many bytes.
    private static final int PIECE = 32 * 1024;

    /// So many are looked up besides those that are shown.
    private static final int LINKED = 5;

    private final Ladders ladders;

    Traces(Ladders ladders) {
        this.ladders = ladders;
    }

    ObjectNode answer(Exchange exchange) throws ControlFault, IOException {
        if (!ladders.isOn())
            throw new ControlFault(Kind.UNAVAILABLE, "nothing is recorded: limits.ladder is 0 B");
        var format = TraceFormat.of(exchange.text("format"));
        var query =
                Query.ALL
                        .withParty(exchange.text("account"))
                        .withMost(Math.clamp(exchange.number("last"), 1, Query.MOST));
        int width = Math.clamp(exchange.number("width"), 60, 400);
        if (exchange.number("follow") == 1) follow(exchange, query, format, width);
        else show(exchange, found(exchange.text("call"), query), format, width);
        return ControlServer.JSON.createObjectNode();
    }

    /// The oldest first, so that the newest stands at the end of the screen.
    private List<Ladder> found(String call, Query query) throws ControlFault {
        if (call.isEmpty()) return ladders.search(query).reversed();
        var ladder = ladders.byId(call);
        if (ladder.isEmpty())
            throw new ControlFault(
                    Kind.FAILED,
                    "no ladder has the id or the Call-ID '"
                            + call
                            + "'; it may be too old, see: switchhook trace --last 20 --format json");
        return List.of(ladder.get());
    }

    private void show(Exchange exchange, List<Ladder> found, TraceFormat format, int width)
            throws IOException {
        if (format == TraceFormat.PCAPNG) {
            file(exchange, found);
            return;
        }
        var flows = new Recognition(withLinked(found));
        for (var one : found) {
            var ladder = flows.named(one);
            text(
                    exchange,
                    switch (format) {
                        case TEXT -> TextDrawing.draw(ladder, width) + '\n';
                        case SVG -> SvgDrawing.draw(ladder);
                        case JSON -> JsonForm.of(ladder) + '\n';
                        case PCAPNG -> "";
                    });
        }
    }

    /// A call flow may be more than one call.
    private List<Ladder> withLinked(List<Ladder> found) {
        var all = new LinkedHashMap<String, Ladder>();
        for (var ladder : found) all.put(ladder.id(), ladder);
        for (var ladder : found)
            for (var link : ladder.links())
                if (!all.containsKey(link.id()) && all.size() < found.size() + LINKED)
                    ladders.byId(link.id()).ifPresent(other -> all.put(other.id(), other));
        return List.copyOf(all.values());
    }

    private void file(Exchange exchange, List<Ladder> found) throws IOException {
        var entries = new ArrayList<io.switchhook.ladder.Entry>();
        for (var ladder : found) entries.addAll(ladders.entries(ladder));
        entries.sort(Comparator.comparingLong(io.switchhook.ladder.Entry::nanos));
        byte[] file = PcapngExport.of(entries, ladders.timeline());
        for (int from = 0; from < file.length; from += PIECE) {
            byte[] piece =
                    java.util.Arrays.copyOfRange(file, from, Math.min(from + PIECE, file.length));
            exchange.item(
                    ControlServer.JSON
                            .createObjectNode()
                            .put("bytes", Base64.getEncoder().encodeToString(piece)));
        }
    }

    /// Ends when the other end goes away, or reads no more.
    private void follow(Exchange exchange, Query query, TraceFormat format, int width)
            throws IOException {
        var follower = ladders.follow(query);
        for (int look = 0; ; look++) {
            exchange.goesOn();
            var news = follower.poll();
            for (var one : news) text(exchange, fresh(one, format, width));
            if (news.isEmpty() && look % LOOKS == 0) text(exchange, "");
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static String fresh(Follower.News news, TraceFormat format, int width) {
        return format == TraceFormat.JSON
                ? JsonForm.of(news) + '\n'
                : TextDrawing.draw(news.ladder(), news.fresh(), width);
    }

    private static void text(Exchange exchange, String text) throws IOException {
        exchange.item(ControlServer.JSON.createObjectNode().put("text", text));
    }
}
