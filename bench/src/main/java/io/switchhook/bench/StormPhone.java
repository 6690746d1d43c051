package io.switchhook.bench;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A phone that registers, answers the challenge, and tries again until it is registered. For the thread of its loop.
///
/// It retransmits over UDP (RFC 3261 §17.1.2.2), waits as a 503 asks it to, and after any other failure as RFC 5626 §4.5 has
/// it: half to the whole of a time that doubles with each further failure.
final class StormPhone {
    private static final long T2 = 4_000;

    /// In milliseconds. Twice it bounds the wait after the first failure; the 30 s of the RFC are for servers out of sight.
    private static final long BASE = 2_000;

    private final int number;
    private final String user;
    private final EventLoop loop;
    private final StormText text;
    private StormTally tally;
    private @Nullable StormLine line;
    private @Nullable Future<?> timer;
    private byte[] request = {};
    private int cseq;
    private int challenges;
    private int failures;
    private boolean trying;
    private boolean registered;
    private long began;
    private long sent;
    private long interval;

    StormPhone(int number, String user, EventLoop loop, StormText text, StormTally counted) {
        this.number = number;
        this.user = user;
        this.loop = loop;
        this.text = text;
        this.tally = counted;
    }

    void use(StormLine way) {
        line = way;
    }

    /// The power is cut: nothing is tried until [#comeBack].
    void rest() {
        trying = false;
        registered = false;
        failures = 0;
        stopTimer();
    }

    /// @param delay in milliseconds
    /// @param counted where it is counted from now on
    void comeBack(long delay, StormTally counted) {
        tally = counted;
        comeBack(delay);
    }

    private void comeBack(long delay) {
        trying = true;
        began = 0;
        later(this::open, delay);
    }

    private void open() {
        var way = line;
        if (way == null || !trying) return;
        challenges = 0;
        long start = System.nanoTime();
        if (way.isOpen()) register();
        else
            way.open(
                    () -> {
                        tally.handshake(start);
                        register();
                    },
                    this::failed);
    }

    private void register() {
        if (!trying) return;
        if (began == 0) began = System.nanoTime();
        cseq++;
        send(StormText.bytes(text()));
    }

    private String text() {
        var way = Objects.requireNonNull(line);
        String transport = way.transport();
        String at = way.contact();
        return """
        REGISTER sip:%1$s SIP/2.0
        Via: SIP/2.0/%2$s %3$s;branch=z9hG4bKs%4$d-%5$d;rport
        Max-Forwards: 70
        From: <sip:%6$s@%1$s>;tag=f%4$d
        To: <sip:%6$s@%1$s>
        Call-ID: storm-%4$d
        CSeq: %5$d REGISTER
        Contact: <sip:%6$s@%3$s;transport=%2$s>
        Expires: 3600
        Content-Length: 0

        """
                .formatted(StormText.DOMAIN, transport, at, number, cseq, user)
                .replace("\n", "\r\n");
    }

    private void send(byte[] bytes) {
        request = bytes;
        sent = System.nanoTime();
        interval = StormText.T1;
        transmit();
    }

    private void transmit() {
        var way = line;
        if (way == null || !trying) return;
        way.send(request);
        long left = StormText.TIMEOUT - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent);
        if (left <= 0) {
            failed(null);
        } else if (way.isReliable()) {
            later(() -> failed(null), left);
        } else {
            later(
                    () -> {
                        tally.retransmissions++;
                        transmit();
                    },
                    Math.min(interval, left));
            interval = Math.min(2 * interval, T2);
        }
    }

    /// A response.
    void received(String response) {
        if (!trying || !response.contains("z9hG4bKs" + number + "-" + cseq)) return;
        int status = StormText.status(response);
        if (status < 200) return;
        stopTimer();
        switch (status) {
            case 200 -> {
                trying = false;
                registered = true;
                failures = 0;
                tally.registered(Objects.requireNonNull(line), began);
            }
            case 401 -> challenged(response);
            case 503 -> {
                long wait = text.retryAfter(response);
                tally.unavailable(wait);
                later(this::open, wait);
            }
            default -> failed(null);
        }
    }

    private void challenged(String response) {
        if (++challenges > 2) {
            failed(null);
            return;
        }
        cseq++;
        text.authorized(user, text(), response).ifPresentOrElse(this::send, () -> failed(null));
    }

    /// The connection is gone.
    void lost() {
        if (registered) {
            registered = false;
            tally.lost++;
            comeBack(0);
        } else failed(null);
    }

    private void failed(@Nullable Throwable cause) {
        if (!trying) return;
        tally.failed(cause);
        long most = BASE << Math.min(++failures, 5);
        later(this::open, most / 2 + text.random().nextLong(most / 2));
    }

    private void later(Runnable action, long millis) {
        stopTimer();
        timer = loop.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        if (timer != null) timer.cancel(false);
        timer = null;
    }
}
