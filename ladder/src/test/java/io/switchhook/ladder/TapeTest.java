package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Entry.Received;
import io.switchhook.ladder.Entry.Remarked;
import io.switchhook.ladder.Entry.Sent;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TapeTest {
    static final Path PATH =
            new Path(
                    "TLS",
                    new InetSocketAddress("127.0.0.1", 5061),
                    new InetSocketAddress("2001:db8::7", 40000));

    private final Tape tape = new Tape(1 << 20);

    private record Read(List<Entry> entries, long next, long lost) {}

    private Read since(long from) {
        var entries = new ArrayList<Entry>();
        var reading =
                tape.read(from, Frames.Choice.ALL, frames -> entries.addAll(frames.entries()));
        return new Read(entries, reading.next(), reading.lost());
    }

    static Stream<Class<?>> remarks() {
        return Stream.of(Remark.class.getPermittedSubclasses())
                .flatMap(it ->
                        it.isSealed() ? Stream.of(it.getPermittedSubclasses()) : Stream.of(it))
                .filter(Class::isRecord);
    }

    /// A remark of this kind, with another value in each component.
    private static Remark sample(Class<?> kind) {
        var components = kind.getRecordComponents();
        var values = new Object[components.length];
        for (int i = 0; i < values.length; i++) values[i] = value(components[i], i);
        try {
            var constructor =
                    kind.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            return (Remark) constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(RecordComponent component, int i) {
        var type = component.getType();
        if (type == String.class) return "text " + i + " Žižka \u00ff";
        if (type == int.class) return -100_000 - i;
        if (type == long.class) return Long.MAX_VALUE - i;
        if (type == boolean.class) return true;
        if (type == Path.class) return PATH;
        if (type == Optional.class) return Optional.of(PATH);
        if (type == List.class)
            return component.getGenericType().getTypeName().contains("Integer")
                    ? List.of(1, 2, 300_000)
                    : List.of("one", "", "three");
        return type.getEnumConstants()[type.getEnumConstants().length - 1];
    }

    @ParameterizedTest
    @MethodSource("remarks")
    void each_remark_is_read_as_it_was_written(Class<?> kind) {
        var remark = sample(kind);
        tape.remarked(17, 4711, remark);
        assertThat(since(0).entries()).containsExactly(new Entry(17, 4711, new Remarked(remark)));
    }

    @Test
    void no_remark_is_forgotten() {
        assertThat(remarks()).hasSizeGreaterThan(30);
    }

    @Test
    void messages_are_kept_byte_for_byte_with_their_way() {
        byte[] bytes = "..INVITE sip:b@example..".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        tape.received(1, 2, PATH, bytes, 2, bytes.length - 4);
        tape.sent(3, 2, PATH, bytes, 0, bytes.length);
        var entries = since(0).entries();
        assertThat(entries).hasSize(2);
        var received = (Received) entries.get(0).what();
        assertThat(received.path()).isEqualTo(PATH);
        assertThat(received.bytes()).asString().isEqualTo("INVITE sip:b@example");
        assertThat(((Sent) entries.get(1).what()).bytes()).isEqualTo(bytes);
    }

    @Test
    void what_is_too_long_is_cut_off_and_says_how_long_it_was() {
        var bytes = new byte[60_000];
        Arrays.fill(bytes, (byte) 'x');
        tape.received(1, 2, PATH, bytes, 0, bytes.length);
        var received = (Received) since(0).entries().getFirst().what();
        assertThat(received.length()).isEqualTo(60_000);
        assertThat(received.bytes().length).isBetween(10_000, Tape.LONGEST_ENTRY);

        var text = "ÿ€".repeat(100_000);
        var long1 = new Remark.Redirected(java.util.Collections.nCopies(1000, text), true);
        tape.remarked(2, 3, long1);
        assertThat(since(0).entries()).hasSize(2);
    }

    @Test
    void the_oldest_goes_first_and_a_reader_knows_that_something_is_missing() {
        var bytes = new byte[1000];
        for (int i = 0; i < 5000; i++) tape.sent(i, i, PATH, bytes, 0, bytes.length);
        var part = since(0);
        assertThat(part.lost()).isPositive();
        var times = part.entries().stream().map(Entry::nanos).toList();
        assertThat(times.getLast()).isEqualTo(4999);
        assertThat(times).hasSizeGreaterThan(400);
        for (int i = 1; i < times.size(); i++)
            assertThat(times.get(i)).isEqualTo(times.get(i - 1) + 1);
    }

    @Test
    void a_reader_goes_on_where_it_was() {
        tape.remarked(1, 1, new Remark.UnknownUser("1001"));
        var part = since(0);
        assertThat(since(part.next()).entries()).isEmpty();
        tape.remarked(2, 1, new Remark.UnknownUser("1002"));
        assertThat(since(part.next()).entries())
                .extracting(Entry::what)
                .containsExactly(new Remarked(new Remark.UnknownUser("1002")));
        assertThat(since(part.next()).lost()).isZero();
    }

    /// The writer goes over the ring many times while somebody reads: each entry that is read is whole.
    @Test
    void readers_see_only_whole_entries() throws Exception {
        var done = new AtomicBoolean();
        try (var threads = Executors.newSingleThreadExecutor()) {
            var reading =
                    threads.submit(() -> {
                        long next = 0;
                        long seen = 0;
                        while (!done.get()) {
                            var part = since(next);
                            next = part.next();
                            for (var entry : part.entries()) {
                                var sent = (Sent) entry.what();
                                for (byte b : sent.bytes())
                                    if (b != (byte) entry.nanos())
                                        throw new AssertionError("torn at " + entry.nanos());
                                seen++;
                            }
                        }
                        return seen;
                    });
            var bytes = new byte[700];
            for (int i = 0; i < 200_000; i++) {
                Arrays.fill(bytes, (byte) i);
                tape.sent(i, i, PATH, bytes, 0, 500 + i % 200);
            }
            done.set(true);
            assertThat(reading.get()).isPositive();
        }
    }

    @Test
    void threads_write_on_tapes_of_their_own_and_one_reads_them_all() throws Exception {
        var recorder = new Recorder(4 << 20, 2, System::nanoTime);
        var writers = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            var user = "user" + t;
            writers.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 100; i++)
                                    recorder.remark("call", new Remark.UnknownUser(user));
                            }));
        }
        for (var writer : writers) writer.join();
        var cursor = new Recorder.Cursor();
        var entries = recorder.since(cursor);
        assertThat(entries).hasSize(400);
        assertThat(entries).isSortedAccordingTo(java.util.Comparator.comparingLong(Entry::nanos));
        assertThat(recorder.since(cursor)).isEmpty();
    }

    @Test
    void nothing_is_kept_where_nothing_is_wanted() {
        Recorder.NONE.remark("call", new Remark.UnknownUser("1001"));
        assertThat(Recorder.NONE.since(new Recorder.Cursor())).isEmpty();
        assertThat(Recorder.NONE.isOn()).isFalse();
    }
}
