package io.switchhook.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.testkit.SipText;
import java.util.ArrayList;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

class TransactionKeyTest {
    static final String INVITE =
            """
            INVITE sip:bob@example.com SIP/2.0
            Via: SIP/2.0/UDP pc.example.com:5060;branch=z9hG4bKabc
            From: <sip:alice@example.com>;tag=1
            To: <sip:bob@example.com>
            Call-ID: call
            CSeq: 7 INVITE
            """;
    static final String OLD = INVITE.replace(";branch=z9hG4bKabc", "");

    static TransactionKey key(String text) {
        var key = TransactionKey.of(SipText.request(text));
        assertThat(key).isEqualTo(TransactionKey.of(SipText.request(text)));
        assertThat(key).hasSameHashCodeAs(TransactionKey.of(SipText.request(text)));
        return key;
    }

    static String as(String text, Method method) {
        return text.replace("INVITE", method.name());
    }

    @Test
    void aBranchSentByAndMethodDecide() {
        assertThat(key(INVITE)).isInstanceOf(TransactionKey.Branch.class);
        assertThat(key(INVITE.replace("pc.example", "PC.Example"))).isEqualTo(key(INVITE));
        assertThat(key(INVITE.replace("Call-ID: call", "Call-ID: x"))).isEqualTo(key(INVITE));
        assertThat(key(INVITE.replace("bKabc", "bKabd"))).isNotEqualTo(key(INVITE));
        assertThat(key(INVITE.replace(":5060", ":5070"))).isNotEqualTo(key(INVITE));
        assertThat(key(INVITE.replace("pc.", "px."))).isNotEqualTo(key(INVITE));
        assertThat(key(as(INVITE, Method.BYE))).isNotEqualTo(key(INVITE));
    }

    @Test
    void anAckIsFiledUnderItsInvite() {
        assertThat(key(as(INVITE, Method.ACK))).isEqualTo(key(INVITE));
        assertThat(key(as(OLD, Method.ACK).replace("bob@example.com>", "bob@example.com>;tag=2")))
                .isEqualTo(key(OLD));
    }

    @Test
    void aCancelFindsItsInvite() {
        for (var text : new String[] {INVITE, OLD}) {
            assertThat(key(as(text, Method.CANCEL))).isNotEqualTo(key(text));
            assertThat(key(as(text, Method.CANCEL)).ofInvite()).isEqualTo(key(text));
        }
    }

    @Test
    void withoutTheCookieMuchElseDecides() {
        assertThat(key(OLD)).isInstanceOf(TransactionKey.Rfc2543.class);
        assertThat(key(INVITE.replace("z9hG4bKabc", "1")))
                .isInstanceOf(TransactionKey.Rfc2543.class);
        for (var change :
                new String[][] {
                    {"INVITE sip:bob", "INVITE sip:carol"},
                    {"tag=1", "tag=2"},
                    {"Call-ID: call", "Call-ID: x"},
                    {"CSeq: 7", "CSeq: 8"},
                    {"pc.example.com", "px.example.com"},
                }) assertThat(key(OLD.replace(change[0], change[1]))).isNotEqualTo(key(OLD));
        var bye = as(OLD, Method.BYE);
        assertThat(key(bye.replace("bob@example.com>", "bob@example.com>;tag=2")))
                .isNotEqualTo(key(bye));
    }

    /// RFC 4475 §3.2.1: such a branch says nothing, so that two requests with it are not to be taken for one.
    @Test
    void theCookieAloneIsNoBranch() {
        var bare = INVITE.replace("z9hG4bKabc", "z9hG4bK");
        assertThat(key(bare)).isInstanceOf(TransactionKey.Rfc2543.class);
        assertThat(key(bare.replace("Call-ID: call", "Call-ID: x"))).isNotEqualTo(key(bare));
    }

    @Test
    void whatTheTransportAddsDoesNotMatter() {
        assertThat(key(OLD.replace(":5060", ":5060;received=192.0.2.1;rport=99")))
                .isEqualTo(key(OLD));
        assertThat(key(INVITE.replace(":5060", ":5060;received=192.0.2.1"))).isEqualTo(key(INVITE));
    }

    @Test
    void aResponseFindsItsRequest() {
        Request request = SipText.request(INVITE);
        var via = request.headers().require(io.switchhook.sip.header.Header.VIA);
        assertThat(TransactionKey.of(via, Method.INVITE)).isEqualTo(key(INVITE));
        assertThat(TransactionKey.of(via, Method.of("INVITE"))).isEqualTo(key(INVITE));
        assertThat(TransactionKey.of(via, Method.of("FOO"))).isNotEqualTo(key(INVITE));
    }

    /// "Aa" and "BB" have the same hash, so strings of n such pairs make 2^n collisions, and so does one branch with many
    /// sent-bys; without an order among them this would take minutes.
    @Test
    void collidingKeysAreStillFound() {
        var table = new HashMap<TransactionKey, Integer>();
        var colliding = new ArrayList<TransactionKey>();
        for (int i = 0; i < 1 << 16; i++) {
            var branch = new StringBuilder("z9hG4bK");
            for (int bit = 0; bit < 15; bit++) branch.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            colliding.add(branch(branch.toString(), "h", 1 + (i >> 15)));
            colliding.add(branch("z9hG4bK", "h" + i, 5060));
        }
        for (int i = 0; i < colliding.size(); i++) table.put(colliding.get(i), i);
        for (int i = 0; i < colliding.size(); i++)
            if (!Integer.valueOf(i).equals(table.get(colliding.get(i))))
                throw new AssertionError(colliding.get(i));
        assertThat(table).hasSize(colliding.size());
    }

    private static TransactionKey branch(String branch, String host, int port) {
        return new TransactionKey.Branch(branch, HostPort.of(host, port), Method.INVITE);
    }
}
