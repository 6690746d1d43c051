package io.switchhook.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.testkit.SipText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    static final TransactionKeys KEYS = new TransactionKeys(1, 2);

    static TransactionKey key(String text) {
        var key = KEYS.of(SipText.request(text));
        assertThat(key).isEqualTo(KEYS.of(SipText.request(text)));
        assertThat(key).hasSameHashCodeAs(KEYS.of(SipText.request(text)));
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
        assertThat(KEYS.of(via, Method.INVITE)).isEqualTo(key(INVITE));
        assertThat(KEYS.of(via, Method.of("INVITE"))).isEqualTo(key(INVITE));
        assertThat(KEYS.of(via, Method.of("FOO"))).isNotEqualTo(key(INVITE));
    }

    /// What a sender sees of one server says nothing of the next.
    @Test
    void eachServerHasItsOwnSecret() {
        var other = new TransactionKeys(1, 3);
        assertThat(other.of(SipText.request(INVITE))).isNotEqualTo(key(INVITE));
    }

    /// "Aa" and "BB" have the same hash as strings, so n such pairs make 2^n collisions there.
    @Test
    void nobodyMakesKeysCollide() {
        var hashes = new HashSet<Integer>();
        var keys = new HashSet<TransactionKey>();
        for (int i = 0; i < 1 << 14; i++) {
            var branch = new StringBuilder("z9hG4bK");
            for (int bit = 0; bit < 14; bit++) branch.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            var key = key(INVITE.replace("z9hG4bKabc", branch));
            keys.add(key);
            hashes.add(key.hashCode());
        }
        assertThat(keys).hasSize(1 << 14);
        assertThat(hashes).hasSizeGreaterThan((1 << 14) - 100);
    }

    /// Two headers without a branch may have the same hash; without an order among them this would take minutes.
    @Test
    void collidingOldKeysAreStillFound() {
        var table = new HashMap<TransactionKey, Integer>();
        var colliding = new ArrayList<TransactionKey>();
        for (int i = 0; i < 1 << 12; i++) {
            var callId = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) callId.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            colliding.add(key(OLD.replace("Call-ID: call", "Call-ID: " + callId)));
        }
        for (int i = 0; i < colliding.size(); i++) table.put(colliding.get(i), i);
        for (int i = 0; i < colliding.size(); i++)
            assertThat(table.get(colliding.get(i))).isEqualTo(i);
        assertThat(colliding)
                .extracting(Object::hashCode)
                .containsOnly(colliding.getFirst().hashCode());
    }
}
