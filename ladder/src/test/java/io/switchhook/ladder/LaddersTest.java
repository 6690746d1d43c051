package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaddersTest {
    private long now;
    private final Recorder recorder = new Recorder(8 << 20, 1, () -> now++);
    private final Ladders ladders = new Ladders(recorder, Scene.TIMELINE, () -> now);

    private void record(Scene scene) {
        for (var entry : scene.entries()) {
            now += 1_000_000;
            record(entry);
        }
    }

    private void record(Entry entry) {
        switch (entry.what()) {
            case Entry.Received(var path, var bytes, int length) ->
                    recorder.received(path, bytes, 0, length, callId(entry));
            case Entry.Sent(var path, var bytes, int length) ->
                    recorder.sent(path, bytes, 0, length, callId(entry));
            case Entry.Remarked(var remark) -> recorder.remark("call-1@10.0.0.7", remark);
        }
    }

    private static String callId(Entry entry) {
        return Seen.of(entry).orElseThrow().callId();
    }

    private static Scene registration(String user) {
        String to = "\nFrom: <sip:" + user + "@x>;tag=" + user + "\nTo: <sip:" + user + "@x>";
        return new Scene()
                .call("reg-" + user)
                .from(
                        Scene.C,
                        "REGISTER sip:x SIP/2.0\nContact: <sip:"
                                + user
                                + "@10.0.0.9>\nUser-Agent: Yealink SIP-T46U 108.86"
                                + to)
                .to(
                        Scene.C,
                        "SIP/2.0 403 Forbidden\nCSeq: 1 REGISTER\nVia: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-REGISTER-1"
                                + to);
    }

    @Test
    void what_is_asked_for_is_found() {
        record(Scene.talking());
        record(registration("1003"));
        assertThat(ladders.last(10)).hasSize(2);
        assertThat(ladders.last(1)).extracting(Ladder::callId).containsExactly("reg-1003");
        for (var query :
                new Query[] {
                    Query.ALL.withParty("1003"),
                    Query.ALL.withParty("1003@x"),
                    query("t46u", "", 0, ""),
                    query("", "10.0.0.9", 0, ""),
                    query("", "", 403, ""),
                    query("", "", 0, "forbidden"),
                    kind(Ladder.Kind.REGISTRATION),
                    since(ladders.last(1).getFirst().begun())
                })
            assertThat(ladders.search(query))
                    .as(query.toString())
                    .extracting(Ladder::callId)
                    .containsExactly("reg-1003");
        assertThat(ladders.search(Query.ALL.withParty("1002"))).hasSize(1);
        assertThat(ladders.search(Query.ALL.withParty("100"))).isEmpty();
        assertThat(ladders.search(query("", "", 407, ""))).hasSize(1);
    }

    private static Query query(String device, String address, int status, String reason) {
        return new Query(
                "",
                device,
                address,
                status,
                reason,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                10);
    }

    private static Query kind(Ladder.Kind kind) {
        return new Query(
                "", "", "", 0, "", Optional.of(kind), Optional.empty(), Optional.empty(), 10);
    }

    private static Query since(Instant instant) {
        return new Query(
                "", "", "", 0, "", Optional.empty(), Optional.of(instant), Optional.empty(), 10);
    }

    @Test
    void a_ladder_is_found_by_its_id_and_by_its_Call_ID() {
        record(Scene.talking());
        var ladder = ladders.last(1).getFirst();
        assertThat(ladders.byId(ladder.id())).contains(ladder);
        assertThat(ladders.byId("call-1@10.0.0.7")).contains(ladder);
        assertThat(ladders.byId("other")).isEmpty();
        assertThat(ladders.entries(ladder)).hasSameSizeAs(Scene.talking().entries());
    }

    @Test
    void a_follower_is_told_of_each_rung_once() {
        record(registration("1001"));
        var follower = ladders.follow(Query.ALL);
        assertThat(follower.poll()).isEmpty();
        int told = 0;
        for (var entry : Scene.talking().entries()) {
            now += 1_000_000;
            record(entry);
            for (var news : follower.poll()) told += news.fresh().size();
        }
        assertThat(told).isEqualTo(ladders.last(1).getFirst().rungs().size());
        assertThat(follower.poll()).isEmpty();
    }

    @Test
    void a_follower_is_told_only_of_what_it_asked_for() {
        var follower = ladders.follow(Query.ALL.withParty("1003"));
        record(Scene.talking());
        assertThat(follower.poll()).isEmpty();
        record(registration("1003"));
        assertThat(follower.poll())
                .singleElement()
                .satisfies(it -> assertThat(it.fresh()).hasSize(2));
    }

    @Test
    void what_is_remembered_is_bounded() {
        var follower = ladders.follow(Query.ALL);
        for (int i = 0; i < 20_000; i++)
            recorder.remark("call-" + i % 7000, new Remark.UnknownUser("u" + i));
        assertThat(follower.poll()).hasSizeLessThanOrEqualTo(500);
        assertThat(ladders.last(5000)).hasSize(Query.MOST);
    }
}
