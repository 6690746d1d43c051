package io.switchhook.sip.transaction;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.Uri;
import org.jspecify.annotations.Nullable;

/// What makes two messages belong to one transaction: RFC 3261 §17.1.3, §17.2.3. An ACK is filed under its INVITE.
sealed interface TransactionKey {

    /// The key of a received request.
    static TransactionKey of(Request request) {
        var via = request.headers().require(Header.VIA);
        var method = request.method() == Method.ACK ? Method.INVITE : request.method();
        return via.hasMagicCookie()
                ? new Branch(via.branch(), via.sentBy(), method)
                : Rfc2543.of(request, via, method);
    }

    /// The key of a request of ours, from the top Via of its response and the method in its CSeq.
    static TransactionKey of(Via top, Method method) {
        return new Branch(top.branch(), top.sentBy(), method);
    }

    Method method();

    /// The key of the INVITE that a CANCEL with this key means (§9.2).
    TransactionKey ofInvite();

    /// Branches compare byte by byte, since peers that count in base 62 mean it so. Hashing costs two cached hashes.
    ///
    /// Both keys are ordered so that a [java.util.HashMap] finds its way among those that a malicious sender gave the same
    /// hash.
    record Branch(String branch, HostPort sentBy, Method method)
            implements TransactionKey, Comparable<Branch> {
        @Override
        public TransactionKey ofInvite() {
            return new Branch(branch, sentBy, Method.INVITE);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Branch that
                    && branch.equals(that.branch)
                    && method.equals(that.method)
                    && sentBy.portOrZero() == that.sentBy.portOrZero()
                    && sentBy.sameHost(that.sentBy);
        }

        @Override
        public int hashCode() {
            return 31 * branch.hashCode() + method.name().hashCode();
        }

        @Override
        public int compareTo(Branch that) {
            int order = branch.compareTo(that.branch);
            if (order == 0) order = sentBy.portOrZero() - that.sentBy.portOrZero();
            if (order == 0) order = sentBy.host().compareToIgnoreCase(that.sentBy.host());
            return order == 0 ? method.name().compareTo(that.method.name()) : order;
        }
    }

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
