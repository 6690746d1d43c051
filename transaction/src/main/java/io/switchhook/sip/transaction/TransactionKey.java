package io.switchhook.sip.transaction;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.Uri;
import org.jspecify.annotations.Nullable;

/// What makes two messages belong to one transaction: RFC 3261 §17.1.3, §17.2.3. An ACK is filed under its INVITE.
sealed interface TransactionKey {

    Method method();

    /// The key of the INVITE that a CANCEL with this key means (§9.2).
    TransactionKey ofInvite();

    /// Branch (byte by byte, since peers that count in base 62 mean it so) and sent-by, as 128 bits of a hash that nobody
    /// can foresee: no two of them meet, by chance or by malice. Three keys are kept of each call for half a minute, so
    /// they are small.
    record Branch(long high, long low, Method method) implements TransactionKey {
        @Override
        public TransactionKey ofInvite() {
            return new Branch(high, low, Method.INVITE);
        }

        /// With [#high] it is as good as the key.
        long lowWithMethod() {
            return low ^ method.name().hashCode() * 0x9E3779B97F4A7C15L;
        }

        @Override
        public int hashCode() {
            return (int) low;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Branch that
                    && low == that.low
                    && high == that.high
                    && method.equals(that.method);
        }
    }

    /// Ordered so that a [java.util.HashMap] finds its way among those that a malicious sender gave the same hash.
    ///
    /// For a branch without the magic cookie, or with nothing behind it (RFC 4475 §3.2.1). The To tag of an INVITE is left out, since its ACK has another one.
    ///
    /// @param via the top one, without what the transport added
    record Rfc2543(
            Uri uri,
            String fromTag,
            String toTag,
            String callId,
            long cseqNumber,
            Via via,
            Method method)
            implements TransactionKey, Comparable<Rfc2543> {
        static Rfc2543 of(Request request, Via top, Method method) {
            var headers = request.headers();
            var to = headers.require(Header.TO);
            return new Rfc2543(
                    request.uri(),
                    headers.require(Header.FROM).tag(),
                    method == Method.INVITE ? "" : to.tag(),
                    headers.require(Header.CALL_ID).value(),
                    headers.require(Header.CSEQ).number(),
                    top.with(top.parameters().without("received").without("rport")),
                    method);
        }

        @Override
        public TransactionKey ofInvite() {
            return new Rfc2543(uri, fromTag, "", callId, cseqNumber, via, Method.INVITE);
        }

        @Override
        public int compareTo(Rfc2543 that) {
            return toString().compareTo(that.toString());
        }
    }
}
