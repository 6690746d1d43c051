package io.switchhook.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Twenty milliseconds of a call at one end: a frame is spoken, encoded and sent, a packet is taken, decoded and heard.
/// What the kernel does is left out.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MediaBench {
    @Param({"PCMU", "G722", "OPUS"})
    @SuppressWarnings("NullAway.Init")
    public String encoding;

    /// Whether with SRTP.
    @Param({"false", "true"})
    public boolean secure;

    @SuppressWarnings("NullAway.Init")
    private Conversation conversation;

    @Setup
    public void begin() {
        conversation = new Conversation(encoding, secure);
    }

    /// Both ends, so that each hears what the other one says.
    @Benchmark
    @OperationsPerInvocation(2)
    public short[] tick() {
        return conversation.tick();
    }
}
