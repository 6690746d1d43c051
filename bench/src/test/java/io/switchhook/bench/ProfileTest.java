package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every sample is put down to the floor that has to answer for it.
class ProfileTest {
    private static Floor.Frame frame(String type) {
        return new Floor.Frame(type, "run", false);
    }

    @ParameterizedTest
    @CsvSource({
        "io.switchhook.sip.message.Headers, MESSAGE",
        "io.switchhook.sip.grammar.Scanner, MESSAGE",
        "io.switchhook.sip.transport.UdpSocket, TRANSPORT",
        "io.switchhook.sip.transaction.TransactionLayer, TRANSACTION",
        "io.switchhook.sip.proxy.ProxyCore, PROXY",
        "io.switchhook.sip.registrar.Bindings, REGISTRAR",
        "io.switchhook.sip.auth.DigestServer, UA",
        "io.switchhook.pbx.directory.Directory, PBX",
        "io.switchhook.ladder.Tape, LADDER",
        "io.switchhook.server.Main, SERVER",
        "io.switchhook.nowhere.Main, UNKNOWN",
        "io.netty.channel.Channel, NETTY",
        "java.util.HashMap, JDK",
    })
    void aClassBelongsToAFloor(String type, Floor floor) {
        assertThat(Floor.of(List.of(frame(type)))).isEqualTo(floor);
    }

    @Test
    void whatAFloorCallsOfTheJdkIsItsOwn() {
        var stack =
                List.of(
                        frame("java.util.HashMap"),
                        frame("io.switchhook.ladder.Tape"),
                        frame("io.switchhook.sip.proxy.ProxyCore"));
        assertThat(Floor.of(stack)).isEqualTo(Floor.LADDER);
        assertThat(Floor.own(stack)).hasToString("Tape.run");
        assertThat(frame("io.switchhook.ladder.Tape$$Lambda.0x8000005ba")).hasToString("Tape.run");
    }

    @Test
    void aNativeTopIsTheKernels() {
        var stack =
                List.of(
                        new Floor.Frame("sun.nio.ch.DatagramChannelImpl", "send0", true),
                        frame("io.switchhook.sip.transport.UdpSocket"));
        assertThat(Floor.of(stack)).isEqualTo(Floor.KERNEL);
        assertThat(Floor.of(List.of())).isEqualTo(Floor.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "C2 CompilerThre, COMPILER",
        "G1 Conc#0, COLLECTOR",
        "GC Thread#1, COLLECTOR",
        "ZWorkerYoung#0, COLLECTOR",
        "VM Thread, COLLECTOR",
        "VM Periodic Tas, MACHINE",
        "JFR Recorder Th, RECORDER",
        "shard-0, JAVA",
    })
    void aThreadBelongsToAGroup(String name, ThreadTimes.Group group) {
        assertThat(ThreadTimes.Group.of(name)).isEqualTo(group);
    }

    @Test
    void theKernelsSumIsDividedBySamples() {
        var profile = new Profile();
        var parsing = List.of(frame("io.switchhook.sip.message.MessageParser"));
        for (int i = 0; i < 3; i++) profile.sample(parsing);
        var proxy = frame("io.switchhook.sip.proxy.ProxyCore");
        profile.sample(List.of(proxy, proxy));
        profile.allocation(parsing, 5_000);
        var report =
                profile.report(
                        Map.of(
                                ThreadTimes.Group.JAVA, 4_000_000L,
                                ThreadTimes.Group.COLLECTOR, 500_000L),
                        100,
                        10);
        assertThat(report.lines().map(String::strip))
                .contains("40.00           Java threads")
                .contains("5.00           GC")
                .contains("30.00   75.0 %  message")
                .contains("10.00   25.0 %  proxy  ProxyCore.run")
                .contains("10.00   25.0 %  ProxyCore.run")
                .contains("50.00  100.0 %  message  MessageParser.run");
    }

    @Test
    void aThreadCountsWhatItUsedSince() {
        var java = ThreadTimes.Group.JAVA;
        var earlier = new ThreadTimes(Map.of(1L, 100L), Map.of(1L, java));
        var later =
                new ThreadTimes(
                        Map.of(1L, 150L, 2L, 7L, 3L, 1L),
                        Map.of(1L, java, 2L, java, 3L, ThreadTimes.Group.COMPILER));
        assertThat(later.since(earlier))
                .isEqualTo(Map.of(java, 57L, ThreadTimes.Group.COMPILER, 1L));
    }
}
