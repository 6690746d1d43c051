package io.switchhook.ladder;

import static io.switchhook.ladder.Scene.A;
import static io.switchhook.ladder.Scene.B;
import static io.switchhook.ladder.Scene.C;
import static io.switchhook.ladder.Scene.credentials;
import static io.switchhook.ladder.Scene.path;
import static io.switchhook.ladder.Scene.sdp;
import static io.switchhook.ladder.Scene.talking;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Ladder.Severity;
import io.switchhook.ladder.Remark.BadCredentials;
import io.switchhook.ladder.Remark.Banned;
import io.switchhook.ladder.Remark.Canceled;
import io.switchhook.ladder.Remark.Cause;
import io.switchhook.ladder.Remark.Challenged;
import io.switchhook.ladder.Remark.Credentials;
import io.switchhook.ladder.Remark.Defect;
import io.switchhook.ladder.Remark.FlowClosed;
import io.switchhook.ladder.Remark.HandshakeFailed;
import io.switchhook.ladder.Remark.Malformed;
import io.switchhook.ladder.Remark.NoBinding;
import io.switchhook.ladder.Remark.Obstacle;
import io.switchhook.ladder.Remark.Overloaded;
import io.switchhook.ladder.Remark.RateLimited;
import io.switchhook.ladder.Remark.Redirected;
import io.switchhook.ladder.Remark.Refused;
import io.switchhook.ladder.Remark.Resolved;
import io.switchhook.ladder.Remark.TimedOut;
import io.switchhook.ladder.Remark.TransportChanged;
import io.switchhook.ladder.Remark.Undelivered;
import io.switchhook.ladder.Remark.UnknownUser;
import io.switchhook.ladder.Remark.Unreachable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictsTest {
    private static final Path FAR = path("UDP", "203.0.113.9:5060");
    private static final String P = "\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-p";
    private static final String TO = "\nTo: <sip:1002@office.example>;tag=b";

    private static Remark.Forwarded forwarded(Remark.Forward why, long seconds) {
        return new Remark.Forwarded("1002", "1003", why, seconds, true);
    }

    private static Scene asked() {
        return new Scene()
                .from(A, "INVITE sip:1002@office.example SIP/2.0" + sdp("10.0.0.7", 11780));
    }

    /// The INVITE has gone to the phone.
    private static Scene called() {
        return asked().to(B, "INVITE sip:1002@10.0.0.8 SIP/2.0" + P + sdp("10.0.0.7", 11780));
    }

    private static Scene ringing() {
        return called().from(B, "SIP/2.0 180 Ringing" + P + TO)
                .to(A, "SIP/2.0 180 Ringing" + TO)
                .after(20_000);
    }

    private static Scene answeredWith(Scene scene, String status) {
        return scene.from(B, "SIP/2.0 " + status + P + TO).to(A, "SIP/2.0 " + status + TO);
    }

    private static Scene refused(Credentials... reasons) {
        var scene = new Scene();
        int cseq = 1;
        for (var why : reasons) {
            String number =
                    "\nCSeq: "
                            + cseq
                            + " REGISTER\nVia: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK-"
                            + cseq;
            scene.from(
                            A,
                            "REGISTER sip:office.example SIP/2.0\nContact: <sip:1001@10.0.0.7>"
                                    + number
                                    + (why == Credentials.NONE
                                            ? ""
                                            : "\n" + credentials("Authorization")))
                    .remark(new Challenged(why, "office.example", "SHA-256, MD5"))
                    .to(A, "SIP/2.0 401 Unauthorized" + number);
            cseq++;
        }
        return scene.after(1000);
    }

    /// One whose credentials are not looked at any further.
    private static Scene bad(Credentials why) {
        return new Scene()
                .from(
                        A,
                        "REGISTER sip:office.example SIP/2.0\nCSeq: 1 REGISTER\n"
                                + credentials("Authorization"))
                .remark(new BadCredentials(why, "Authorization: no qop"))
                .to(A, "SIP/2.0 400 Bad Request\nCSeq: 1 REGISTER");
    }

    /// For each rule what it is there for.
    static Map<String, Scene> scenes() {
        var to = new Refused(403, "1001 may not call abroad", "routes");
        var late = new TimedOut("B", "an answer to INVITE", B);
        var scenes = new LinkedHashMap<String, Scene>();
        scenes.put("banned", asked().remark(new Banned("10.0.0.7", "20 wrong passwords", 600)));
        scenes.put(
                "rate-limited",
                asked().remark(new RateLimited("1001", "calls", 5))
                        .to(A, "SIP/2.0 503 Service Unavailable"));
        scenes.put(
                "overloaded",
                asked().remark(new Overloaded("call", 5)).to(A, "SIP/2.0 503 Service Unavailable"));
        scenes.put("other-realm", refused(Credentials.NONE, Credentials.OTHER_REALM));
        scenes.put("unknown-algorithm", refused(Credentials.NONE, Credentials.UNKNOWN_ALGORITHM));
        scenes.put("unknown-account", refused(Credentials.NONE, Credentials.UNKNOWN_USER));
        scenes.put("wrong-password", refused(Credentials.NONE, Credentials.WRONG_PASSWORD));
        scenes.put("other-request", bad(Credentials.OTHER_REQUEST));
        scenes.put(
                "replayed", refused(Credentials.NONE, Credentials.REPLAYED, Credentials.REPLAYED));
        scenes.put(
                "stale-nonce-loop",
                refused(
                        Credentials.NONE,
                        Credentials.STALE_NONCE,
                        Credentials.STALE_NONCE,
                        Credentials.STALE_NONCE));
        scenes.put("unreadable-credentials", bad(Credentials.MALFORMED));
        scenes.put(
                "challenge-loop",
                refused(Credentials.NONE, Credentials.FOREIGN_NONCE, Credentials.FOREIGN_NONCE));
        scenes.put("no-credentials", refused(Credentials.NONE).after(60_000));
        scenes.put(
                "plain-to-tls",
                new Scene()
                        .remarkOfNoCall(
                                new HandshakeFailed(
                                        A, Obstacle.PLAIN, "not an SSL/TLS record: 5245")));
        scenes.put(
                "certificate",
                new Scene()
                        .remarkOfNoCall(
                                new HandshakeFailed(
                                        A,
                                        Obstacle.CERTIFICATE,
                                        "Received fatal alert: unknown_ca")));
        scenes.put(
                "tls-failed",
                new Scene()
                        .remarkOfNoCall(
                                new HandshakeFailed(
                                        A, Obstacle.OTHER, "no cipher suites in common")));
        scenes.put(
                "tls-to-plain",
                new Scene().raw(A, new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01}));
        scenes.put(
                "http",
                new Scene()
                        .raw(
                                A,
                                "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
                                        .getBytes(StandardCharsets.UTF_8)));
        scenes.put(
                "changed-on-its-way",
                asked().remark(
                                new Malformed(
                                        java.util.Optional.of(A),
                                        Defect.CUT_SHORT,
                                        "Content-Length is larger than the body",
                                        400))
                        .to(A, "SIP/2.0 400 Content-Length is larger than the body"));
        scenes.put(
                "malformed",
                asked().remark(
                                new Malformed(
                                        java.util.Optional.of(A),
                                        Defect.GRAMMAR,
                                        "From: expected '<' at byte 7",
                                        400))
                        .to(A, "SIP/2.0 400 Bad Request"));
        scenes.put(
                "dns",
                asked().remark(new Resolved("nowhere.example", java.util.List.of()))
                        .to(A, "SIP/2.0 503 Service Unavailable"));
        scenes.put(
                "hairpin",
                new Scene()
                        .from(A, "INVITE sip:1002@203.0.113.9 SIP/2.0")
                        .to(FAR, "INVITE sip:1002@203.0.113.9 SIP/2.0" + P)
                        .after(32_000)
                        .remark(new TimedOut("B", "an answer to INVITE", FAR))
                        .to(A, "SIP/2.0 408 Request Timeout"));
        scenes.put(
                "wrong-transport",
                asked().remark(new Unreachable("TCP", "10.0.0.8:5060", "Connection refused"))
                        .to(A, "SIP/2.0 503 Service Unavailable"));
        scenes.put(
                "too-large",
                asked().remark(new TransportChanged("UDP", "TCP", 1800))
                        .remark(new Unreachable("TCP", "10.0.0.8:5060", "timed out"))
                        .to(A, "SIP/2.0 503 Service Unavailable"));
        scenes.put(
                "fragments-lost",
                asked().to(
                                B,
                                "INVITE sip:1002@10.0.0.8 SIP/2.0"
                                        + P
                                        + "\nSubject: "
                                        + "x".repeat(1500))
                        .after(32_000)
                        .remark(late)
                        .to(A, "SIP/2.0 408 Request Timeout"));
        scenes.put(
                "connection-lost",
                called().remarkOfNoCall(new FlowClosed(B, "Connection reset by peer"))
                        .to(A, "SIP/2.0 430 Flow Failed"));
        scenes.put(
                "unreachable",
                asked().remark(new Unreachable("TCP", "10.0.0.8:5060", "No route to host"))
                        .to(A, "SIP/2.0 503 Service Unavailable"));
        scenes.put(
                "undelivered",
                asked().remark(new Undelivered(B, "No route to host"))
                        .to(A, "SIP/2.0 503 Service Unavailable"));
        scenes.put(
                "no-answer-from-address",
                called().after(32_000).remark(late).to(A, "SIP/2.0 408 Request Timeout"));
        scenes.put(
                "gone-in-call",
                talking().after(60_000).remark(new TimedOut("F", "an answer to BYE", B)));
        scenes.put(
                "loop",
                asked().remark(new Remark.LoopDetected("the same branch"))
                        .to(A, "SIP/2.0 482 Loop Detected"));
        scenes.put(
                "too-many-hops",
                asked().remark(new Remark.TooManyHops()).to(A, "SIP/2.0 483 Too Many Hops"));
        scenes.put(
                "too-many-phones",
                asked().remark(new Remark.BreadthExceeded())
                        .to(A, "SIP/2.0 440 Max-Breadth Exceeded"));
        scenes.put(
                "do-not-disturb-set",
                asked().remark(new Remark.DoNotDisturb("1002"))
                        .to(A, "SIP/2.0 480 Do Not Disturb"));
        scenes.put(
                "forwarded-to-nowhere",
                asked().remark(forwarded(Remark.Forward.ALWAYS, 0))
                        .remark(new NoBinding("1003"))
                        .to(A, "SIP/2.0 480 Temporarily Unavailable"));
        scenes.put(
                "forward-to-nowhere",
                called().from(B, "SIP/2.0 302 Moved\nContact: <sip:1009@office.example>" + P + TO)
                        .remark(new Redirected(java.util.List.of("sip:1009@office.example"), true))
                        .remark(new UnknownUser("1009"))
                        .to(A, "SIP/2.0 404 Not Found"));
        scenes.put(
                "unknown-user",
                asked().remark(new UnknownUser("1002")).to(A, "SIP/2.0 404 Not Found"));
        scenes.put(
                "not-registered",
                asked().remark(new NoBinding("1002")).to(A, "SIP/2.0 480 Temporarily Unavailable"));
        scenes.put(
                "forward-set",
                answeredWith(called(), "302 Moved Temporarily\nContact: <sip:1003@office.example>")
                        .remark(
                                new Redirected(
                                        java.util.List.of("sip:1003@office.example"), false)));
        scenes.put("refused", asked().remark(to).to(A, "SIP/2.0 403 Forbidden"));
        scenes.put(
                "encryption-of-one-side",
                answeredWith(
                        called(), "488 Not Acceptable Here\nWarning: 399 b \"SRTP is required\""));
        scenes.put("no-common-codec", answeredWith(called(), "488 Not Acceptable Here"));
        scenes.put(
                "unsupported-extension",
                answeredWith(called(), "420 Bad Extension\nUnsupported: 100rel"));
        scenes.put("registered-elsewhere", answeredWith(called(), "404 Not Found"));
        scenes.put("do-not-disturb", answeredWith(called(), "480 Do Not Disturb"));
        scenes.put(
                "forward-failed",
                called().from(B, "SIP/2.0 302 Moved\nContact: <sip:1003@office.example>" + P + TO)
                        .remark(new Redirected(java.util.List.of("sip:1003@office.example"), true))
                        .to(
                                C,
                                "INVITE sip:1003@10.0.0.9 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-c")
                        .from(
                                C,
                                "SIP/2.0 486 Busy Here\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-c\nTo: <sip:1002@office.example>;tag=c")
                        .to(A, "SIP/2.0 486 Busy Here"));
        scenes.put(
                "forwarded-in-vain",
                ringing()
                        .remark(forwarded(Remark.Forward.NO_ANSWER, 20))
                        .to(
                                C,
                                "INVITE sip:1003@10.0.0.9 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-c")
                        .from(
                                C,
                                "SIP/2.0 486 Busy Here\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-c\nTo: <sip:1002@office.example>;tag=c")
                        .to(A, "SIP/2.0 486 Busy Here"));
        scenes.put("busy", answeredWith(called(), "486 Busy Here"));
        scenes.put("declined", answeredWith(ringing(), "603 Decline"));
        scenes.put(
                "caller-gave-up",
                ringing()
                        .from(A, "CANCEL sip:1002@office.example SIP/2.0")
                        .to(A, "SIP/2.0 200 OK\nCSeq: 1 CANCEL")
                        .to(A, "SIP/2.0 487 Request Terminated"));
        scenes.put(
                "nobody-answered",
                ringing()
                        .after(120_000)
                        .remark(new Canceled(1, Cause.NOBODY_ANSWERED))
                        .to(A, "SIP/2.0 408 Request Timeout"));
        scenes.put("phone-rejects", answeredWith(called(), "500 Out of memory"));
        scenes.put("ack-lost", ackLost());
        scenes.put(
                "transfer-failed",
                talking()
                        .within(A, B, 3, "REFER", "\nRefer-To: <sip:1003@office.example>", "")
                        .within(
                                B,
                                A,
                                1,
                                "NOTIFY",
                                "\nEvent: refer\nSubscription-State: terminated;reason=noresource\nContent-Type: message/sipfrag\n\nSIP/2.0 486 Busy Here",
                                ""));
        scenes.put("phone-restarted", restarted());
        scenes.put(
                "session-expired",
                talking()
                        .after(1_790_000)
                        .within(
                                B,
                                A,
                                1,
                                "BYE",
                                "\nReason: SIP;cause=408;text=\"Session timer expired\"",
                                ""));
        scenes.put(
                "one-way-audio",
                asked().to(FAR, "INVITE sip:1002@203.0.113.9 SIP/2.0" + P + sdp("10.0.0.7", 11780))
                        .from(FAR, "SIP/2.0 200 OK" + P + TO + sdp("203.0.113.9", 4000))
                        .to(A, "SIP/2.0 200 OK" + TO + sdp("203.0.113.9", 4000)));
        scenes.put(
                "no-sound-agreed",
                called().from(B, "SIP/2.0 200 OK" + P + TO + sdp("10.0.0.8", 0))
                        .to(A, "SIP/2.0 200 OK" + TO + sdp("10.0.0.8", 0)));
        scenes.put("failed", asked().to(A, "SIP/2.0 500 Server Internal Error"));
        scenes.put("nothing-wrong", talking());
        return scenes;
    }

    private static Scene ackLost() {
        var scene = called();
        for (int i = 0; i < 5; i++)
            scene.after(500 << i).from(B, "SIP/2.0 200 OK" + P + TO + sdp("10.0.0.8", 11790));
        return scene.to(A, "SIP/2.0 200 OK" + TO + sdp("10.0.0.8", 11790));
    }

    private static Scene restarted() {
        String ends =
                "\nFrom: <sip:1001@office.example>;tag=a\nTo: <sip:1002@office.example>;tag=b\nCSeq: 3 INVITE";
        return talking()
                .after(60_000)
                .from(
                        A,
                        "INVITE sip:1002@10.0.0.8 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK-3"
                                + ends)
                .to(
                        B,
                        "INVITE sip:1002@10.0.0.8 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-p3"
                                + ends)
                .from(
                        B,
                        "SIP/2.0 481 Call/Transaction Does Not Exist\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-p3"
                                + ends)
                .to(
                        A,
                        "SIP/2.0 481 Call/Transaction Does Not Exist\nVia: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK-3"
                                + ends);
    }

    static Stream<String> rules() {
        return Verdicts.RULES.stream().map(Rule::name);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void each_rule_says_what_it_is_there_for(String rule) {
        var scene = scenes().get(rule);
        assertThat(scene).as("a scene for " + rule).isNotNull();
        var verdict = scene.ladder().verdict().orElseThrow();
        assertThat(verdict.name()).as(TextDrawing.draw(scene.ladder(), 140)).isEqualTo(rule);
        assertThat(verdict.text()).isNotBlank().doesNotContain("null").doesNotEndWith(".");
        assertThat(verdict.advice().isEmpty()).isEqualTo(verdict.severity() == Severity.OK);
    }

    @Test
    void there_are_many_rules_with_names_of_their_own() {
        assertThat(rules()).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        assertThat(Verdicts.RULES.getLast().name()).isEqualTo("nothing-wrong");
    }

    static Stream<Scene> healthy() {
        String hold = sdp("10.0.0.7", 11780, "a=sendonly");
        String held = sdp("10.0.0.8", 11790, "a=recvonly");
        return Stream.of(
                talking(),
                talking().after(600_000),
                talking().within(A, B, 3, "BYE", "", ""),
                talking().within(B, A, 1, "BYE", "", ""),
                talking()
                        .within(A, B, 3, "INVITE", hold, held)
                        .within(A, B, 4, "INVITE", sdp("10.0.0.7", 11780), sdp("10.0.0.8", 11790)),
                talking().within(A, B, 3, "INFO", "", "").within(A, B, 4, "UPDATE", "", ""),
                talking()
                        .within(A, B, 3, "REFER", "\nRefer-To: <sip:1003@office.example>", "")
                        .within(
                                B,
                                A,
                                1,
                                "NOTIFY",
                                "\nEvent: refer\nSubscription-State: terminated;reason=noresource\nContent-Type: message/sipfrag\n\nSIP/2.0 200 OK",
                                "")
                        .within(A, B, 4, "BYE", "", ""),
                // both hang up at once
                talking().within(A, B, 3, "BYE", "", "").within(B, A, 1, "BYE", "", ""),
                // a forward that is answered
                called().from(B, "SIP/2.0 302 Moved\nContact: <sip:1003@x>" + P + TO)
                        .remark(new Redirected(java.util.List.of("sip:1003@x"), true))
                        .to(
                                C,
                                "INVITE sip:1003@10.0.0.9 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-c")
                        .from(
                                C,
                                "SIP/2.0 200 OK\nTo: <sip:1002@x>;tag=c\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-c")
                        .to(A, "SIP/2.0 200 OK\nTo: <sip:1002@x>;tag=c"),
                // one phone of two is gone, the other answers
                called().to(
                                C,
                                "INVITE sip:1002@10.0.0.9 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-c")
                        .from(B, "SIP/2.0 200 OK" + P + TO + sdp("10.0.0.8", 11790))
                        .to(A, "SIP/2.0 200 OK" + TO + sdp("10.0.0.8", 11790))
                        .remark(new Canceled(1, Cause.ANSWERED_ELSEWHERE)),
                // a nonce that has grown old, and is renewed
                refused(Credentials.STALE_NONCE)
                        .from(
                                A,
                                "REGISTER sip:office.example SIP/2.0\nCSeq: 2 REGISTER\nVia: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK-2\n"
                                        + credentials("Authorization"))
                        .to(
                                A,
                                "SIP/2.0 200 OK\nCSeq: 2 REGISTER\nVia: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK-2"));
    }

    @ParameterizedTest
    @MethodSource("healthy")
    void of_a_healthy_call_nothing_is_said(Scene scene) {
        assertThat(scene.ladder().verdict().orElseThrow().name())
                .as(TextDrawing.draw(scene.ladder(), 140))
                .isEqualTo("nothing-wrong");
    }

    @Test
    void nothing_is_said_while_nobody_can_tell() {
        assertThat(asked().ladder().verdict()).isEmpty();
        assertThat(ringing().ladder().verdict()).isEmpty();
        assertThat(refused(Credentials.NONE).ladder().verdict()).isEmpty();
    }
}
