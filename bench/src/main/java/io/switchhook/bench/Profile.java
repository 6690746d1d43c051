package io.switchhook.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Where the processor time of a server went: what the kernel counted for its threads, divided by samples of their stacks.
final class Profile {
    /// Sampled by processor time, so that waiting is never seen: JEP 509.
    static final String SAMPLE = "jdk.CPUTimeSample";

    static final String ALLOCATION = "jdk.ObjectAllocationSample";

    private final Map<Floor, Double> floors = new EnumMap<>(Floor.class);
    private final Map<Floor, Double> allocated = new EnumMap<>(Floor.class);
    private final Map<String, Double> tops = new HashMap<>();
    private final Map<String, Double> own = new HashMap<>();
    private final Map<String, Double> whole = new HashMap<>();
    private final Map<String, Double> allocators = new HashMap<>();
    private int samples;

    static Profile of(Path recording) throws IOException {
        var profile = new Profile();
        var threads = new HashSet<Long>();
        try (var events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                var event = events.readEvent();
                switch (event.getEventType().getName()) {
                    case SAMPLE -> profile.sample(stack(event));
                    case ALLOCATION -> {
                        // a thread's first one stands for all that it allocated before the
                        // recording
                        if (threads.add(event.getThread("eventThread").getJavaThreadId())) continue;
                        profile.allocation(stack(event), event.getLong("weight"));
                    }
                    default -> {}
                }
            }
        }
        return profile;
    }

    private static List<Floor.Frame> stack(RecordedEvent event) {
        var stack = new ArrayList<Floor.Frame>();
        if (event.getStackTrace() == null) return stack;
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            var method = frame.getMethod();
            stack.add(
                    new Floor.Frame(
                            Objects.requireNonNullElse(method.getType().getName(), "?"),
                            method.getName(),
                            frame.getType().equals("Native")));
        }
        return stack;
    }

    /// @param stack the top first; empty if it could not be told
    void sample(List<Floor.Frame> stack) {
        samples++;
        var floor = Floor.of(stack);
        floors.merge(floor, 1.0, Double::sum);
        if (stack.isEmpty()) return;
        var caller = Floor.own(stack);
        tops.merge(stack.getFirst() + " < " + caller, 1.0, Double::sum);
        var ours = new HashSet<String>();
        for (var frame : stack) if (frame.isOurs()) ours.add(frame.toString());
        for (var method : ours) whole.merge(method, 1.0, Double::sum);
        own.merge(floor.label() + "  " + caller, 1.0, Double::sum);
    }

    /// @param bytes that this one stands for
    void allocation(List<Floor.Frame> stack, long bytes) {
        if (stack.isEmpty()) return;
        allocated.merge(Floor.of(stack), (double) bytes, Double::sum);
        allocators.merge(
                Floor.of(stack).label() + "  " + Floor.own(stack), (double) bytes, Double::sum);
    }

    int samples() {
        return samples;
    }

    /// The tables.
    ///
    /// @param used nanoseconds that the kernel counted
    /// @param exchanges among which it is divided
    /// @param most rows of each table
    String report(Map<ThreadTimes.Group, Long> used, int exchanges, int most) {
        double perSample =
                used.getOrDefault(ThreadTimes.Group.JAVA, 0L)
                        / 1e3
                        / exchanges
                        / Math.max(1, samples);
        var text = new StringBuilder();
        var threads = new HashMap<String, Double>();
        used.forEach((group, nanos) -> threads.put(group.label(), nanos / 1e3 / exchanges));
        table(text, "µs each, by what the kernel counted", threads, 1, 0, most);
        table(
                text,
                "µs each on Java threads, by floor (with what it calls of the JDK)",
                labels(floors),
                perSample,
                samples,
                most);
        table(
                text,
                "µs each, by method of ours (with what it calls of the JDK)",
                own,
                perSample,
                samples,
                most);
        table(
                text,
                "µs each, by method of ours with all that it calls",
                whole,
                perSample,
                samples,
                most);
        table(
                text,
                "µs each, by top of the stack < method of ours",
                tops,
                perSample,
                samples,
                most);
        double all = allocated.values().stream().mapToDouble(Double::doubleValue).sum();
        table(
                text,
                "bytes allocated each, by floor",
                labels(allocated),
                1.0 / exchanges,
                all,
                most);
        table(
                text,
                "bytes allocated each, by method of ours",
                allocators,
                1.0 / exchanges,
                all,
                most);
        return text.toString();
    }

    private static Map<String, Double> labels(Map<Floor, Double> values) {
        var labels = new HashMap<String, Double>();
        values.forEach((floor, value) -> labels.put(floor.label(), value));
        return labels;
    }

    private static void table(
            StringBuilder text,
            String title,
            Map<String, Double> rows,
            double unit,
            double whole,
            int most) {
        if (rows.isEmpty()) return;
        text.append(title).append('\n');
        rows.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .forEach(row -> text.append(line(row.getKey(), row.getValue(), unit, whole)));
        text.append('\n');
    }

    private static String line(String name, double value, double unit, double whole) {
        String share = whole > 0 ? String.format(Locale.ROOT, "%5.1f %%", 100 * value / whole) : "";
        return String.format(Locale.ROOT, "%10.2f  %7s  %s%n", value * unit, share, name);
    }
}
