package io.switchhook.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Method;
import io.switchhook.testkit.SipText;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
    final Identifiers identifiers = new Identifiers(new Random(1));

    @Test
    void branchesHaveTheCookieAnd64Bits() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(identifiers.branch())).isTrue();
            assertThat(seen.add(identifiers.tag())).isTrue();
        }
        assertThat(identifiers.branch()).matches("z9hG4bK[a-z2-7]{13}");
        assertThat(identifiers.tag()).matches("[a-z2-7]{13}");
    }

    @Test
    void aToTagIsTheSameForInviteCancelAndAck() {
        var invite = SipText.request(TransactionKeyTest.INVITE);
        var tag = identifiers.toTag(invite);
        for (var method : new Method[] {Method.CANCEL, Method.ACK})
            assertThat(
                            identifiers.toTag(
                                    SipText.request(
                                            TransactionKeyTest.as(
                                                    TransactionKeyTest.INVITE, method))))
                    .isEqualTo(tag);
        assertThat(
                        identifiers.toTag(
                                SipText.request(
                                        TransactionKeyTest.INVITE.replace("CSeq: 7", "CSeq: 8"))))
                .isNotEqualTo(tag);
        assertThat(new Identifiers(new Random(2)).toTag(invite)).isNotEqualTo(tag);
        assertThat(identifiers.madeToTag(invite)).isFalse();
        assertThat(
                        identifiers.madeToTag(
                                SipText.request(
                                        TransactionKeyTest.INVITE.replace(
                                                "bob@example.com>\n",
                                                "bob@example.com>;tag=" + tag + "\n"))))
                .isTrue();
    }

    /// The first vector of the authors' reference: the empty text.
    @Test
    void sipHashIsSipHash() {
        var hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertThat(hash.finish()).isEqualTo(0x726fdb47dd0e0e31L);
    }
}
