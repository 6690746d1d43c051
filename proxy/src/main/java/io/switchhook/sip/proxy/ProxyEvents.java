package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.Flow;

/// Hears what the proxy does and why. Called on the shard, so what it does must be short and must not block.
public interface ProxyEvents {
    /// For those who do not want to know.
    ProxyEvents NONE = new ProxyEvents() {};

    /// What was decided about a request that was not refused.
    ///
    /// @param why one plain sentence without its full stop
    default void decided(Request request, String why) {}

    /// A request was answered with an error by the router or the proxy itself, a challenge included.
    ///
    /// @param why one plain sentence without its full stop
    default void refused(Request request, StatusCode status, String why) {
        decided(request, why);
    }

    /// Whether somebody hears of remarks: they need not be made otherwise.
    default boolean isRecorded() {
        return false;
    }

    /// What was decided on the way of a request, in detail.
    default void remark(Request request, Remark remark) {}

    /// An INVITE outside a dialog is on its way.
    default void started(Request invite) {}

    /// A provisional response to such an INVITE, 100 aside, was forwarded.
    default void ringing(Request invite, Response provisional) {}

    /// The first 2xx to such an INVITE was forwarded.
    default void answered(Request invite, Response success) {}

    /// Such an INVITE got its final response, which is not a 2xx.
    default void failed(Request invite, Response failure) {}

    /// A request that went out over this flow got no response at all (Timer B or F).
    default void unanswered(Flow flow) {}

    /// A BYE was relayed and got its final response.
    default void ended(Request bye) {}
}
