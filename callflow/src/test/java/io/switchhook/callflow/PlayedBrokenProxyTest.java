package io.switchhook.callflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.Account;
import io.switchhook.phone.Site;
import io.switchhook.phone.settings.Profile;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with a proxy is found where it begins, and named, when phones really play through it.
@Execution(ExecutionMode.CONCURRENT)
class PlayedBrokenProxyTest {
    private static final Cast CAST =
            new Cast(Map.of(Party.A, "1001", Party.B, "1002", Party.C, "1003"), "1999");
    private static final Patience PATIENCE =
            new Patience(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(4),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(2));

    /// Each troupe has an address, and with it a phone's few ports for media, for itself.
    private static final AtomicInteger ADDRESSES = new AtomicInteger(10);

    private static FlowResult played(String flow, Breakage breakage) throws Exception {
        return played(flow, breakage, Strictness.STRICT);
    }

    private static FlowResult played(String flow, Breakage breakage, Strictness strictness)
            throws Exception {
        var address = InetAddress.getByName("127.0.2." + ADDRESSES.incrementAndGet());
        try (var proxy = new SmallProxy(address, breakage);
                var troupe =
                        new Troupe(
                                Site.on(address),
                                Profile.T38G,
                                CAST,
                                user ->
                                        Account.of("sip:" + user + '@' + SmallProxy.DOMAIN, "")
                                                .by(address.getHostAddress(), proxy.port()),
                                PATIENCE)) {
            assertThat(troupe.awaitRegistered()).isEmpty();
            return troupe.player()
                    .play(
                            Flow.named(flow).orElseThrow(),
                            strictness,
                            Flow.CURRENT_EDITION,
                            "t38g",
                            "udp");
        }
    }

    /// What follows is the fault of what is broken.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "setup",
                "busy",
                "no-answer",
                "hold",
                "blind-transfer",
                "attended-transfer",
                "forward-always"
            })
    void a_proxy_that_is_whole(String flow) throws Exception {
        var result = played(flow, Breakage.NONE);
        assertThat(result.held()).as(TextLadder.draw(result)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "DROPS_THE_ACK; setup; F10 P > B ACK; nothing of the kind came; \"P dropped the ACK; B repeated what it waits for\"",
                "DROPS_THE_180; setup; F6 P > A 180 Ringing; nothing of the kind came; P dropped the 180 Ringing",
                "REWRITES_THE_CALL_ID; setup; F2 P > B INVITE; Call-ID b2b-; P rewrote the Call-ID",
                "REWRITES_THE_CSEQ; setup; F12 P > A BYE; CSeq 900; P rewrote the CSeq",
                "SWAPS_THE_TAGS; setup; F12 P > A BYE; From tag ; P swapped the tags",
                "LEAVES_MAX_FORWARDS; setup; F2 P > B INVITE; Max-Forwards: 70; P does not count the hop",
                "LEAVES_ITS_VIA; setup; F8 P > A 200 OK; 2 Via; P did not take its own Via off",
                "STAYS_OUT_OF_THE_DIALOG; setup; F2 P > B INVITE; none; P does not stay in the dialog",
                "PASSES_ON_THE_100; setup; before F; A received 100 Trying; P passed on the 100",
                "CALLS_THE_WRONG_PHONE; setup; F2 P > B INVITE; C received INVITE; P sent it to C instead of B",
                "CALLS_ANOTHER_PHONE_TOO; setup; before F; C received INVITE; P sent it by itself, or sent it to the wrong phone",
                "ANSWERS_INVITE; setup; F2 P > B INVITE; A received 200 OK to INVITE; P answered the INVITE itself",
                "PASSES_ON_THE_ACK_OF_A_FAILURE; busy; F8 P > B ACK; 2 Via; P passed on the ACK of the caller",
                "DROPS_THE_487; no-answer; R3 P > A 487 Request Terminated; nothing of the kind came; P dropped the 487",
                "CHANGES_THE_487; no-answer; R3 P > A 487 Request Terminated; A received 486 Busy Here; P put another status code",
                "ENDS_THE_HOLD; hold; F10 P > B INVITE; audio that is sendrecv; P changed it",
                "DROPS_NOTIFY; blind-transfer; N2 P > B NOTIFY; nothing of the kind came; P dropped the NOTIFY",
                "ANSWERS_REFER; blind-transfer; F11 P > A REFER; B received 202 Accepted; P answered the REFER itself and did not pass it on",
                "ANSWERS_REFER_AND_PASSES_IT_ON; blind-transfer; F10 P > B 202 Accepted; it came before; P answered by itself instead of waiting for A",
                "DROPS_REPLACES; attended-transfer; R2 P > C INVITE; no Replaces; P left it out",
            })
    void one_that_is_broken(
            Breakage breakage, String flow, String step, String instead, String cause)
            throws Exception {
        var result = played(flow, breakage);
        assertThat(result.held()).isFalse();
        var deviation = result.verdict().deviation().orElseThrow();
        assertThat(deviation.step()).as(deviation.text()).startsWith(step);
        assertThat(deviation.instead()).as(deviation.text()).startsWith(instead);
        assertThat(deviation.cause()).as(deviation.text()).startsWith(cause);
        assertThat(JsonLines.write(result))
                .contains("\"held\":false")
                .contains("\"faults\":[\"" + step);
    }

    /// All messages are as they should be, but nobody hears anybody.
    @Test
    void one_that_sends_media_elsewhere() throws Exception {
        var result = played("setup", Breakage.SENDS_MEDIA_ELSEWHERE);
        assertThat(result.verdict().holds()).isTrue();
        assertThat(result.held()).isFalse();
        assertThat(result.faults())
                .containsExactlyInAnyOrder(
                        "A does not hear B, during the call", "B does not hear A, during the call");
    }

    /// RFC 3261 §16.5 lets a proxy do it; the guides' 302 does not reach the caller then.
    @Test
    void one_that_follows_redirections() throws Exception {
        assertThat(played("forward-always", Breakage.FOLLOWS_REDIRECTIONS).held()).isTrue();
        var printed =
                played("forward-always", Breakage.FOLLOWS_REDIRECTIONS, Strictness.AS_PRINTED);
        var deviation = printed.verdict().deviation().orElseThrow();
        assertThat(deviation.step()).isEqualTo("F5 P > A 302 Moved Temporarily");
        assertThat(deviation.cause()).endsWith("which the RFCs allow and the guide does not print");
    }
}
