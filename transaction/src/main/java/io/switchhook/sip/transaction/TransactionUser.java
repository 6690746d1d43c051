package io.switchhook.sip.transaction;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Flow;

/// The core above the transactions (RFC 3261 §6): a proxy core or a user agent core. Called on its shard.
public interface TransactionUser {
    /// A new request other than ACK and CANCEL; its transaction waits for [ServerTransaction#respond].
    void request(ServerTransaction transaction);

    /// A CANCEL that matched an INVITE still without a final response; the CANCEL itself was answered with 200 (§9.2).
    void cancelled(ServerTransaction invite, Request cancel);

    /// An ACK for a 2xx (§13.2.2.4): it belongs to no transaction that could take it, and must not be answered.
    void ack(Request ack, Flow flow);

    /// A 2xx to an INVITE, after [ClientTransaction#settle] (§16.7 item 5): its phone repeats it until the ACK comes. Told to
    /// who settles.
    ///
    /// @param upstream as it was given there
    default void lateSuccess(Response response, Flow upstream) {}

    /// A 2xx to an INVITE whose client transaction is gone (§16.7 item 5, late 2xx). Others are dropped below.
    void strayResponse(Response response, Flow flow);
}
