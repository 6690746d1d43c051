package io.switchhook.provisioning.syslog;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The last lines of each phone's log, in memory. A phone that talks too much forgets its own lines, not those of others;
/// when all of them together are too much, the phone that was silent longest is forgotten. For any thread.
public final class DeviceLogs {
    /// What a line costs besides its characters, about.
    private static final int OVERHEAD = 200;

    private final int perDevice;
    private final long total;
    private final SequencedMap<String, Ring> rings = new LinkedHashMap<>();
    private long size;

    /// @param received by the clock of this host
    public record Line(Instant received, SyslogMessage message) {
        /// In bytes, about: each character may take two.
        int size() {
            return OVERHEAD
                    + 2
                            * (message.time().length()
                                    + message.host().length()
                                    + message.application().length()
                                    + message.process().length()
                                    + message.messageId().length()
                                    + message.data().length()
                                    + message.text().length());
        }
    }

    private static final class Ring {
        private final Deque<Line> lines = new ArrayDeque<>();
        private long size;
        private long forgotten;
    }

    /// @param perDevice bytes that the lines of a phone may take, about
    /// @param total those of all phones
    public DeviceLogs(int perDevice, long total) {
        if (perDevice < 1 || total < perDevice)
            throw new IllegalArgumentException("no room: " + perDevice + " of " + total);
        this.perDevice = perDevice;
        this.total = total;
    }

    /// @param device who it is, as far as that is known; its MAC address, or else that from which it sends
    public synchronized void add(String device, Line line) {
        if (line.size() > perDevice) return;
        var known = rings.remove(device);
        var ring = known == null ? new Ring() : known;
        rings.putLast(device, ring);
        ring.lines.addLast(line);
        resize(ring, line.size());
        while (ring.size > perDevice) {
            resize(ring, -ring.lines.removeFirst().size());
            ring.forgotten++;
        }
        while (size > total) size -= rings.pollFirstEntry().getValue().size;
    }

    private void resize(Ring ring, long by) {
        ring.size += by;
        size += by;
    }

    /// The lines of a phone, the oldest first.
    public synchronized List<Line> lines(String device) {
        var ring = rings.get(device);
        return ring == null ? List.of() : List.copyOf(ring.lines);
    }

    /// How many lines of a phone there were before the oldest that is left.
    public synchronized long forgotten(String device) {
        var ring = rings.get(device);
        return ring == null ? 0 : ring.forgotten;
    }

    /// How many phones there are lines of.
    public synchronized int devices() {
        return rings.size();
    }

    public synchronized void forget(String device) {
        var ring = rings.remove(device);
        if (ring != null) size -= ring.size;
    }
}
