/// RFC 3261 §16: the stateful forking proxy.
///
/// [io.switchhook.sip.proxy.ProxyCore] is told of each request by the transactions below and takes it through validation
/// (§16.3) and route processing (§16.4). A request of a dialog that a token of ours vouches for goes on by itself; of all
/// others the [io.switchhook.sip.proxy.Router] decides (§16.5). A `ResponseContext` owns what is forwarded: a `Branch` for
/// each target (§16.6), and the choice among what they answer (§16.7). No dialog is remembered, and nothing is sent to a
/// place that neither the router nor a token named.
@org.jspecify.annotations.NullMarked
package io.switchhook.sip.proxy;
