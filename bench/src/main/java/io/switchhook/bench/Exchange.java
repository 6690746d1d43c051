package io.switchhook.bench;

import org.jspecify.annotations.Nullable;

/// One thing that a virtual user does, from its first request to its last answer: the unit that is counted. For the thread of
/// [LoadLoop].
abstract class Exchange {
    /// In milliseconds: RFC 3261 §17.1.1.1 and §17.1.2.1.
    static final long T1 = 500;

    static final long T2 = 4_000;
    static final long TIMEOUT = 64 * T1;

    final LoadOffice office;
    final int number;
    final long began = System.nanoTime();
    private final LoadTally tally;
    private LoadLoop.@Nullable Timer timer;
    private boolean over;

    Exchange(LoadOffice office, int number) {
        this.office = office;
        this.number = number;
        this.tally = office.tally();
    }

    abstract void begin();

    /// @param cseq its CSeq value, such as `1 INVITE`
    abstract void received(String response, int status, String cseq);

    LoadTally tally() {
        return tally;
    }

    /// Sends a request, again and again over UDP until [#calm()] is called or it is too late.
    ///
    /// @param longest between two of them, in milliseconds
    void ask(Wire wire, String request, long longest) {
        wire.send(request);
        repeat(wire, request, T1, 0, longest);
    }

    private void repeat(Wire wire, String request, long interval, long passed, long longest) {
        if (wire.isReliable()) {
            later(TIMEOUT, () -> over("no answer"));
            return;
        }
        later(
                interval,
                () -> {
                    if (passed + interval >= TIMEOUT) {
                        over("no answer");
                        return;
                    }
                    tally.retransmissions++;
                    wire.send(request);
                    repeat(
                            wire,
                            request,
                            Math.min(2 * interval, longest),
                            passed + interval,
                            longest);
                });
    }

    /// There is an answer: nothing is sent again, and something has to happen in time.
    void calm() {
        later(TIMEOUT, () -> over("no final answer"));
    }

    /// In place of whatever was to happen later.
    void later(long millis, Runnable action) {
        if (timer != null) timer.cancel();
        timer = office.loop().after(millis, action);
    }

    /// @param failure empty if all was well
    void over(String failure) {
        if (over) return;
        over = true;
        if (timer != null) timer.cancel();
        if (failure.isEmpty()) tally.done++;
        else tally.failed(failure);
        office.over(this);
    }
}
