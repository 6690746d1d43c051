package io.switchhook.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Method;
import io.switchhook.testkit.SipText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /// As `openssl mac -macopt hexkey:000102...0f -macopt size:16 SIPHASH` has it of the bytes 0, 1, 2 and so on.
    @ParameterizedTest
    @CsvSource({
        "0, A3817F04BA25A8E66DF67214C7550293",
        "1, 3B62A9BA6258F5610F83E264F31497B4",
        "3, 2DB479AE78BD50D8882A8A178A6132AD"
    })
    void sipHashIsSipHash(int words, String bytes) {
        var hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        for (long i = 0; i < words; i++) hash.put(0x0706050403020100L + i * 0x0808080808080808L);
        var found = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        found.putLong(hash.finish()).putLong(hash.more());
        assertThat(HexFormat.of().withUpperCase().formatHex(found.array())).isEqualTo(bytes);
    }
}
