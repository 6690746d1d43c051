package io.switchhook.sip.transaction;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transaction.TransactionKey.Branch;
import io.switchhook.sip.transaction.TransactionKey.Rfc2543;
import java.util.Locale;

/// Makes the keys of one shard's transactions, with a secret of its own.
record TransactionKeys(long k0, long k1) {

    /// The key of a received request.
    TransactionKey of(Request request) {
        var via = request.headers().require(Header.VIA);
        var method = request.method() == Method.ACK ? Method.INVITE : request.method();
        return via.hasMagicCookie() ? of(via, method) : Rfc2543.of(request, via, method);
    }

    /// The key of a request of ours, from the top Via of its response and the method in its CSeq.
    TransactionKey of(Via top, Method method) {
        var hash = new SipHash(k0, k1);
        hash.put(top.branch());
        hash.put(top.sentBy().host().toLowerCase(Locale.ROOT));
        hash.put(top.sentBy().portOrZero());
        return new Branch(hash.finish(), hash.more(), method);
    }
}
