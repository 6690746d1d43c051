package io.switchhook.bench;

import io.switchhook.sip.message.Request;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Messages: the steps of a proxy hop, and the whole.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBench {
    private final ProxyHop hop = new ProxyHop();
    private final Request request = hop.parsed();

    @Benchmark
    public Request parse() {
        return hop.parsed();
    }

    @Benchmark
    public Request parseAndCheck() {
        return hop.checked();
    }

    @Benchmark
    public int print() {
        return hop.printed(request);
    }

    @Benchmark
    public int proxyHop() {
        return hop.whole();
    }

    @Benchmark
    public int wayBack() {
        return hop.wayBack();
    }
}
