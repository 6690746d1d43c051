package io.switchhook.sip.registrar;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A folder in memory that fails when told to, and forgets what was not forced when its power is cut.
final class FaultyFolder implements LogFolder {
    private final Map<String, Content> files = new TreeMap<>();

    /// How many bytes still fit.
    long room = Long.MAX_VALUE;

    /// Whether nothing can be forced.
    boolean forceFails;

    /// Run at the beginning of each force.
    Runnable beforeForce = () -> {};

    int forces;

    private static final class Content {
        private byte[] bytes = {};
        private int forced;
    }

    byte[] bytes(String name) {
        return Objects.requireNonNull(files.get(name), name).bytes;
    }

    void put(String name, byte[] bytes) {
        var content = new Content();
        content.bytes = bytes;
        content.forced = bytes.length;
        files.put(name, content);
    }

    /// What a process finds that starts after this one was killed: all that was written.
    FaultyFolder afterKill() {
        return copy(Integer.MAX_VALUE);
    }

    /// What is found after a loss of power: what was forced, and perhaps some bytes more of each file.
    FaultyFolder afterPowerCut(int more) {
        return copy(more);
    }

    private FaultyFolder copy(int beyondForced) {
        var copy = new FaultyFolder();
        files.forEach((name, content) -> {
            long end = Math.min(content.bytes.length, (long) content.forced + beyondForced);
            copy.put(name, Arrays.copyOf(content.bytes, (int) end));
        });
        return copy;
    }

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public LogFile create(String name) {
        var content = new Content();
        files.put(name, content);
        return new LogFile() {
            @Override
            public void append(ByteBuffer bytes) throws IOException {
                int fits = (int) Math.min(room, bytes.remaining());
                boolean all = fits == bytes.remaining();
                var longer = new ByteArrayOutputStream();
                longer.writeBytes(content.bytes);
                longer.write(bytes.array(), bytes.arrayOffset() + bytes.position(), fits);
                content.bytes = longer.toByteArray();
                room -= fits;
                if (!all) throw new IOException("No space left on device");
            }

            @Override
            public void force() throws IOException {
                beforeForce.run();
                forces++;
                if (forceFails) throw new IOException("Input/output error");
                content.forced = content.bytes.length;
            }

            @Override
            public void truncate(long length) {
                content.bytes = Arrays.copyOf(content.bytes, (int) length);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public InputStream read(String name) {
        return new ByteArrayInputStream(bytes(name));
    }

    @Override
    public void rename(String from, String to) {
        files.put(to, Objects.requireNonNull(files.remove(from), from));
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void force() throws IOException {
        if (forceFails) throw new IOException("Input/output error");
    }

    @Override
    public String path(String name) {
        return "/data/bindings/" + name;
    }
}
