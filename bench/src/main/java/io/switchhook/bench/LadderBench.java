package io.switchhook.bench;

import io.switchhook.ladder.Path;
import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What it costs to record: a message of 1.2 kB, and a decision. A call through the proxy has 26 messages, each hop for
/// itself, and about a dozen decisions.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LadderBench {
    private static final int LENGTH = 1200;

    private final Recorder recorder = new Recorder(32 << 20, 3, System::nanoTime);
    private final InetSocketAddress here = new InetSocketAddress("127.0.0.1", 5060);
    private final InetSocketAddress there = new InetSocketAddress("127.0.0.1", 40_000);
    private final byte[] message = new byte[LENGTH];
    private final String callId = "3848276298220188511@atlanta.example.com";
    private final Remark routed = new Remark.Routed("1 phone of 1002, for 1001");

    @Benchmark
    public void message() {
        recorder.sent(new Path("UDP", here, there), message, 0, LENGTH, callId);
    }

    @Benchmark
    public void decision() {
        recorder.remark(callId, routed);
    }

    @Benchmark
    public void target() {
        recorder.remark(
                callId,
                new Remark.Targeted(
                        "sip:1002@127.0.0.1:40000",
                        1000,
                        Optional.of(new Path("UDP", here, there)),
                        false));
    }
}
