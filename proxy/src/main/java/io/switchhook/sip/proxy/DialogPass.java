package io.switchhook.sip.proxy;

/// What a valid token of ours says about the request that carries it in its Route.
///
/// @param fromCaller whether it goes the way that the dialog's first request went
/// @param callerFlow the [io.switchhook.sip.transport.Flow#token] of the caller's flow; empty if it can be reached by its address
/// @param calleeFlow likewise for the callee
record DialogPass(boolean fromCaller, String callerFlow, String calleeFlow) {

    /// The flow that the request must leave over; empty for none.
    String flowAhead() {
        return fromCaller ? calleeFlow : callerFlow;
    }
}
