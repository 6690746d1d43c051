package io.switchhook.ladder;

/// A tape on which many threads write, one at a time.
final class SharedTape extends Tape {
    SharedTape(long bytes) {
        super(bytes);
    }

    @Override
    synchronized void received(
            long nanos, long key, Path path, byte[] bytes, int offset, int length) {
        super.received(nanos, key, path, bytes, offset, length);
    }

    @Override
    synchronized void sent(long nanos, long key, Path path, byte[] bytes, int offset, int length) {
        super.sent(nanos, key, path, bytes, offset, length);
    }

    @Override
    synchronized void remarked(long nanos, long key, Remark remark) {
        super.remarked(nanos, key, remark);
    }
}
