package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.header.CallId;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSealTest {
    private final TokenSeal seal = new TokenSeal(Office.SECRET);
    private final CallId call = new CallId("a84b4c76e66710@pc33");

    @ParameterizedTest
    @CsvSource({"'',''", "tcp-1,''", "'',tls-2", "tcp-1,tls-2"})
    void saysWhatWasPutIn(String callerFlow, String calleeFlow) {
        var token = seal.token(call, "alice", callerFlow, calleeFlow);

        assertThat(seal.check(token, call, "alice", "bob"))
                .hasValue(new DialogPass(true, callerFlow, calleeFlow));
        assertThat(seal.check(token, call, "bob", "alice"))
                .hasValue(new DialogPass(false, callerFlow, calleeFlow));
    }

    @Test
    void isAsShortAsItCanBe() {
        assertThat(seal.token(call, "alice", "", "")).hasSize(12);
        assertThat(seal.token(call, "alice", "tcp-1", "")).hasSize(18);
    }

    @ParameterizedTest
    @CsvSource({"'',''", "tcp-1,''", "'',tls-2", "tcp-1,tls-2"})
    void isAUserOfAUri(String callerFlow, String calleeFlow) {
        var token = seal.token(call, "alice", callerFlow, calleeFlow);
        var uri = SipUri.of(token, HostPort.of("192.0.2.1"));

        assertThat(SipUri.parse(uri.toString()).userinfo()).isEqualTo(token);
    }

    @Test
    void belongsToItsCallAndItsEnds() {
        var token = seal.token(call, "alice", "", "");

        assertThat(seal.check(token, new CallId("other"), "alice", "bob")).isEmpty();
        assertThat(seal.check(token, call, "mallory", "bob")).isEmpty();
        assertThat(
                        new TokenSeal("another secret of good length".getBytes())
                                .check(token, call, "alice", "bob"))
                .isEmpty();
    }

    @Test
    void cannotBeGivenAnotherFlow() {
        var token = seal.token(call, "alice", "tcp-1", "tcp-2");

        for (var forged :
                new String[] {
                    token.replace("tcp-1", "tcp-9"),
                    token.replace("tcp-2", "tcp-9"),
                    token.replace(".tcp-1.tcp-2", ".tcp-1"),
                    token.replace(".tcp-1.tcp-2", ""),
                    token.replace(".tcp-1.tcp-2", "..tcp-1.tcp-2"),
                    token + ".tcp-3",
                    token.substring(1)
                }) assertThat(seal.check(forged, call, "alice", "bob")).as(forged).isEmpty();
    }

    @Test
    void cannotMoveTextFromOnePartToAnother() {
        assertThat(seal.token(new CallId("ab"), "c", "", ""))
                .isNotEqualTo(seal.token(new CallId("a"), "bc", "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bob",
                "bob:password",
                "............",
                "aaaaaaaaaaaa.",
                "aaaaaaaaaaaaa",
                "äöüäöüäöüäöü"
            })
    void otherUsersAreNoTokens(String user) {
        assertThat(seal.check(user, call, "alice", "bob")).isEmpty();
        assertThat(seal.check("x".repeat(100_000), call, "alice", "bob")).isEmpty();
    }

    @Test
    void refusesAShortSecret() {
        assertThatThrownBy(() -> new TokenSeal(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
