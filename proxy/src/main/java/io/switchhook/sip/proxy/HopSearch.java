package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds the flows to a next hop, one after the other as long as they fail: RFC 3263 §4.3.
final class HopSearch implements Flows.Opened {
    private final Surroundings surroundings;
    private final int bytes;
    private final Consumer<Flow> found;
    private final Runnable exhausted;
    private final Consumer<Remark> remarks;
    private final Queue<Destination> candidates = new ArrayDeque<>(2);
    private @Nullable Destination tried;
    private boolean stopped;

    /// @param bytes how long the request is, about
    /// @param found gets a flow, and after each [#next] another
    /// @param exhausted there is none (any more)
    /// @param remarks hears what was found
    HopSearch(
            Surroundings surroundings,
            int bytes,
            Consumer<Flow> found,
            Runnable exhausted,
            Consumer<Remark> remarks) {
        this.surroundings = surroundings;
        this.bytes = bytes;
        this.found = found;
        this.exhausted = exhausted;
        this.remarks = remarks;
    }

    /// Looks for the server of a URI; the answer may come before this returns.
    void start(SipUri uri) {
        surroundings
                .locator()
                .locate(
                        uri,
                        surroundings.shard(),
                        destinations -> {
                            if (stopped) return;
                            boolean isNews = destinations.isEmpty() || !uri.hostPort().isNumeric();
                            if (isNews && surroundings.events().isRecorded())
                                remarks.accept(resolved(uri, destinations));
                            located(destinations);
                        });
    }

    private static Remark resolved(SipUri uri, List<Destination> destinations) {
        return new Remark.Resolved(
                uri.host(),
                destinations.stream()
                        .map(it ->
                                it.transport().name()
                                        + " "
                                        + it.address().getAddress().getHostAddress()
                                        + ":"
                                        + it.address().getPort())
                        .toList());
    }

    /// Looks no further than this.
    void start(Destination destination) {
        located(List.of(destination));
    }

    private void located(List<Destination> destinations) {
        int most = Math.min(destinations.size(), surroundings.settings().candidates());
        candidates.addAll(destinations.subList(0, most));
        next();
    }

    /// The last flow failed: finds the next.
    void next() {
        if (stopped) return;
        var candidate = candidates.poll();
        tried = candidate;
        if (candidate == null) exhausted.run();
        else surroundings.flows().open(candidate, bytes, surroundings.shard(), this);
    }

    /// Whether there is another candidate to fall back upon.
    boolean hasNext() {
        return !candidates.isEmpty();
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void opened(Flow flow) {
        if (stopped) return;
        var asked = tried;
        if (asked != null
                && asked.transport() != flow.transport()
                && surroundings.events().isRecorded())
            remarks.accept(
                    new Remark.TransportChanged(
                            asked.transport().name(), flow.transport().name(), bytes));
        found.accept(flow);
    }

    @Override
    public void failed(IOException cause) {
        if (stopped) return;
        var asked = tried;
        if (asked != null && surroundings.events().isRecorded())
            remarks.accept(
                    new Remark.Unreachable(
                            asked.transport().name(),
                            asked.address().getAddress().getHostAddress()
                                    + ":"
                                    + asked.address().getPort(),
                            String.valueOf(cause.getMessage())));
        next();
    }
}
